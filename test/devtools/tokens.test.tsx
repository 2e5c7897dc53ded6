// @vitest-environment jsdom
// A token's text: nowhere before the developer asked twice, and nowhere again afterwards.
import { act, fireEvent, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CiamDevtools } from '../../src/devtools/CiamDevtools'
import { createFakeClient } from '../react/fake-client'
import { devtools, handMadeInspector, SECRET, section, shadow, START } from './devtools-scene'

vi.mock('../../src/devtools/inspector')
// Roles are looked up much faster where nothing has a style.
vi.mock('../../src/devtools/panel/devtools-style', () => ({ DEVTOOLS_STYLE: '' }))

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

function open() {
  const scene = handMadeInspector()
  render(<CiamDevtools client={createFakeClient()} initialIsOpen />)
  return scene
}

const press = (name: string) => fireEvent.click(section('Tokens').getByRole('button', { name }))
const field = () => section('Tokens').queryByRole<HTMLTextAreaElement>('textbox')

function showIdToken(): HTMLTextAreaElement {
  press('Show token: id_token')
  press('Show it all the same: id_token')
  const shown = field()
  if (!shown) throw new Error('No token is shown.')
  return shown
}

/** Everything that React keeps of what it rendered last: props, state and what hooks hold. */
function reactKeeps(text: string): boolean {
  const seen = new Set<object>()
  const holds = (value: unknown): boolean => {
    if (typeof value === 'string') return value.includes(text)
    if (typeof value !== 'object' || value === null || seen.has(value) || value instanceof Node) return false
    seen.add(value)
    return Object.values(value).some(holds)
  }
  const nodes = [...shadow().querySelectorAll('*')]
  return nodes.some((node) => Object.entries(node).some(([key, value]) => key.startsWith('__react') && holds(value)))
}

test('tokens are shown as length and hash, and their text is not even asked for', () => {
  const { inspector } = open()
  expect(section('Tokens').getByText('0123456789ab')).toBeVisible()
  expect(section('Tokens').getByText(/44 characters/)).toBeVisible()
  expect(inspector.reveal).not.toHaveBeenCalled()
})

test('the first press only warns: who holds the token can act as the user', () => {
  const { inspector } = open()
  press('Show token: id_token')
  expect(section('Tokens').getByRole('alert')).toHaveTextContent(
    /can act as the signed-in user.*chats, issues or screens/,
  )
  expect(inspector.reveal).not.toHaveBeenCalled()
  expect(field()).toBeNull()
  press('Leave it hidden')
  expect(section('Tokens').queryByRole('alert')).toBeNull()
})

test('the second press shows that token in a read-only field, in no attribute, markup, prop or state', () => {
  const { inspector } = open()
  const shown = showIdToken()
  expect(inspector.reveal).toHaveBeenCalledWith('idToken')
  expect(shown).toHaveValue(SECRET)
  expect(shown).toHaveAttribute('readonly')
  expect(shown).toHaveAttribute('spellcheck', 'false')
  expect(shadow().innerHTML).not.toContain(SECRET)
  expect(reactKeeps(SECRET)).toBe(false)
})

test.each([
  ['after 30 seconds', () => act(() => void vi.advanceTimersByTime(30_000))],
  ['when it is hidden', () => press('Hide token: id_token')],
  ['when the panel is closed', () => fireEvent.click(devtools().getByRole('button', { name: 'Close the devtools' }))],
])('the text is gone %s', (_when, end) => {
  open()
  const shown = showIdToken()
  act(() => void vi.advanceTimersByTime(29_000))
  expect(shown).toHaveValue(SECRET)
  end()
  expect(shown.isConnected).toBe(false)
  expect(shown.value).toBe('')
  expect(reactKeeps(SECRET)).toBe(false)
})

test('no timer of a shown token outlives it', () => {
  open()
  showIdToken()
  fireEvent.click(devtools().getByRole('button', { name: 'Close the devtools' }))
  expect(vi.getTimerCount()).toBe(0)
})
