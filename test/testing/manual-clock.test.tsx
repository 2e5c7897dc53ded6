// @vitest-environment jsdom
// The clock that tests turn: it flows, jumps and ends, and the client, the emulator and their tokens move with it.
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { setupServer } from 'msw/node'
import { CiamProvider, createCiamClient, useIdToken, useSessionExpiry } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import {
  ciamHandlers,
  CiamTestProvider,
  createEmulator,
  createManualClock,
  createTestClient,
  EMULATOR_CLIENT_ID,
  sessionRecord,
  type EmulatorOptions,
  type ManualClock,
} from 'react-ciam/testing'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'

let clock: ManualClock

beforeEach(async () => {
  clock = await createManualClock()
})
afterEach(() => {
  cleanup()
  clock.restore()
})

async function scene(options: EmulatorOptions = {}, isCaught = false) {
  const emulator = createEmulator({ rotation: 'revoke', ...options })
  const settings = { baseUrl: 'https://tenant.example', clientId: EMULATOR_CLIENT_ID, storage: memoryStorage() }
  const { key, value } = sessionRecord(settings, await emulator.login())
  await settings.storage.setItem(key, value)
  const client = createCiamClient(isCaught ? settings : { ...settings, fetch: emulator.fetch })
  return { emulator, client }
}

describe('time', () => {
  test('goes on by itself', async () => {
    const before = [clock.now(), Date.now(), performance.now()]
    await new Promise((resolve) => setTimeout(resolve, 40)) // That time passes is what is tested.
    const after = [clock.now(), Date.now(), performance.now()]
    after.forEach((value, index) => expect(value - before[index]!).toBeGreaterThanOrEqual(40))
  })

  test('jumps by what is asked for, all clocks together', async () => {
    const emulator = createEmulator({ clockOffset: 5_000 })
    const before = [clock.now(), Date.now(), performance.now(), emulator.clock.now(), new Date().getTime()]
    await clock.advance(3_600_000)
    const after = [clock.now(), Date.now(), performance.now(), emulator.clock.now(), new Date().getTime()]
    for (const [index, value] of after.entries()) {
      expect(value - before[index]!).toBeGreaterThanOrEqual(3_600_000)
      expect(value - before[index]!).toBeLessThan(3_602_000)
    }
  })

  test('runs what is due, each at its time, and what comes of it before the next', async () => {
    const log: [string, number][] = []
    const start = Date.now()
    const note = (name: string) => log.push([name, Math.round((Date.now() - start) / 1_000)])
    const longWay = async () => {
      for (let task = 0; task < 8; task += 1) await new Promise((resolve) => void setImmediate(resolve))
    }
    setTimeout(() => note('late'), 9_000)
    setTimeout(() => {
      note('first')
      void longWay().then(() => setTimeout(() => note('of the first'), 3_000))
    }, 2_000)
    setTimeout(() => note('after the end'), 11_000)
    await clock.advance(10_000)
    expect(log).toEqual([
      ['first', 2],
      ['of the first', 5],
      ['late', 9],
    ])
  })

  test('a timer that throws rejects the jump', async () => {
    setTimeout(() => {
      throw new Error('of a timer')
    }, 1_000)
    await expect(clock.advance(2_000)).rejects.toThrow('of a timer')
  })

  test.each([-1, NaN])('cannot go by %s', async (ms) => {
    await expect(clock.advance(ms)).rejects.toThrow(`not by ${ms}`)
  })
})

describe('the end', () => {
  test('puts everything back, and the clock is of no more use', async () => {
    const faked = [setTimeout, setInterval, clearTimeout, clearInterval, Date, performance.now]
    clock.restore()
    clock.restore()
    const real = [setTimeout, setInterval, clearTimeout, clearInterval, Date, performance.now]
    real.forEach((value, index) => expect(value).not.toBe(faked[index]))
    expect(Object.hasOwn(performance, 'now')).toBe(false)
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000)
    await expect(clock.advance(1)).rejects.toThrow('was restored')
  })

  test('lets another clock begin, which is refused before', async () => {
    await expect(createManualClock()).rejects.toThrow('faked already')
    clock.restore()
    const both = await Promise.allSettled([createManualClock(), createManualClock()])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    for (const made of both) if (made.status === 'fulfilled') made.value.restore()
    vi.useFakeTimers()
    await expect(createManualClock()).rejects.toThrow('faked already')
    vi.useRealTimers()
  })
})

