// The recipes of a sign-in: the smallest form, codes by e-mail, signing out everywhere, another mobile number.
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { CiamProvider } from 'react-ciam'
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { changeMobile, getPuzzle, sendCode } from './change-mobile'
import { client } from './ciam'
import { emulator } from './network'
import { beginEachSignedOut, signIn as signInByReply } from './recipe-scene'
import { signIn, signOutEverywhere } from './sign-in'
import { SignInForm } from './SignInForm'

beginEachSignedOut()
afterEach(cleanup)

function submit(name: string, password = EMULATOR_PASSWORD): void {
  fireEvent.change(screen.getByLabelText('User name, mobile or e-mail'), { target: { value: name } })
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: password } })
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

const show = () =>
  render(
    <CiamProvider client={client}>
      <SignInForm />
    </CiamProvider>,
  )

test('the form says how many attempts are left, then signs in', async () => {
  show()
  submit('demo', 'wrong')
  await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('4 attempts are left'))
  submit('demo')
  expect(await screen.findByText('You are signed in.')).toBeTruthy()
  expect(emulator.ledger.entries().map(({ path }) => path)).toEqual(Array(2).fill('/api/v2/sdk/login/auth'))
})

test('the form goes on with a password that ends soon, and leads back from a refusal', async () => {
  show()
  submit('denied')
  fireEvent.click(await screen.findByRole('button', { name: 'Another account' }))
  submit('warn')
  fireEvent.click(await screen.findByRole('button', { name: 'Go on' }))
  expect(await screen.findByText('You are signed in.')).toBeTruthy()
})

test("a code by e-mail goes through the app's own server, and a refusal of that is a problem", async () => {
  const ownServer = vi.fn<typeof fetch>(async () => new Response(null, { status: 503 }))
  vi.stubGlobal('fetch', ownServer)
  const ready = signIn.getState()
  if (ready.status !== 'ready') throw new Error(`The sign-in is ${ready.status}.`)
  expect(await ready.sendCode({ email: 'demo@example.com' })).toMatchObject({ problem: { kind: 'code-not-sent' } })

  ownServer.mockImplementation(async (_input, init) => {
    const { email, type } = JSON.parse(init?.body as string) as { email: string; type: 'LOGIN_EMS' }
    emulator.sendEmailCode(email, type)
    return new Response()
  })
  const sent = await ready.sendCode({ email: 'demo@example.com' })
  if (sent.status !== 'code-sent') throw new Error(`The sign-in is ${sent.status}.`)
  const { code = '' } = emulator.outbox.entries().at(-1) ?? {}
  expect(await sent.verify({ code })).toMatchObject({ status: 'signed-in' })
})

test('signing out everywhere forgets the session before the browser leaves', async () => {
  await signInByReply()
  let target = ''
  await signOutEverywhere((url) => {
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
    target = url
  })
  const { origin, pathname, searchParams } = new URL(target)
  expect([origin, pathname]).toEqual(['https://tenant.example.com', '/api/v1/logout'])
  expect(searchParams.get('redirect_url')).toBe(`${location.origin}/goodbye`)
})

test('another mobile number is in the next id_token', async () => {
  emulator.configure({ captcha: true })
  await signInByReply()
  const { token } = await getPuzzle()
  await sendCode('13900000009', emulator.captchaSolution(token) ?? 0, token)
  await changeMobile('13900000009', emulator.outbox.entries().at(-1)?.code ?? '')
  expect(client.getSnapshot()).toMatchObject({ claims: { mobile: '13900000009' } })
})
