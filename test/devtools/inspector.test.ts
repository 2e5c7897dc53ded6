// What the devtools note of a client, and what their buttons do to it: on the client and emulator that tests of the client use.
import { inspect, type Inspector } from '../../src/devtools/inspector'
import { isMark, type Mark } from '../../src/devtools/marks'
import { onTestFinished, expect, test, vi } from 'vitest'
import type { CiamClient } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { shortHash } from 'react-ciam/testing'
import { createHarness } from '../client/harness'

const LIFE = 300_000

function open(client: CiamClient): Inspector {
  const opened = inspect(client)
  if (!opened) throw new Error('This client cannot be inspected.')
  onTestFinished(opened.stop)
  return opened.inspector
}

const kinds = (inspector: Inspector) => inspector.marks.get().map(({ kind }) => kind)
const last = (inspector: Inspector, kind: Mark['kind']) =>
  inspector.marks
    .get()
    .filter((mark) => mark.kind === kind)
    .at(-1)

test('a refresh is noted from the lock to what came of it, in the order of the promise: written before it is known', async () => {
  const { client, emulator, flush } = createHarness()
  await client.signIn(await emulator.login())
  const inspector = open(client)
  const before = inspector.tokens().sessionToken?.hash
  const refreshed = inspector.refresh()
  await flush()
  await refreshed
  expect(kinds(inspector)).toEqual([
    'opened',
    'lock-wanted',
    'lock-held',
    'request-sent',
    'answered',
    'written',
    'lock-freed',
    'refreshed',
  ])
  const [entry] = emulator.ledger.refreshes()
  expect(before).toBe(entry?.token)
  expect(last(inspector, 'answered')).toMatchObject({ status: 200, token: entry?.token })
  expect(last(inspector, 'written')).toMatchObject({ rotated: true, token: entry?.issued })
  expect(inspector.tokens().sessionToken).toEqual({ length: 32, hash: entry?.issued })
})

test('what was noted before the refresh was over is marked as written without rotation where the token stays', async () => {
  const { client, emulator, flush } = createHarness({}, { rotation: 'off' })
  await client.signIn(await emulator.login())
  const inspector = open(client)
  const refreshed = inspector.refresh()
  await flush()
  await refreshed
  expect(last(inspector, 'written')).toMatchObject({ rotated: false })
  expect(last(inspector, 'refreshed')).toMatchObject({ rotated: false })
})

test.each([
  ['busy', 'SERVICE_BUSY', 400],
  ['cut-before', 'NETWORK', null],
] as const)(
  'a refresh that fails by %s is noted with its code and the time of the next attempt',
  async (fault, code, status) => {
    const { client, emulator, flush } = createHarness()
    await client.signIn(await emulator.login())
    const inspector = open(client)
    emulator.fail(fault)
    const refreshed = inspector.refresh().catch((error: unknown) => error)
    await flush()
    expect(await refreshed).toMatchObject({ code })
    expect(last(inspector, 'answered')).toMatchObject({ status })
    expect(last(inspector, 'refresh-failed')).toMatchObject({ code, willRetryInMs: 1_500 })
  },
)

test('a write is noted at the moment when it began, for other tabs may have it before this one knows that it is saved', async () => {
  const storage = memoryStorage()
  const slow = {
    ...storage,
    setItem: async (key: string, value: string) => {
      await storage.setItem(key, value)
      await new Promise((resolve) => setTimeout(resolve, 500)) // By the clock that the test turns.
    },
  }
  const { client, emulator, advance } = createHarness({ storage: slow })
  const signedIn = client.signIn(await emulator.login())
  await advance(1_000)
  await signedIn
  const inspector = open(client)
  const refreshed = inspector.refresh()
  await advance(3_000)
  await refreshed
  const written = last(inspector, 'written')?.at ?? NaN
  expect(last(inspector, 'lock-freed')?.at).toBe(written + 500)
  expect(last(inspector, 'answered')?.at).toBe(written)
})

test('nothing that is noted holds a token', async () => {
  const { client, emulator, flush } = createHarness()
  const reply = await emulator.login()
  const inspector = open(client)
  await client.signIn(reply)
  const refreshed = inspector.refresh()
  await flush()
  const idToken = (await refreshed, await client.getIdToken())
  await client.signOut()
  const noted = JSON.stringify([inspector.marks.get(), inspector.facts, inspector.tabs.get()])
  expect(kinds(inspector)).toEqual(expect.arrayContaining(['signed-in', 'refreshed', 'signed-out']))
  for (const secret of [reply.session_token, reply.id_token, idToken]) expect(noted).not.toContain(secret)
  expect(inspector.marks.get().every(isMark)).toBe(true)
})

