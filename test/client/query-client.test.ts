// What an app does to its own QueryClient: the schedule goes on, the number of requests is right, the session untouched.
// Long because each rule has a table of cases, which share one scene.
import {
  dehydrate,
  focusManager,
  hydrate,
  onlineManager,
  QueryCache,
  QueryClient,
  QueryObserver,
  type DefaultOptions,
} from '@tanstack/react-query'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createScene, follow, late, type Scene, unavailable } from './plain-service'

const MINUTE = 60_000

async function withQueryClient(queryClient = new QueryClient()): Promise<Scene & { queryClient: QueryClient }> {
  const scene = createScene({ queryClient })
  scene.client.start()
  await scene.signIn()
  scene.client.keepFresh()
  await scene.advance(0)
  return { ...scene, queryClient }
}

const HOSTILE: [string, DefaultOptions['queries'] & Record<string, unknown>][] = [
  ['enabled: false', { enabled: false }],
  ['enabled: a function that says no', { enabled: () => false }],
  ['refetchInterval: false', { refetchInterval: false }],
  ['refetchInterval: 10', { refetchInterval: 10 }],
  ['refetchInterval: past the longest timer', { refetchInterval: 2_592_000_000 }],
  ['refetchIntervalInBackground: false', { refetchIntervalInBackground: false }],
  ['staleTime: 0', { staleTime: 0, refetchOnMount: 'always', refetchOnWindowFocus: 'always' }],
  ["staleTime: 'static'", { staleTime: 'static' }],
  ['gcTime: 0', { gcTime: 0 }],
  ['gcTime: Infinity', { gcTime: Infinity }],
  ['retry: 10', { retry: 10, retryDelay: 0 }],
  ['retryOnMount', { retryOnMount: true }],
  ["networkMode: 'online'", { networkMode: 'online' }],
  ["networkMode: 'offlineFirst'", { networkMode: 'offlineFirst' }],
  ['a queryFn', { queryFn: () => Promise.reject(new Error("The app's own")) }],
  ['select that throws', { select: () => failing() }],
  ['throwOnError', { throwOnError: true }],
  ['a persister that rejects', { persister: () => Promise.reject(new Error('Full')) }],
  ['a persister that hangs', { persister: () => new Promise(() => {}) }],
  ['behavior that throws', { behavior: { onFetch: () => failing() } }],
  ['structuralSharing that throws', { structuralSharing: () => failing() }],
  ['queryKeyHashFn that gives one hash for all', { queryKeyHashFn: () => 'one' }],
  ['queryHash', { queryHash: 'one' }],
  ['meta', { meta: { secret: 1 } }],
  ['placeholderData', { placeholderData: () => failing() }],
  ['initialData that throws', { initialData: () => failing(), initialDataUpdatedAt: 0 }],
  ['initialDataUpdatedAt that throws', { initialDataUpdatedAt: () => failing() }],
  ['notifyOnChangeProps that throws', { notifyOnChangeProps: () => failing() }],
  ['subscribed: false', { subscribed: false }],
  ['suspense', { suspense: true, experimental_prefetchInRender: true }],
  ['maxPages', { maxPages: 1 }],
  ['_defaulted', { _defaulted: true }],
  ['_optimisticResults', { _optimisticResults: 'optimistic' }],
]

function failing(): never {
  throw new Error("The app's own")
}

/** 20 minutes with an outage of one answer in them. */
async function expectTheRhythm({ client, service, advance }: Scene): Promise<void> {
  await advance(239_000)
  expect(service.requests).toHaveLength(0)
  service.next.push(unavailable)
  await advance(11_000)
  expect(service.requests).toHaveLength(2)
  await advance(15 * MINUTE)
  expect(service.requests).toHaveLength(5)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
}

describe('hostile default options', () => {
  test.each(HOSTILE)('%s', async (_name, queries) => {
    await expectTheRhythm(await withQueryClient(new QueryClient({ defaultOptions: { queries } })))
  })

  test.each(HOSTILE)('%s, set for our key while it runs', async (_name, queries) => {
    const scene = await withQueryClient()
    scene.queryClient.setQueryDefaults(['react-ciam'], queries)
    scene.queryClient.setDefaultOptions({ queries })
    await expectTheRhythm(scene)
  })

  test('callbacks of the cache that throw', async () => {
    const report = vi.fn()
    vi.stubGlobal('reportError', report)
    const queryCache = new QueryCache({ onError: failing, onSuccess: failing, onSettled: failing })
    await expectTheRhythm(await withQueryClient(new QueryClient({ queryCache })))
  })
})

