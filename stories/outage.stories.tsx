// Offline, outage and recovery: the present token stays good until its end, a failing service is left in peace, and the
// session outlives it all.
// One file, and long because every state is a story of its own.
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { Fault } from 'react-ciam/testing'
import { expect, waitFor } from 'storybook/test'
import { CallersCard } from './outage/CallersCard'
import { networkOf, restoreOnLine, throughNetwork } from './outage/network'
import { NetworkCard } from './outage/NetworkCard'
import { RetryCard } from './outage/RetryCard'
import { outageWords } from './outage/words'
import type { SceneSetup } from './scene/create-scene'
import { EventList } from './scene/EventList'
import { LedgerTable } from './scene/LedgerTable'
import { inScene, playing } from './scene/scene'
import { TokenCard } from './scene/TokenCard'

const meta: Meta = {
  title: 'Capabilities/Outage and recovery',
  beforeEach: () => restoreOnLine,
}

export default meta
type Story = StoryObj

/** More than any of these stories takes, also where the machine is busy. */
const PATIENCE = { timeout: 15_000 }

const withNetwork = () => (
  <>
    <TokenCard />
    <NetworkCard />
    <RetryCard />
    <EventList />
    <LedgerTable />
  </>
)

const withRetry = () => (
  <>
    <TokenCard />
    <RetryCard />
    <EventList />
    <LedgerTable />
  </>
)

/** Offline a refresh fails, and the present token goes on being given out. */
export const OfflineWithAGoodToken: Story = {
  name: 'Offline with a good token',
  ...inScene({
    shows: {
      en: 'Offline a refresh fails, and the present token stays in use: it has not ended.',
      zh: '离线时刷新失败，但现有令牌继续可用：它尚未到期。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
    fetch: throughNetwork,
  }),
  render: withNetwork,
  play: playing(async ({ region, press, said, spoken, client, readStored, expectRefreshes }) => {
    const own = outageWords[spoken]
    const before = await client.getIdToken()
    await press(own.goOffline)
    await expect(region(own.network).getByText(own.offline)).toBeVisible()
    await press(said.refresh)
    await expect(await region(said.idToken).findByRole('alert', {}, PATIENCE)).toHaveTextContent('NETWORK')

    await expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible()
    await expect((await client.getIdToken()) === before).toBe(true)
    await expect(region(said.idToken).getByTitle(readStored().idToken ?? 'none')).toBeVisible()
    await expectRefreshes(0)
  }),
}

/** Past the end of the token nobody gets it any more, and the session is kept for later. */
export const OfflinePastTheEnd: Story = {
  name: 'Offline past the end of the token',
  ...inScene({
    shows: {
      en: 'Once the token has ended there is none to give out; the session is kept until the network is back.',
      zh: '令牌到期后便没有可给出的令牌；会话保留到网络恢复。',
    },
    emulator: { rotation: 'on', idTokenLifetime: 4 },
    stored: 'fresh',
    fetch: throughNetwork,
    prepare: ({ emulator }) => networkOf(emulator).goOffline(),
  }),
  render: withNetwork,
  play: playing(async ({ region, said, client, expectRefreshes }) => {
    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.error)).toBeVisible(), PATIENCE)
    await expect(region(said.idToken).getByText(said.noToken)).toBeVisible()
    await expect(client.getIdToken()).rejects.toMatchObject({ code: 'NETWORK', retryable: true })
    await expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'NETWORK' } })
    await expectRefreshes(0)
  }),
}

/** The moment the browser is online again the refresh is made, however long the wait would have been. */
export const BackOnline: Story = {
  name: 'Back online',
  ...inScene({
    shows: {
      en: 'When the network is back the refresh is made at once, without waiting for the next attempt.',
      zh: '网络一恢复便立即刷新，不等到下一次尝试。',
    },
    emulator: { rotation: 'on' },
    stored: 'ended',
    fetch: throughNetwork,
    prepare: ({ emulator }) => networkOf(emulator).goOffline(),
  }),
  render: withNetwork,
  play: playing(async ({ region, said, spoken, emulator, timeline, expectRefreshes }) => {
    const own = outageWords[spoken]
    const dueAt = (): number => {
      const [last] = timeline.get()
      return last?.kind === 'refresh-failed' ? last.at + (last.detail.willRetryInMs ?? 0) : 0
    }
    // There is time to come back before the next attempt.
    await waitFor(() => expect(dueAt() - Date.now()).toBeGreaterThan(800), PATIENCE)
    const due = dueAt()
    networkOf(emulator).goOnline()

    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible(), PATIENCE)
    await expectRefreshes(1)
    const [refresh] = emulator.ledger.refreshes()
    await expect(refresh).toMatchObject({ outcome: 'rotated', reused: false })
    await expect(refresh?.time).toBeLessThan(due)
    await expect(region(own.retry).getByText(own.noAttempt)).toBeVisible()
  }),
}

/** A setup in which the next refresh meets that fault, and its play function: it recovers by itself. */
function recovering(
  fault: Fault,
  shows: SceneSetup['shows'],
): Pick<Story, 'loaders' | 'decorators' | 'render' | 'play'> {
  const kind = typeof fault === 'string' ? fault : fault.kind
  return {
    ...inScene({
      shows,
      // Long enough for a look at what is shown between failure and recovery.
      emulator: { rotation: 'on', latency: 600 },
      stored: 'ended',
      prepare: ({ emulator }) => emulator.fail(fault),
    }),
    render: withRetry,
    play: playing(async ({ region, said, spoken, client, emulator, expectRefreshes }) => {
      const own = outageWords[spoken]
      await waitFor(() => expect(region(own.retry).getByText(own.failures(1))).toBeVisible(), PATIENCE)
      await expect(region(said.idToken).getByText(said.statuses.error)).toBeVisible()
      await expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { retryable: true } })

      await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible(), PATIENCE)
      await expectRefreshes(2)
      const [failed, good] = emulator.ledger.refreshes()
      await expect(failed).toMatchObject({ outcome: kind, committed: false })
      await expect(good).toMatchObject({ outcome: 'rotated', reused: false, token: failed?.token })
      await expect((good?.time ?? 0) - (failed?.time ?? 0)).toBeGreaterThanOrEqual(1_000)
      await expect(region(own.retry).getByText(own.noAttempt)).toBeVisible()
    }),
  }
}