describe('a session', () => {
  test.each([
    ['through emulator.fetch', false],
    ['through msw', true],
  ])('is refreshed a minute ahead of the end, again and again, %s', async (_name, isCaught) => {
    const { emulator, client } = await scene({}, isCaught)
    if (isCaught) {
      const server = setupServer(...ciamHandlers(emulator))
      server.listen()
      onTestFinished(() => server.close())
    }
    const release = client.keepFresh()
    await clock.advance(238_000)
    expect(emulator.ledger.refreshes()).toEqual([])
    await clock.advance(4_000)
    expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated' }])
    await clock.advance(3_600_000)
    const refreshes = emulator.ledger.refreshes()
    expect(refreshes.length).toBeGreaterThanOrEqual(15)
    expect(refreshes.every(({ outcome, reused }) => outcome === 'rotated' && !reused)).toBe(true)
    release()
  })

  test('ends when its session_token does', async () => {
    const { client } = await scene({ sessionLifetime: 900, rotation: 'off' })
    const seen: unknown[] = []
    client.on('signed-out', ({ reason }) => seen.push(reason))
    const release = client.keepFresh()
    await clock.advance(880_000)
    expect(client.getSnapshot().status).toBe('signed-in')
    await clock.advance(140_000)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
    expect(seen).toEqual(['session-expired'])
    release()
  })

  test('waits between retries, and recovers', async () => {
    const { emulator, client } = await scene()
    emulator.fail([{ kind: '429', retryAfter: 120 }, 'busy'])
    const release = client.keepFresh()
    await clock.advance(242_000)
    expect(emulator.ledger.refreshes().map(({ outcome }) => outcome)).toEqual(['429'])
    await clock.advance(116_000)
    expect(emulator.ledger.refreshes()).toHaveLength(1)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'SERVICE_BUSY' } })
    await clock.advance(15_000)
    expect(emulator.ledger.refreshes().map(({ outcome }) => outcome)).toEqual(['429', 'busy', 'rotated'])
    expect(client.getSnapshot()).toMatchObject({ error: null })
    release()
  })

  test('of a test client is refreshed, too', async () => {
    const client = createTestClient({ status: 'signed-in', expiresIn: 60_000 })
    const token = await client.getIdToken()
    const refreshed = vi.fn()
    client.on('refreshed', refreshed)
    const release = client.keepFresh()
    await clock.advance(46_000)
    expect(refreshed).toHaveBeenCalledOnce()
    expect(refreshed.mock.calls[0]![0]).toMatchObject({ rotated: true, adopted: false })
    expect(await client.getIdToken()).not.toBe(token)
    release()
  })
})

describe('components', () => {
  test('see the countdown of an ending session, with findBy beside it', async () => {
    function Countdown() {
      const { isExpiring, remaining } = useSessionExpiry({ warnBefore: 300_000 })
      return <p>{isExpiring ? `${Math.ceil(remaining / 1000)} s left` : 'all is well'}</p>
    }
    render(
      <CiamTestProvider session={{ status: 'signed-in', sessionExpiresIn: 900_000 }}>
        <Countdown />
      </CiamTestProvider>,
    )
    await act(() => clock.advance(598_000))
    expect(screen.getByText('all is well')).toBeTruthy()
    expect(await screen.findByText(/^(299|300) s left$/, {}, { timeout: 3_000 })).toBeTruthy()
    await act(() => clock.advance(100_000))
    expect(screen.getByText(/^(19[6-9]|200) s left$/)).toBeTruthy()
  })

  test('never render an ended token', async () => {
    const { client, emulator } = await scene({ idTokenLifetime: 60 })
    const rendered: [string, number | null][] = []
    function Probe() {
      const { status, idToken, expiresAt } = useIdToken()
      if (idToken) rendered.push([status, expiresAt - Date.now()])
      return status
    }
    render(
      <CiamProvider client={client}>
        <Probe />
      </CiamProvider>,
    )
    for (let minute = 0; minute < 5; minute += 1) await act(() => clock.advance(60_000))
    await waitFor(() => expect(screen.getByText('ready')).toBeTruthy())
    expect(emulator.ledger.refreshes().length).toBeGreaterThanOrEqual(5)
    for (const [status, left] of rendered) expect([status, left! > 0]).toEqual(['ready', true])
  })
})
