// The devtools on a client and an inspector without an engine: a test sets what both say, and reads what was asked of them.
import { act, within } from '@testing-library/react'
import { vi } from 'vitest'
import { inspect, type Inspector, type TabSeen } from '../../src/devtools/inspector'
import type { Happening, Mark } from '../../src/devtools/marks'

export const START = Date.UTC(2026, 0, 31, 12, 0, 0)

export const SECRET = 'header.payload-that-nobody-may-see.signature'

export const THIS_TAB: TabSeen = { id: 'aaaa', number: 1, isThis: true, isOpen: true }
export const OTHER_TAB: TabSeen = { id: 'bbbb', number: 2, isThis: false, isOpen: true }

function createCell<Value>(value: Value) {
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    set(next: Value) {
      value = next
      act(() => listeners.forEach((listener) => listener()))
    },
    listeners: () => listeners.size,
  }
}

/** An inspector whose answers a test may replace, and what `inspect` gives from now on. */
export function handMadeInspector(change: Partial<Inspector> = {}) {
  const marks = createCell<readonly Mark[]>([])
  const tabs = createCell<readonly TabSeen[]>([THIS_TAB, OTHER_TAB])
  const isOffline = createCell(false)
  const stop = vi.fn()
  const inspector = {
    facts: {
      baseUrl: 'https://tenant.example.com',
      clientId: 'my-app',
      sessionTokenHeader: 'session-token',
      refreshBefore: 60_000,
      refreshInBackground: false,
      storage: 'local',
      storageBlockedBy: () => null,
      storageKeys: ['react-ciam:session:my-app'],
    },
    marks,
    tabs,
    isOffline,
    readLock: vi.fn(async () => ({ spansTabs: true, isHeld: false, waiting: 0 })),
    tokens: () => ({
      sessionToken: { length: 32, hash: '0123456789ab' },
      idToken: { length: 44, hash: 'ba9876543210' },
    }),
    reveal: vi.fn<Inspector['reveal']>(() => SECRET),
    tokenLife: () => ({ sentAt: START, endsAt: START + 300_000, refreshAt: START + 240_000 }),
    refresh: vi.fn(async () => undefined),
    expireIdToken: vi.fn(),
    dropRecord: vi.fn(async () => undefined),
    setOffline: vi.fn((next: boolean) => isOffline.set(next)),
    signOut: vi.fn(async () => undefined),
    clearMarks: vi.fn(() => marks.set([])),
    ...change,
  } satisfies Inspector
  vi.mocked(inspect).mockReturnValue({ inspector, stop })
  return { inspector, marks, tabs, isOffline, stop }
}

let count = 0

/** A mark, `after` ms past the start. */
export const markOf = (happening: Happening, after: number, tab: TabSeen = THIS_TAB): Mark => ({
  ...happening,
  tab: tab.id,
  number: (count += 1),
  at: START + after,
  token: 'cafe00112233',
})

/** The shadow root of the devtools on the page; throws where there is none. */
export function shadow(): ShadowRoot {
  const root = document.querySelector('[data-react-ciam-devtools]')?.shadowRoot
  if (!root) throw new Error('The devtools are not on the page.')
  return root
}

export const devtools = () => within(shadow().querySelector<HTMLElement>('.devtools') as HTMLElement)

/** A part of the panel by its heading. */
export const section = (name: string) => within(devtools().getByRole('region', { name }))

/** What has the keyboard, also inside of the shadow root. */
export const focused = (): Element =>
  document.activeElement?.shadowRoot?.activeElement ?? document.activeElement ?? document.body