const ACTS: [string, (queryClient: QueryClient) => unknown][] = [
  ['clear()', (queryClient) => queryClient.clear()],
  ['invalidateQueries()', (queryClient) => queryClient.invalidateQueries()],
  [
    "invalidateQueries({ refetchType: 'none' })",
    (queryClient) => queryClient.invalidateQueries({ refetchType: 'none' }),
  ],
  ['resetQueries()', (queryClient) => queryClient.resetQueries()],
  ['cancelQueries()', (queryClient) => queryClient.cancelQueries()],
  ['removeQueries()', (queryClient) => queryClient.removeQueries()],
  ['refetchQueries()', (queryClient) => queryClient.refetchQueries()],
  ['setQueriesData()', (queryClient) => queryClient.setQueriesData({}, 'rubbish')],
  ['getQueryCache().clear()', (queryClient) => queryClient.getQueryCache().clear()],
  [
    'setQueryData() on our key',
    (queryClient) => {
      for (const { queryKey } of queryClient.getQueryCache().getAll())
        queryClient.setQueryData(queryKey, { idToken: 1 })
    },
  ],
  [
    'setState() with an error',
    (queryClient) => {
      for (const query of queryClient.getQueryCache().getAll()) {
        query.setState({ ...query.state, status: 'error', error: new Error('No'), data: undefined })
      }
    },
  ],
  [
    'hydrate() of an old state with a later time',
    (queryClient) => {
      const state = dehydrate(queryClient)
      for (const query of state.queries) Object.assign(query.state, { data: -1, dataUpdatedAt: Date.now() + 1e9 })
      hydrate(queryClient, state)
    },
  ],
  [
    'a second observer with options of its own on our key',
    (queryClient) => {
      for (const { queryKey } of queryClient.getQueryCache().getAll()) {
        const observer = new QueryObserver(queryClient, { queryKey, enabled: false, gcTime: 0 })
        observer.subscribe(() => {})()
      }
    },
  ],
  ['unmount()', (queryClient) => queryClient.unmount()],
]

describe('what an app does to its QueryClient', () => {
  test.each(ACTS)('%s before the refresh', async (_name, act) => {
    const scene = await withQueryClient()
    await scene.advance(100_000)
    const before = scene.client.getSnapshot()
    await act(scene.queryClient)
    await scene.advance(0)
    expect(scene.client.getSnapshot()).toBe(before)
    expect(scene.service.requests).toHaveLength(0)
    await scene.advance(139_000)
    expect(scene.service.requests).toHaveLength(0)
    await scene.advance(70_000)
    expect(scene.service.requests).toHaveLength(1)
    await scene.advance(4 * MINUTE)
    expect(scene.service.requests).toHaveLength(2)
  })

  test.each(ACTS)('%s five times during the refresh: one request, its tokens saved', async (_name, act) => {
    const scene = await withQueryClient()
    const { client, service, queryClient, advance, storage, events } = scene
    service.next.push(late(500, service.grant))
    await advance(240_100)
    expect(service.requests).toHaveLength(1)
    for (let round = 0; round < 5; round += 1) {
      void act(queryClient)
      await advance(10)
    }
    await advance(1_000)
    expect(service.requests).toHaveLength(1)
    expect(events.at(-1)).toMatchObject(['refreshed', { rotated: true }])
    expect(await storage.getItem('react-ciam:session:client-of-the-tests@https://tenant.test')).toMatch(/"revision":2/)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', isRefreshing: false, error: null })
    await advance(5 * MINUTE)
    expect(service.requests).toHaveLength(2)
  })

  test.each(ACTS)('%s several times a second, all the time', async (_name, act) => {
    const { client, service, queryClient, advance } = await withQueryClient()
    await advance(235_000)
    for (let round = 0; round < 40; round += 1) {
      void act(queryClient)
      await advance(300)
    }
    expect(service.requests).toHaveLength(1)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  })

  test.each(ACTS)('%s while a getIdToken() waits: it settles with the new token', async (_name, act) => {
    const { client, service, queryClient, advance } = await withQueryClient()
    service.next.push(late(500, service.grant))
    const call = follow(client.getIdToken({ force: true }))
    await advance(10)
    void act(queryClient)
    await advance(1_000)
    expect(call.status).toBe('resolved')
    expect(service.requests).toHaveLength(1)
  })

  test.each(ACTS)('%s leaves one timer of the schedule', async (_name, act) => {
    const { client, signIn, queryClient, advance } = await withQueryClient()
    client.stop()
    await signIn()
    await act(queryClient)
    await advance(6 * MINUTE + 500)
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1 + leftover(queryClient))
  })
})

