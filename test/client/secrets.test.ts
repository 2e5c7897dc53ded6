// No session_token and no id_token anywhere but in storage, in the request and in the hands of who asked for it.
// Long because each rule has a table of cases, which share one scene.
import { inspect } from 'node:util'
import { dehydrate, QueryClient } from '@tanstack/react-query'
import { describeError, type CiamClient, type CiamError, type StorageAdapter } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { expectNoTokenIn } from 'react-ciam/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { busy, createScene, cut, hang, json, serviceError, unavailable, type Answer } from './plain-service'

/** Everything that can be read off a value: own properties of all kinds, prototypes' getters, JSON, and node's inspection. */
function everythingOf(value: unknown): string {
  const seen = new Set<unknown>()
  const texts: string[] = []
  const visit = (part: unknown): void => {
    if (typeof part === 'string') texts.push(part)
    if (part === null || (typeof part !== 'object' && typeof part !== 'function') || seen.has(part)) return
    seen.add(part)
    if (part instanceof Map || part instanceof Set) for (const entry of part) visit(entry)
    for (const key of Reflect.ownKeys(part)) {
      texts.push(String(key))
      try {
        visit((part as Record<PropertyKey, unknown>)[key])
      } catch {
        // A getter that throws shows nothing.
      }
    }
  }
  visit(value)
  texts.push(inspect(value, { showHidden: true, depth: Infinity, getters: true, maxStringLength: null }))
  try {
    texts.push(JSON.stringify(value) ?? '')
  } catch {
    // A circle is no leak; the walk above saw it all.
  }
  return texts.join('\n')
}

/** Fails if 20 characters of a secret that follow each other appear in the text, also encoded. */
const expectNone = (secrets: readonly string[], text: string): void => expectNoTokenIn(text, { tokens: secrets })

interface Seen {
  values: unknown[]
  watch(client: CiamClient): void
  errorOf(promise: Promise<unknown>): Promise<void>
}

function createWatcher(): Seen {
  const values: unknown[] = []
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => void values.push(...parts))
  }
  vi.stubGlobal('reportError', (error: unknown) => values.push(error))
  const post = vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockImplementation((message: unknown) => {
    values.push(message)
  })
  const dispatch = vi.spyOn(EventTarget.prototype, 'dispatchEvent')
  onTestFinished(() => {
    values.length = 0
    post.mockRestore()
    dispatch.mockRestore()
  })
  return {
    values,
    watch(client) {
      for (const name of ['signed-in', 'signed-out', 'refreshed', 'refresh-failed', 'storage-failed'] as const) {
        client.on(name, (detail) => values.push(detail))
      }
      client.subscribe(() => values.push(client.getSnapshot()))
      values.push(client)
    },
    async errorOf(promise) {
      promise.catch((error: unknown) => {
        values.push(error)
        values.push(describeError(error, 'zh'), describeError(error, 'en'))
        values.push(String(error), (error as Error).stack)
      })
      await vi.advanceTimersByTimeAsync(65_000)
      for (const [event] of vi.mocked(EventTarget.prototype.dispatchEvent).mock.calls) {
        if (event instanceof CustomEvent) values.push(event.detail)
      }
    },
  }
}

/** The header values of a request, as an error of a runtime or an interceptor may quote them. */
const quoting =
  (make: (token: string) => unknown): Answer =>
  ({ token }) =>
    Promise.reject(make(token))

const FAILURES: [string, Answer][] = [
  ['a cut connection', cut],
  ['a hanging service', hang],
  ['a busy service', busy],
  ['503', unavailable],
  ['a rejection', () => serviceError('IDAAS.SDK.PARAM.0023')],
  ['an unknown code with the token in its text', ({ token }) => json({ error_code: 'X.1', error_msg: token }, 400)],
  ['HTML that quotes the token', ({ token }) => new Response(`<html>${token}</html>`)],
  ['200 that is half of the JSON', ({ token }) => new Response(`{"session_token":"${token}`)],
  ['a token that no header can hold', ({ token }) => json({ session_token: `${token}\n`, id_token: 'a.b.c' })],
  ['an id_token that no header can hold', ({ token }) => json({ session_token: token, id_token: `${token}\n` })],
  ['a fetch error that quotes the header', quoting((token) => new TypeError(`"${token}" is an invalid header value`))],
  ['a fetch error that quotes a part of it', quoting((token) => new TypeError(`Bad header: ${token.slice(0, 34)}...`))],
  [
    'an error with the request on it',
    quoting((token) => Object.assign(new Error('Failed'), { config: { headers: { 'session-token': token } } })),
  ],
  ['an error with a cause', quoting((token) => new Error('Failed', { cause: new Error(token) }))],
  ['an error whose name is the token', quoting((token) => Object.assign(new Error('Failed'), { name: token }))],
  ['a text', quoting((token) => `Failed with ${token}`)],
  ['an object', quoting((token) => ({ message: token, token }))],
]

