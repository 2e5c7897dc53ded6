// What the schedule does besides refreshing: how often it looks, what it leaves behind, what it keeps to in an outage.
import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { internalsOf } from '../../src/client/internals'
import { createScene, cut, serviceError, unavailable } from './plain-service'

const MINUTE = 60_000

function setVisible(isVisible: boolean): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(isVisible ? 'visible' : 'hidden')
  document.dispatchEvent(new Event('visibilitychange'))
}

test('the last who lets go leaves no timer, whoever lets go twice', async () => {
  const { client, signIn, advance } = createScene()
  await signIn()
  const releases = [client.keepFresh(), client.keepFresh()]
  await advance(1_000)
  expect(vi.getTimerCount()).toBeGreaterThan(0)
  releases[0]!()
  releases[0]!()
  await advance(1_000)
  expect(vi.getTimerCount()).toBeGreaterThan(0)
  releases[1]!()
  await advance(1_000)
  expect(vi.getTimerCount()).toBe(0)
})

test('in a hidden page the token leaves the view when it ends, and not up to a minute later', async () => {
  const { client, signIn, advance } = createScene()
  client.start()
  await signIn()
  await advance(20_000)
  client.keepFresh()
  setVisible(false)
  await advance(279_000)
  const shown: unknown[] = []
  client.subscribe(() => shown.push(internalsOf(client)!.getIdTokenView().idToken))
  await advance(3_000)
  expect(shown).toEqual([null])
})

test('a session whose end is not known makes nobody look each second', async () => {
  const queryClient = new QueryClient()
  const { client, service, advance } = createScene({ queryClient })
  await client.signIn({ session_token: service.login().session_token, id_token: service.login().id_token })
  client.keepFresh()
  await advance(0)
  const looks = () => queryClient.getQueryCache().getAll()[0]!.state.dataUpdateCount
  const before = looks()
  await advance(2 * MINUTE)
  expect(looks() - before).toBeLessThan(10)
})

test('a look at the page during an outage sends nothing before its time, unlike the network that is back', async () => {
  const { client, service, signIn, advance } = createScene()
  client.start()
  await signIn()
  client.keepFresh()
  service.answer = cut
  await advance(5 * MINUTE)
  const before = service.requests.length
  expect(before).toBeGreaterThan(2)
  for (let round = 0; round < 3; round += 1) {
    window.dispatchEvent(new Event('focus'))
    await advance(10)
  }
  expect(service.requests).toHaveLength(before)
  window.dispatchEvent(new Event('online'))
  await advance(10)
  expect(service.requests).toHaveLength(before + 1)
})

test.each([
  ['an outage', unavailable],
  ['a fault that only a change of the setup ends', () => serviceError('IDAAS.SDK.PARAM.0001')],
])('who begins to keep the token fresh during %s keeps to the wait that another one noted', async (_what, answer) => {
  const { client, another, service, signIn, advance } = createScene()
  await signIn()
  const other = another()
  other.getSnapshot()
  client.keepFresh()
  service.answer = answer
  await advance(4 * MINUTE + 40_000)
  const before = service.requests.length
  expect(before).toBeGreaterThan(0)
  other.keepFresh()
  await advance(3_000)
  expect(service.requests).toHaveLength(before)
})

test('on a server nothing is kept fresh, and the QueryClient stays empty', () => {
  const queryClient = new QueryClient()
  const { client } = createScene({ queryClient })
  vi.stubGlobal('window', undefined)
  const release = client.keepFresh()
  expect(queryClient.getQueryCache().getAll()).toEqual([])
  release()
})

test('a look at the page refreshes nothing that nobody keeps fresh', async () => {
  const { client, service, signIn, advance } = createScene()
  client.start()
  await signIn()
  client.keepFresh()()
  await advance(4 * MINUTE + 30_000)
  window.dispatchEvent(new Event('focus'))
  await advance(MINUTE)
  expect(service.requests).toHaveLength(0)
})
