// The ledger: what it says of each request, and what it never holds.
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  createEmulator,
  EMULATOR_PASSWORD,
  EMULATOR_USERS,
  SAMPLE_API_PATH,
  shortHash,
  type LedgerEntry,
} from 'react-ciam/testing'
import { type Answer, login, ORIGIN, refresh, refreshRequest, SERVICE_HEADERS, tokenOf } from './service-calls'

afterEach(() => {
  vi.useRealTimers()
})

const last = (entries: readonly LedgerEntry[]): LedgerEntry => {
  const entry = entries.at(-1)
  if (!entry) throw new Error('The ledger is empty.')
  return entry
}

describe('an entry', () => {
  test('of a rotation names both tokens by their hashes', async () => {
    const emulator = createEmulator({ rotation: 'on' })
    const first = tokenOf(await login(emulator, 'demo'))
    const second = tokenOf(await refresh(emulator, first))
    expect(emulator.ledger.entries()).toEqual([
      expect.objectContaining({ id: 1, kind: 'login', outcome: 'SUCCESS', issued: shortHash(first), session: 1 }),
      {
        id: 2,
        time: expect.any(Number) as number,
        kind: 'refresh',
        method: 'POST',
        path: '/api/v2/sdk/sso/session-token/id-token',
        tab: null,
        token: shortHash(first),
        issued: shortHash(second),
        fingerprint: shortHash(SERVICE_HEADERS['X-device-fingerprint']),
        session: 1,
        status: 200,
        outcome: 'rotated',
        reason: null,
        fault: null,
        committed: true,
        reused: false,
      },
    ])
  })

  test('says unchanged, grace or the code', async () => {
    const emulator = createEmulator()
    const { session_token: first } = await emulator.login()
    await refresh(emulator, first)
    emulator.configure({ rotation: 'grace' })
    const second = tokenOf(await refresh(emulator, first))
    await refresh(emulator, first)
    await refresh(emulator, second, { 'X-client-id': 'another' })
    const said = emulator.ledger.refreshes().map(({ outcome, committed, reused }) => [outcome, committed, reused])
    expect(said).toEqual([
      ['unchanged', true, false],
      ['rotated', true, false],
      ['grace', true, true],
      ['0003', false, false],
    ])
  })

  test('of a replaced token is marked as reused', async () => {
    const emulator = createEmulator({ rotation: 'on' })
    const { session_token: token } = await emulator.login()
    await refresh(emulator, token)
    await refresh(emulator, token)
    expect(last(emulator.ledger.entries())).toMatchObject({
      outcome: '0023',
      reason: 'replaced',
      reused: true,
      committed: false,
    })
  })

  test('says why a session was refused, though the answer does not', async () => {
    const emulator = createEmulator({ rotation: 'revoke', bindFingerprint: true, sessionLifetime: 60 })
    const reason = async (token: string, fingerprint = 'a') => {
      await refresh(emulator, token, { 'X-device-fingerprint': fingerprint })
      return last(emulator.ledger.entries()).reason
    }
    const { session_token: first } = await emulator.login()
    const { session_token: idle } = await emulator.login()
    expect(await reason('nonsense')).toBe('unknown')
    expect(await reason(first)).toBe(null)
    expect(await reason(first, 'b')).toBe('fingerprint')
    expect(await reason(first)).toBe('replaced')
    expect(await reason(first)).toBe('ended')
    emulator.clock.advance(60_000)
    expect(await reason(idle)).toBe('expired')
  })

  test.each([
    ['cut-before', 'cut-before', null, false],
    ['cut-after', 'cut-after', null, true],
    ['cut-in-body', 'cut-in-body', 200, true],
    ['no-cors', 'no-cors', 200, true],
    ['busy', 'busy', 400, false],
    ['html-502', 'html-502', 502, false],
    ['no-exp', 'rotated', 200, true],
  ] as const)('of a fault: %s has outcome %s, status %s, committed %s', async (fault, outcome, status, committed) => {
    const emulator = createEmulator({ rotation: 'on' })
    const { session_token: token } = await emulator.login()
    emulator.fail(fault)
    await emulator.handle(refreshRequest(token)).catch(() => null)
    expect(last(emulator.ledger.entries())).toMatchObject({ fault, outcome, status, committed })
    expect(last(emulator.ledger.entries()).issued === null).toBe(!committed)
  })

  test('is there for every request, whatever became of it', async () => {
    const emulator = createEmulator()
    await login(emulator, 'demo', 'wrong')
    await login(emulator, 'mfa')
    await emulator.handle(new Request(`${ORIGIN}/api/v1/oauth2/keys`))
    await emulator.handle(new Request(ORIGIN + SAMPLE_API_PATH))
    emulator.configure({ apiRefusal: '400' })
    await emulator.handle(new Request(ORIGIN + SAMPLE_API_PATH))
    await emulator.handle(new Request(`${ORIGIN}/elsewhere?token=secret`, { method: 'OPTIONS' }))
    await emulator.handle(new Request(`${ORIGIN}/elsewhere?token=secret`))
    expect(emulator.ledger.entries().map(({ kind, path, status, outcome }) => [kind, path, status, outcome])).toEqual([
      ['login', '/api/v2/sdk/login', 400, '1005'],
      ['login', '/api/v2/sdk/login', 200, 'MFA_AUTH'],
      ['keys', '/api/v1/oauth2/keys', 200, 'ok'],
      ['sample-api', SAMPLE_API_PATH, 401, '401'],
      ['sample-api', SAMPLE_API_PATH, 400, '0016'],
      ['preflight', '/elsewhere', 204, 'preflight'],
      ['other', '/elsewhere', 404, '404'],
    ])
  })

  test('has the tab that tabOf names', async () => {
    const emulator = createEmulator({ tabOf: (request) => request.headers.get('x-agent') })
    await refresh(emulator, 'x', { 'X-agent': 'tab 2' })
    expect(last(emulator.ledger.entries()).tab).toBe('tab 2')
  })

  test('has this device’s time, whatever the service’s clock says', async () => {
    vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['Date'] })
    const emulator = createEmulator({ clockOffset: 86_400_000 })
    await refresh(emulator, 'x')
    expect(last(emulator.ledger.entries()).time).toBe(1_700_000_000_000)
  })
})

