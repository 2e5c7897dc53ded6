// The README's page for every state of a sign-in, run as it is printed: what each user of the emulator goes through.
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ComponentType } from 'react'
import type { CiamClient } from 'react-ciam'
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emulator, network, packages, readme } from './example-app'
import { loadExamples } from './run-examples'

beforeEach(() => {
  emulator.reset()
  localStorage.clear()
  vi.stubGlobal('fetch', network)
})
afterEach(cleanup)

const user = userEvent.setup()
const { mobile } = EMULATOR_USERS.find(({ status }) => status === 'MFA_AUTH')!

/** Shows the page, perhaps with another text in its place, and gives its client. */
function show(change = (code: string) => code): CiamClient {
  const blocks = readme.blocks.map((block) => ({ ...block, code: change(block.code) }))
  const load = loadExamples(blocks, packages)
  const { SignInPage } = load('src/SignInPage') as { SignInPage: ComponentType }
  render(<SignInPage />)
  return (load('src/ciam') as { client: CiamClient }).client
}

/** Types into the fields by their labels, and sends the form. */
async function fill(typed: Record<string, string>) {
  for (const [label, text] of Object.entries(typed)) await user.type(await screen.findByLabelText(label), text)
  await user.click(screen.getByRole('button', { name: 'Go on' }))
}

const signInAs = (userName: string, password = EMULATOR_PASSWORD) => fill({ 'User name': userName, Password: password })
const click = async (name: string) => user.click(await screen.findByRole('button', { name }))
const untilSignedIn = (client: CiamClient) =>
  waitFor(() => expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' }))
const lastCode = () => emulator.outbox.entries().at(-1)?.code ?? ''

test('a wrong password is told with the attempts that are left, and the right one signs in', async () => {
  const client = show()
  await signInAs('demo', 'wrong')
  expect(await screen.findByText(/4 attempts are left/)).toBeTruthy()
  await user.clear(screen.getByLabelText('User name'))
  await user.clear(screen.getByLabelText('Password'))
  await signInAs('demo')
  await untilSignedIn(client)
})

test('a password that ends soon is kept by "Not now"', async () => {
  const client = show()
  await signInAs('warn')
  expect((await screen.findByLabelText<HTMLInputElement>('New password')).value).toBe('')
  expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('')
  await click('Not now')
  await untilSignedIn(client)
})

test('a password that has ended is changed', async () => {
  const client = show()
  await signInAs('expired')
  await screen.findByLabelText('New password')
  await fill({ Password: EMULATOR_PASSWORD, 'New password': 'Another-1' })
  await untilSignedIn(client)
})

test('a second factor takes a code; "Not now" leads back to where it was asked for, and to the beginning', async () => {
  const client = show()
  await signInAs('mfa')
  await fill({ 'Mobile number': mobile })
  await screen.findByLabelText('Code')
  await click('Not now')
  await screen.findByLabelText('Mobile number')
  await click('Not now')
  await signInAs('mfa')
  await fill({ 'Mobile number': mobile })
  await screen.findByLabelText('Code')
  await fill({ Code: lastCode() })
  await untilSignedIn(client)
})

test('with a captcha the puzzle comes before the code', async () => {
  emulator.configure({ captcha: true })
  let token = ''
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const response = await network(input, init)
    const url = input instanceof Request ? input.url : input.toString()
    if (url.endsWith('/captcha')) ({ token } = (await response.clone().json()) as { token: string })
    return response
  })
  const client = show((code) => code.replace('captcha: false', 'captcha: true'))
  await signInAs('mfa')
  await fill({ 'Mobile number': mobile })
  await screen.findByLabelText('Pixels to the gap')
  await fill({ 'Pixels to the gap': String(emulator.captchaSolution(token)) })
  await screen.findByLabelText('Code')
  await fill({ Code: lastCode() })
  await untilSignedIn(client)
})

test('who may not use the app can be somebody else', async () => {
  const client = show()
  await signInAs('denied')
  await waitFor(() => expect(screen.queryByLabelText('User name')).toBeNull())
  await click('Go on')
  await signInAs('demo')
  await untilSignedIn(client)
})