test('a session that is restored while the devtools watch is noted as restored', async () => {
  const { client, emulator, storage, another, flush } = createHarness()
  await client.signIn(await emulator.login())
  const slow = { ...storage, getItem: async (key: string) => storage.getItem(key) }
  const inspector = open(another({ storage: slow }))
  await flush()
  expect(kinds(inspector)).toEqual(['opened', 'restored'])
  expect(inspector.marks.get().map(({ token }) => token)).toEqual([null, inspector.tokens().sessionToken?.hash])
})

test('a session that is there when the devtools open is known by its token', async () => {
  const { client, emulator, another } = createHarness()
  await client.signIn(await emulator.login())
  const inspector = open(another())
  expect(inspector.marks.get()).toMatchObject([{ kind: 'opened', token: inspector.tokens().sessionToken?.hash }])
})

test('a client that adopts says so, and with the token of the one that wrote', async () => {
  const { client, emulator, another, flush } = createHarness()
  const sibling = another()
  for (const each of [client, sibling]) each.start()
  await client.signIn(await emulator.login())
  await flush()
  const [writer, adopter] = [open(client), open(sibling)]
  const refreshed = writer.refresh()
  await flush()
  await refreshed
  expect(last(adopter, 'adopted')).toMatchObject({ rotated: true, token: writer.tokens().sessionToken?.hash })
  expect(emulator.ledger.refreshes()).toHaveLength(1)
})

test('an id_token that is treated as expired is not given out again, and is refreshed at once where it is kept fresh', async () => {
  const { client, emulator, flush } = createHarness()
  await client.signIn(await emulator.login())
  const first = await client.getIdToken()
  const inspector = open(client)
  inspector.expireIdToken()
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', idTokenExpiresAt: Date.now() })
  expect(emulator.ledger.refreshes()).toHaveLength(0)
  onTestFinished(client.keepFresh())
  await flush()
  expect(emulator.ledger.refreshes()).toHaveLength(1)
  expect(await client.getIdToken()).not.toBe(first)
})

test('a dropped record signs every client of the session out', async () => {
  const { client, emulator, another, flush } = createHarness()
  const sibling = another()
  for (const each of [client, sibling]) each.start()
  await client.signIn(await emulator.login())
  await flush()
  await open(client).dropRecord()
  await flush()
  for (const each of [client, sibling]) expect(each.getSnapshot()).toMatchObject({ status: 'signed-out' })
})

test('an offline client sends nothing, keeps its session, and is back at once', async () => {
  const { client, emulator, advance, flush } = createHarness()
  client.start()
  await client.signIn(await emulator.login())
  onTestFinished(client.keepFresh())
  const inspector = open(client)
  inspector.setOffline(true)
  expect(inspector.isOffline.get()).toBe(true)
  await advance(LIFE)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'NETWORK' } })
  expect(emulator.ledger.refreshes()).toHaveLength(0)
  inspector.setOffline(false)
  await flush()
  expect(emulator.ledger.refreshes()).toHaveLength(1)
  expect(client.getSnapshot()).toMatchObject({ error: null })
})

test('a listener of the marks that throws stops nothing', async () => {
  const { client, emulator, flush } = createHarness()
  await client.signIn(await emulator.login())
  const inspector = open(client)
  const reported = vi.fn()
  process.on('uncaughtException', reported)
  onTestFinished(() => void process.off('uncaughtException', reported))
  const heard = vi.fn()
  inspector.marks.subscribe(() => {
    throw new Error('A listener throws.')
  })
  inspector.marks.subscribe(heard)
  const refreshed = inspector.refresh()
  await flush()
  await refreshed
  expect(heard).toHaveBeenCalled()
  expect(reported).toHaveBeenCalled()
  expect(emulator.ledger.refreshes()).toHaveLength(1)
})

test('the life of the id_token has the moment of its scheduled refresh, a quarter of a short life ahead at most', async () => {
  const { client, emulator } = createHarness({}, { idTokenLifetime: 40 })
  const inspector = open(client)
  expect(inspector.tokenLife()).toBeNull()
  const now = Date.now()
  await client.signIn(await emulator.login())
  expect(inspector.tokenLife()).toEqual({ sentAt: now, endsAt: now + 40_000, refreshAt: now + 30_000 })
  expect(inspector.reveal('sessionToken')).toHaveLength(32)
  expect(inspector.tokens().idToken?.hash).toBe(shortHash(await client.getIdToken()))
})

test('a client of another version of the package cannot be inspected', () => {
  expect(inspect({} as CiamClient)).toBeNull()
})