/** The service says that it is busy: it is asked again after a second or two. */
export const ServiceBusy: Story = {
  name: 'Service busy',
  ...recovering('busy', {
    en: 'The service says that it is busy. It is asked again after a second or two, and the session goes on.',
    zh: '服务表示繁忙。一两秒后再次请求，会话继续。',
  }),
}

/** A server error without a word of the service. */
export const ServerError: Story = {
  name: 'Server error',
  ...recovering('500', {
    en: 'A status 500 says nothing about the session: it is kept, and the service is asked again.',
    zh: '状态码 500 与会话无关：会话保留，稍后再次请求。',
  }),
}

/** The page of a gateway where JSON should be. */
export const PageOfAGateway: Story = {
  name: 'Page of a gateway',
  ...recovering('html-502', {
    en: 'A gateway answers with a page of its own. That is no answer of the service, and ends no session.',
    zh: '网关返回了它自己的页面。这不是服务的应答，不会结束会话。',
  }),
}

/** A service that says how long to wait is left in peace for as long. */
export const RetryAfterHonoured: Story = {
  name: 'Retry-After honoured',
  ...inScene({
    shows: {
      en: 'The service asks for three seconds of peace, and gets them: a press of the button does not shorten the wait.',
      zh: '服务要求等待三秒，客户端照办：按按钮也不会缩短等待。',
    },
    emulator: { rotation: 'on' },
    stored: 'ended',
    prepare: ({ emulator }) => emulator.fail({ kind: '429', retryAfter: 3 }),
  }),
  render: withRetry,
  play: playing(async ({ region, press, said, spoken, emulator, timeline, expectRefreshes }) => {
    const own = outageWords[spoken]
    await waitFor(() => expect(region(own.retry).getByText(own.failures(1))).toBeVisible(), PATIENCE)
    const [failed] = timeline.get()
    await expect(failed?.kind === 'refresh-failed' && failed.detail.willRetryInMs).toBeGreaterThanOrEqual(3_000)
    await press(said.refresh)
    await expectRefreshes(1)

    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible(), PATIENCE)
    const [first, second] = emulator.ledger.refreshes()
    await expect((second?.time ?? 0) - (first?.time ?? 0)).toBeGreaterThanOrEqual(3_000)
    await expectRefreshes(2)
  }),
}

/** During an outage callers are told what is known: they cost the service nothing. */
export const ManyCallersOneRequest: Story = {
  name: 'Many callers, one request',
  ...inScene({
    shows: {
      en: 'In an outage a thousand callers get the remembered failure at once; the service got one request.',
      zh: '故障期间，一千个调用方立即得到已记住的失败；服务只收到一次请求。',
    },
    emulator: { rotation: 'on' },
    stored: 'ended',
    prepare: ({ emulator }) => emulator.fail({ kind: '429', retryAfter: 60 }),
  }),
  render: () => (
    <>
      <TokenCard />
      <CallersCard count={1_000} />
      <RetryCard />
      <EventList />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ region, press, said, spoken, expectRefreshes }) => {
    const own = outageWords[spoken]
    await waitFor(() => expect(region(own.retry).getByText(own.failures(1))).toBeVisible(), PATIENCE)
    await press(own.ask('1,000'))
    await waitFor(() => expect(region(own.callers).getByText('1,000')).toBeVisible(), PATIENCE)
    await expect(region(own.callers).getByText('SERVICE_BUSY')).toBeVisible()
    await expect(region(own.callers).queryByText(own.got)).toBeNull()
    await expect(region(said.idToken).getByText(said.statuses.error)).toBeVisible()
    await expectRefreshes(1)
  }),
}

/** A service that does not answer: callers are told after their time, and no second request is sent while one may come. */
export const NoAnswer: Story = {
  name: 'No answer',
  ...inScene({
    shows: {
      en: 'After one second callers are told that the service is slow. No second request goes out while the first may still be answered.',
      zh: '一秒后调用方得知服务缓慢。第一个请求仍可能有应答时，不会发出第二个。',
    },
    emulator: { rotation: 'on' },
    stored: 'ended',
    client: { requestTimeout: 1_000 },
    prepare: ({ emulator }) => emulator.fail('hang'),
  }),
  render: withRetry,
  play: playing(async ({ region, said, client, emulator, expectRefreshes }) => {
    await expect(client.getIdToken()).rejects.toMatchObject({ code: 'TIMEOUT', retryable: true })
    await expect(await region(said.idToken).findByRole('alert', {}, PATIENCE)).toHaveTextContent('TIMEOUT')
    await expectRefreshes(1)
    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible(), PATIENCE)
    const [silent, good] = emulator.ledger.refreshes()
    await expect(silent?.outcome).toBe('hang')
    await expect(good).toMatchObject({ outcome: 'rotated', reused: false })
    await expect((good?.time ?? 0) - (silent?.time ?? 0)).toBeGreaterThanOrEqual(3_000)
  }),
}