/** Timers of react-query's own for queries that nobody observes any more. */
const leftover = (queryClient: QueryClient): number =>
  queryClient
    .getQueryCache()
    .getAll()
    .filter((query) => query.getObserversCount() === 0).length

describe('the managers of react-query', () => {
  test('a focusManager that says hidden stops neither the schedule nor getIdToken()', async () => {
    const scene = await withQueryClient()
    focusManager.setFocused(false)
    onTestFinished(() => focusManager.setFocused(undefined))
    await expectTheRhythm(scene)
    scene.service.next.push(unavailable)
    const call = follow(scene.client.getIdToken({ force: true }))
    await scene.advance(100)
    expect(call.status).toBe('rejected')
  })

  test('an onlineManager that says offline stops neither the schedule nor getIdToken()', async () => {
    onlineManager.setOnline(false)
    onTestFinished(() => onlineManager.setOnline(true))
    const scene = await withQueryClient()
    await expectTheRhythm(scene)
    await scene.advance(2_000)
    const call = follow(scene.client.getIdToken({ force: true }))
    await scene.advance(100)
    expect(call.status).toBe('resolved')
  })
})

describe('the query itself', () => {
  test('never reads the context, so that its signal cannot abort anything', async () => {
    const { queryClient } = await withQueryClient()
    const [query] = queryClient.getQueryCache().getAll()
    const queryFn = query?.options.queryFn as (context: unknown) => Promise<number>
    expect(queryFn).toHaveLength(0)
    const untouchable = new Proxy(
      {},
      {
        get: failing,
        has: failing,
        ownKeys: failing,
        getOwnPropertyDescriptor: failing,
      },
    )
    await expect(queryFn(untouchable)).resolves.toEqual(expect.any(Number))
  })

  test('fetches nothing when it is mounted with a good token', async () => {
    const { service, queryClient } = await withQueryClient()
    expect(queryClient.isFetching()).toBe(0)
    expect(service.requests).toHaveLength(0)
  })

  test('does not reject, whatever fails', async () => {
    const onError = vi.fn()
    const { service, advance } = await withQueryClient(new QueryClient({ queryCache: new QueryCache({ onError }) }))
    service.answer = unavailable
    await advance(10 * MINUTE)
    expect(onError).not.toHaveBeenCalled()
  })

  test('is gone some time after the last holder has gone, and comes back with the next', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    const release = client.keepFresh()
    release()
    await advance(20 * MINUTE)
    expect(service.requests).toHaveLength(0)
    client.keepFresh()
    await advance(0)
    expect(service.requests).toHaveLength(1)
    await advance(241_000)
    expect(service.requests).toHaveLength(2)
  })

  test('two clients with one QueryClient have a query each', async () => {
    const { client, another, signIn, queryClient, service, advance } = await withQueryClient()
    const other = another({ baseUrl: 'https://other.test' })
    other.keepFresh()
    await signIn()
    await advance(1_000)
    expect(queryClient.getQueryCache().getAll()).toHaveLength(2)
    expect(other.getSnapshot()).toMatchObject({ status: 'signed-out' })
    await advance(241_000)
    expect(service.requests).toHaveLength(1)
    expect(client.getSnapshot().status).toBe('signed-in')
  })

  test('ticks no more after a sign-out, and again after the next sign-in', async () => {
    const { client, signIn, service, advance, now } = await withQueryClient()
    await now(() => client.signOut())
    await advance(1_000)
    expect(vi.getTimerCount()).toBe(0)
    await signIn()
    await advance(241_000)
    expect(service.requests).toHaveLength(1)
  })
})
