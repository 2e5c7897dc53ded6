// The session's own end: a banner that warns of it, what comes then, and what puts it off.
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { ReactElement } from 'react'
import { useSessionExpiry } from 'react-ciam'
import { expect, waitFor } from 'storybook/test'
import { Card } from './scene/Card'
import { EventList } from './scene/EventList'
import { LedgerTable } from './scene/LedgerTable'
import { toCountdown, toDay } from './scene/moments'
import { inScene, playing } from './scene/scene'
import { SessionCard } from './scene/SessionCard'
import { TokenCard } from './scene/TokenCard'
import { useScene } from './scene/useScene'

const meta: Meta = { title: 'Capabilities/Expiring session' }

export default meta
type Story = StoryObj

const words = {
  en: {
    expiry: 'End of the session',
    calm: 'The session lasts; nothing needs to be said.',
    none: 'No session.',
    warning: (time: string) => `Please save your work: you will be signed out in ${time}.`,
    endsAt: 'Ends at',
    warnBefore: 'Warns before, ms',
  },
  zh: {
    expiry: '会话到期',
    calm: '会话仍长，无需提示。',
    none: '没有会话。',
    warning: (time: string) => `请保存您的工作：${time}后将退出登录。`,
    endsAt: '到期时间',
    warnBefore: '提前提示（毫秒）',
  },
}

/** Ms before the end from which the banner is shown. */
const WARN_BEFORE = 60_000

function Expiry(): ReactElement {
  const { said: shared, spoken } = useScene()
  const { expiresAt, remaining, isExpiring } = useSessionExpiry({ warnBefore: WARN_BEFORE })
  const said = words[spoken]
  return (
    <Card title={said.expiry} isWide>
      {isExpiring ? (
        <p className="banner" role="alert">
          {said.warning(
            toCountdown(Math.ceil(remaining / 1000) * 1000, {
              seconds: (text) => shared.seconds(String(Math.ceil(Number(text)))),
            }),
          )}
        </p>
      ) : (
        <p>{expiresAt === null ? said.none : said.calm}</p>
      )}
      <dl className="facts">
        <div>
          <dt>{said.warnBefore}</dt>
          <dd>{WARN_BEFORE}</dd>
        </div>
        <div>
          <dt>{said.endsAt}</dt>
          <dd>
            {expiresAt === null ? '–' : <time dateTime={new Date(expiresAt).toISOString()}>{toDay(expiresAt)}</time>}
          </dd>
        </div>
      </dl>
    </Card>
  )
}

const cards = () => (
  <>
    <Expiry />
    <SessionCard />
    <TokenCard />
    <EventList />
    <LedgerTable />
  </>
)

/** A session of a week: no banner, and no tick. */
export const NotExpiring: Story = {
  name: 'Not expiring',
  ...inScene({
    shows: {
      en: 'A session that lasts a week needs no banner: useSessionExpiry renders nothing anew until it is about to end.',
      zh: '为期一周的会话无需提示：临近到期之前，useSessionExpiry 不会触发渲染。',
    },
    stored: 'fresh',
  }),
  render: cards,
  play: playing(async ({ canvas, region, spoken, expectRefreshes }) => {
    await expect(region(words[spoken].expiry).getByText(words[spoken].calm)).toBeVisible()
    await expect(canvas.queryByRole('alert')).toBeNull()
    await expectRefreshes(0)
  }),
}

/** Half a minute before the end: a banner that counts down by the second. */
export const Expiring: Story = {
  ...inScene({
    shows: {
      en: 'Shortly before the session ends, a banner warns and counts down, second by second.',
      zh: '会话即将到期时，横幅给出提示并逐秒倒计时。',
    },
    emulator: { sessionLifetime: 30 },
    stored: 'fresh',
  }),
  render: cards,
  play: playing(async ({ canvas, client }) => {
    const seconds = () => Number(/\d+/.exec(canvas.getByRole('alert').textContent)?.[0])
    const first = seconds()
    await expect(first).toBeGreaterThan(20)
    await expect(first).toBeLessThanOrEqual(30)
    await waitFor(() => expect(seconds()).toBeLessThan(first), { timeout: 3_000 })
    await expect(client.getSnapshot().status).toBe('signed-in')
  }),
}

/** The end has come, and both clocks of the page agree: the session is over, and the service is not asked. */
export const Ended: Story = {
  ...inScene({
    shows: {
      en: 'When its time has passed, the session ends as “session-expired”, in sight of the user and without a request.',
      zh: '时间一到，会话以“session-expired”结束：用户可见，且没有请求。',
    },
    emulator: { sessionLifetime: 2 },
  }),
  // Nobody here keeps an id_token fresh: that the end is noticed is the hook's own doing.
  render: () => (
    <>
      <Expiry />
      <SessionCard />
      <EventList />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ canvas, region, press, said, spoken, client, readStored, expectRefreshes }) => {
    await press(said.signIn)
    await waitFor(() => expect(canvas.getByRole('alert')).toBeVisible())
    await waitFor(() => expect(region(said.session).getByText(said.reasons['session-expired'])).toBeVisible(), {
      timeout: 6_000,
    })
    await expect(canvas.queryByRole('alert')).toBeNull()
    await expect(region(words[spoken].expiry).getByText(words[spoken].none)).toBeVisible()
    await expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
    await waitFor(() => expect(readStored()).toEqual({ sessionToken: null, idToken: null }))
    await expectRefreshes(0)
  }),
}

/** A rotation brings a session_token that lasts longer: the banner goes by itself. */
export const ExtendedByARefresh: Story = {
  name: 'Extended by a refresh',
  ...inScene({
    shows: {
      en: 'A refresh brings a session_token that lasts longer: the end is put off, and the banner goes by itself.',
      zh: '一次刷新带来有效期更长的 session_token：到期推迟，横幅自行消失。',
    },
    emulator: { rotation: 'on', sessionLifetime: 30 },
    stored: 'fresh',
    prepare: ({ emulator }) => emulator.configure({ sessionLifetime: 3_600 }),
  }),
  render: cards,
  play: playing(async ({ canvas, region, pressAndWait, said, spoken, client, expectRefreshes }) => {
    const endOf = () => {
      const snapshot = client.getSnapshot()
      return (snapshot.status === 'signed-in' && snapshot.sessionExpiresAt) || 0
    }
    const before = endOf()
    await expect(canvas.getByRole('alert')).toBeVisible()

    await pressAndWait(said.refresh)
    await waitFor(() => expect(canvas.queryByRole('alert')).toBeNull())
    await expect(region(words[spoken].expiry).getByText(words[spoken].calm)).toBeVisible()
    await expect(endOf() - before).toBeGreaterThan(3_500_000)
    await expectRefreshes(1)
  }),
}
