// The quick start and the test example of the README, run as they are printed: what a newcomer sees.
import * as testingLibrary from '@testing-library/react'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
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
  await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/4$|4 /))

  await submit('mfa', EMULATOR_PASSWORD)
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('One more step: MFA_AUTH'))

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

test("the README's own test passes", async () => {
  const tests: (() => Promise<void>)[] = []
  const vitest = { expect, test: (_title: string, run: () => Promise<void>) => tests.push(run) }
  loadExamples(blocks, { ...packages, vitest, '@testing-library/react': testingLibrary })('src/App.test')
  expect(tests).toHaveLength(1)
  await tests[0]!()
})