describe('no token in errors, events, snapshots, announcements and the console', () => {
  test.each(FAILURES)('after %s', async (_name, answer) => {
    const seen = createWatcher()
    const queryClient = new QueryClient()
    const { client, another, signIn, service } = createScene({ queryClient })
    const sibling = another()
    for (const each of [client, sibling]) {
      each.start()
      seen.watch(each)
    }
    await signIn()
    client.keepFresh()
    service.next.push(answer, answer)
    await seen.errorOf(client.getIdToken({ force: true }))
    await seen.errorOf(sibling.getIdToken({ force: true }))
    await seen.errorOf(client.signOut())
    await seen.errorOf(client.getIdToken())
    expect(seen.values.length).toBeGreaterThan(8)
    expectNone(service.secrets, everythingOf(seen.values))
    expectNone(service.secrets, everythingOf(queryClient))
  })

  test('the scan finds a token where there is one', () => {
    const secret = `SessionToken000001SecretOfTheTests${'abcdefgh'.repeat(3)}`
    const hidden = Object.defineProperty(new Error('x'), 'token', { value: { deep: [secret] } })
    expect(everythingOf({ hidden })).toContain(secret)
    expect(() => expectNone([secret], everythingOf({ hidden }))).toThrow('given token')
    expect(() => expectNone([`other${secret}`], secret.slice(0, 24))).toThrow('given token')
    expect(() => expectNone(['x'.repeat(40)], everythingOf({ hidden }))).not.toThrow()
  })

  test.each([
    ['an illegal session_token', (token: string) => ({ session_token: `${token} x`, status: 'SUCCESS' })],
    ['another status', (token: string) => ({ session_token: token, status: 'MFA_AUTH', data: '{}' })],
    [
      'an id_token that is none',
      (token: string) => ({ session_token: token, status: 'SUCCESS', id_token: `${token}\n` }),
    ],
    ['the whole response', (token: string) => ({ status: 200, data: { session_token: token } })],
    [
      'a getter that throws it',
      (token: string) => ({
        get session_token(): string {
          throw new Error(token)
        },
      }),
    ],
  ])('in the error of a sign-in with %s', async (_name, reply) => {
    const seen = createWatcher()
    const { client, service } = createScene()
    const token = String(service.login().session_token)
    const error: unknown = await client.signIn(reply(token)).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ name: 'CiamError' })
    expectNone(service.secrets, everythingOf([error, seen.values]))
  })
})

describe('an adapter that quotes what it stores', () => {
  const sabotage = (store: StorageAdapter, method: keyof StorageAdapter): { storage: StorageAdapter; arm(): void } => {
    let isArmed = false
    const guard = (name: string, key: string, value?: string): void => {
      if (isArmed && name === method) throw new Error(`${name} failed with ${value ?? (store.getItem(key) as string)}`)
    }
    return {
      arm: () => (isArmed = true),
      storage: {
        getItem(key) {
          guard('getItem', key)
          return store.getItem(key)
        },
        setItem(key, value) {
          guard('setItem', key, value)
          return store.setItem(key, value)
        },
        removeItem(key) {
          guard('removeItem', key)
          return store.removeItem(key)
        },
      },
    }
  }

  test.each(['setItem', 'getItem', 'removeItem'] as const)('in the error of %s', async (method) => {
    const seen = createWatcher()
    const { storage, arm } = sabotage(memoryStorage(), method)
    const { client, another, signIn, service, advance } = createScene({ storage })
    seen.watch(client)
    await signIn()
    arm()
    await seen.errorOf(client.getIdToken({ force: true }))
    const reloaded = another()
    seen.watch(reloaded)
    await seen.errorOf(reloaded.getIdToken())
    await seen.errorOf(reloaded.getIdToken({ force: true }))
    await seen.errorOf(client.signOut())
    await advance(10_000)
    expect(seen.values.some((value) => (value as { error?: CiamError }).error?.code === 'STORAGE')).toBe(true)
    expectNone(service.secrets, everythingOf(seen.values))
  })
})

describe("an app's own QueryClient", () => {
  test('never holds a token: not in keys, data, meta, errors, events, a dehydrated state or a persisted one', async () => {
    const persisted: unknown[] = []
    const heard: unknown[] = []
    const queryClient = new QueryClient({
      defaultOptions: {
        queries: {
          gcTime: Infinity,
          persister: (queryFn: (context: never) => unknown, context: never) => {
            persisted.push(context)
            return queryFn(context)
          },
        } as never,
        dehydrate: { shouldDehydrateQuery: () => true, shouldDehydrateMutation: () => true },
      },
    })
    queryClient
      .getQueryCache()
      .subscribe((event) => heard.push(event.query.state, event.query.queryKey, event.query.meta))
    const { client, signIn, service, advance } = createScene({ queryClient })
    await signIn()
    client.keepFresh()
    service.next.push(unavailable, cut)
    await advance(300_000)
    const state = dehydrate(queryClient)
    expect(state.queries.length).toBeGreaterThan(0)
    expectNone(service.secrets, JSON.stringify(state))
    expectNone(service.secrets, everythingOf([state, heard, persisted]))
    expectNone(
      service.secrets,
      everythingOf(
        queryClient
          .getQueryCache()
          .getAll()
          .map((query) => query.state),
      ),
    )
    expect(service.requests.length).toBeGreaterThan(2)
  })
})

test('the client itself shows no token', async () => {
  const { client, signIn, service, now } = createScene()
  await signIn()
  await now(() => client.getIdToken({ force: true }))
  expectNone(service.secrets, everythingOf(client))
  expectNone(service.secrets, everythingOf(client.getSnapshot()))
})