test('no token, password, fingerprint or profile field is ever in it', async () => {
  const emulator = createEmulator({ rotation: 'revoke' })
  const secrets = [
    EMULATOR_PASSWORD,
    'wrong-password',
    SERVICE_HEADERS['X-device-fingerprint'],
    ...EMULATOR_USERS.flatMap(({ id, email, mobile, name }) => [id, email, mobile, name]),
  ]
  const keep = (answer: Answer) => {
    for (const name of ['session_token', 'id_token', 'state_token']) {
      const secret = answer.body[name]
      if (typeof secret === 'string') secrets.push(secret)
    }
    return answer
  }
  await login(emulator, 'demo', 'wrong-password')
  for (const { userName } of EMULATOR_USERS) keep(await login(emulator, userName))
  const first = tokenOf(keep(await login(emulator, 'demo')))
  const second = keep(await refresh(emulator, first))
  emulator.fail(['no-exp', 'busy'])
  const third = keep(await refresh(emulator, tokenOf(second)))
  await refresh(emulator, tokenOf(third))
  await refresh(emulator, first)
  const headers = { Authorization: `Bearer ${String(third.body.id_token)}` }
  await emulator.handle(new Request(`${ORIGIN}${SAMPLE_API_PATH}?token=${first}`, { headers }))
  const text = JSON.stringify(emulator.ledger.entries())
  expect(secrets.length).toBeGreaterThan(30)
  expect(emulator.ledger.entries()).toHaveLength(13)
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
})

describe('the ledger', () => {
  test('refreshes() leaves out what is no call of the refresh endpoint', async () => {
    const emulator = createEmulator()
    await login(emulator, 'demo')
    await emulator.handle(new Request(refreshRequest('x'), { method: 'OPTIONS' }))
    await refresh(emulator, 'x')
    expect(emulator.ledger.refreshes().map(({ id }) => id)).toEqual([3])
  })

  test('tells its subscribers of each entry until they leave', async () => {
    const emulator = createEmulator()
    const heard: LedgerEntry[] = []
    const leave = emulator.ledger.subscribe((entry) => heard.push(entry))
    await refresh(emulator, 'x')
    leave()
    await refresh(emulator, 'x')
    expect(heard).toEqual(emulator.ledger.entries().slice(0, 1))
  })

  test('a request that hangs is in it while it hangs', async () => {
    const emulator = createEmulator()
    emulator.fail('hang')
    const controller = new AbortController()
    const answer = emulator.handle(new Request(refreshRequest('x'), { signal: controller.signal }))
    expect(last(emulator.ledger.entries())).toMatchObject({ outcome: 'hang', status: null, committed: false })
    controller.abort()
    await expect(answer).rejects.toThrow('aborted')
  })

  test('has the order in which tokens were replaced, also of requests that came together', async () => {
    const emulator = createEmulator({ rotation: 'on', latency: 5 })
    const { session_token: token } = await emulator.login()
    await Promise.all([refresh(emulator, token), refresh(emulator, token)])
    expect(emulator.ledger.refreshes().map(({ outcome }) => outcome)).toEqual(['rotated', '0023'])
  })

  test('what it gives cannot be changed from outside', async () => {
    const emulator = createEmulator()
    await refresh(emulator, 'x')
    ;(emulator.ledger.entries() as LedgerEntry[]).pop()
    expect(emulator.ledger.entries()).toHaveLength(1)
    expect(Object.isFrozen(emulator.ledger.entries()[0])).toBe(true)
  })

  test('clear() empties it and goes on counting', async () => {
    const emulator = createEmulator()
    await refresh(emulator, 'x')
    emulator.ledger.clear()
    expect(emulator.ledger.entries()).toEqual([])
    await refresh(emulator, 'x')
    expect(last(emulator.ledger.entries()).id).toBe(2)
  })
})

test('shortHash is the start of the FNV-1a hash of 64 bits', () => {
  expect([shortHash(''), shortHash('a'), shortHash('foobar')]).toEqual(['cbf29ce48422', 'af63dc4c8601', '85944171f739'])
})
