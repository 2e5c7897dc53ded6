// The quick start and the test example of the README, run as they are printed: what a newcomer sees.
import * as testingLibrary from '@testing-library/react'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import type { CiamClient } from 'react-ciam'
import * as reactRouter from 'react-router'
import { beforeEach, expect, test, vi } from 'vitest'
import { emulator, network, packages, readme } from './example-app'
import { loadExamples } from './run-examples'

const { blocks } = readme

beforeEach(() => {
  emulator.reset()
  localStorage.clear()
  document.body.innerHTML = '<div id="root"></div>'
  vi.stubGlobal('fetch', network)
})

async function submit(userName: string, password: string) {
  const user = userEvent.setup()
  const nameField = await screen.findByLabelText('User name')
  const passwordField = screen.getByLabelText('Password')
  await user.clear(nameField)
  await user.clear(passwordField)
  await user.type(nameField, userName)
  await user.type(passwordField, password)
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
}

test('the quick start signs in, calls its API, outlives an ended id_token, and signs out', async () => {
  loadExamples(blocks, packages)('src/main')
  const { userName, name } = EMULATOR_USERS[0]!

  await submit(userName, 'wrong')
  await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/4 attempts are left/))

  await submit('mfa', EMULATOR_PASSWORD)
  await userEvent.click(await screen.findByRole('button', { name: 'One more step: second-factor. Back' }))

  await submit(userName, EMULATOR_PASSWORD)
  await screen.findByRole('heading', { name: `Hello, ${name}` })
  await screen.findByText('id_token: ready')
  expect(emulator.ledger.refreshes()).toEqual([])

  emulator.clock.advance(301_000)
  await userEvent.click(screen.getByRole('button', { name: 'Load orders' }))
  await screen.findByText('Two books')
  expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated', reused: false }])

  await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))
  await screen.findByLabelText('User name')
  expect(Object.keys(localStorage).filter((key) => key.startsWith('react-ciam:session:'))).toEqual([])
})

test('while a sign-in is under way the form waits, without the message of the one before', async () => {
  let answer: () => void = () => {}
  const slow: typeof fetch = async (input, init) => {
    await new Promise<void>((resolve) => (answer = resolve))
    return network(input, init)
  }
  loadExamples(blocks, packages)('src/main')
  const { userName } = EMULATOR_USERS[0]!
  const button = async () => screen.findByRole<HTMLButtonElement>('button', { name: 'Sign in' })
  await submit(userName, 'wrong')
  await waitFor(() => expect(screen.getByRole('alert').textContent).not.toBe(''))
  expect((await button()).disabled).toBe(false)

  vi.stubGlobal('fetch', slow)
  await submit(userName, EMULATOR_PASSWORD)
  expect([(await button()).disabled, screen.getByRole('alert').textContent]).toEqual([true, ''])
  answer()
  await screen.findByText('id_token: ready')
  vi.stubGlobal('fetch', async () => new Response(null, { status: 404 }))
  await userEvent.click(screen.getByRole('button', { name: 'Load orders' }))
  await screen.findByText('The API answered 404.')
})

test('the loader gives the orders, throws what the API refuses, and sends who is signed out to the form and back', async () => {
  const load = loadExamples(blocks, { ...packages, 'react-router': reactRouter })
  const { client } = load('src/ciam') as { client: CiamClient }
  const { ordersLoader } = load('src/orders-loader') as { ordersLoader(a: { request: Request }): Promise<unknown> }
  const ask = () => ordersLoader({ request: new Request(new URL('/orders?page=2', location.href)) })
  const signInPage = '/sign-in?returnTo=%2Forders%3Fpage%3D2'
  const { headers } = (await ask()) as Response
  expect(headers.get('location')).toBe(signInPage)

  await client.signIn({ ...(await emulator.login()) })
  vi.stubGlobal('fetch', async () => Response.json(['Two books']))
  expect(await ask()).toEqual(['Two books'])
  vi.stubGlobal('fetch', async () => new Response('', { status: 500 }))
  await expect(ask()).rejects.toMatchObject({ status: 500 })
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('down')))
  await expect(ask()).rejects.toThrow('down')

  vi.stubGlobal('fetch', network)
  emulator.reset() // The service knows neither session nor id_token any more.
  emulator.clock.advance(301_000)
  expect(((await ask()) as Response).headers.get('location')).toBe(signInPage)
})

test.each(['src/Account.test', 'src/App.test'])("the README's own test %s passes", async (fileName) => {
  const tests: (() => unknown)[] = []
  const vitest = { expect, test: (_title: string, run: () => unknown) => tests.push(run) }
  loadExamples(blocks, { ...packages, vitest, '@testing-library/react': testingLibrary })(fileName)
  expect(tests).toHaveLength(1)
  await tests[0]!()
})

test("an app's component test with a signed-in customer is three lines", () => {
  const { code = '' } = blocks.find(({ fileName }) => fileName === 'src/Account.test.tsx') ?? {}
  const [, body = ''] = /^(test\([^]*)\}\)$/m.exec(code) ?? []
  expect(body.trim().split('\n')).toHaveLength(3)
})
