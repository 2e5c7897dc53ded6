// useSuspenseIdToken: a component that is rendered only with an id_token, a fallback until then, a boundary if there is none.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { Suspense, type ReactElement } from 'react'
import { useSuspenseIdToken } from 'react-ciam'
import { shortHash } from 'react-ciam/testing'
import { expect, waitFor } from 'storybook/test'
import { Action } from './scene/Action'
import { Badge } from './scene/Badge'
import { Card } from './scene/Card'
import { LedgerTable } from './scene/LedgerTable'
import { inScene, playing } from './scene/scene'
import { SessionCard } from './scene/SessionCard'
import { TokenMark } from './scene/TokenMark'
import { useScene } from './scene/useScene'
import { ErrorBoundary } from './suspense/ErrorBoundary'
import { words } from './suspense/words'

const meta: Meta = { title: 'Capabilities/Suspense' }

export default meta
type Story = StoryObj

/** It has no case without a token to think of. */
function Support(): ReactElement {
  const { said, spoken } = useScene()
  const { idToken, claims, refresh } = useSuspenseIdToken()
  return (
    <Card title={words[spoken].support} aside={<Badge tone="good">{said.statuses.ready}</Badge>}>
      <p>{words[spoken].ready(claims?.userName ?? '–')}</p>
      <p>
        <TokenMark hash={shortHash(idToken)} />
      </p>
      <div className="row">
        <Action act={refresh}>{said.refresh}</Action>
      </div>
    </Card>
  )
}

function Fallback(): ReactElement {
  const { spoken } = useScene()
  return (
    <Card title={words[spoken].support}>
      <p className="placeholder">{words[spoken].fallback}</p>
    </Card>
  )
}

const cards = () => (
  <>
    <ErrorBoundary>
      <Suspense fallback={<Fallback />}>
        <Support />
      </Suspense>
    </ErrorBoundary>
    <SessionCard />
    <LedgerTable />
  </>
)

/** A good token is there: no fallback, not for a moment. */
export const Ready: Story = {
  ...inScene({
    shows: {
      en: 'Where a good id_token is there, the component renders at once.',
      zh: '已有可用的 id_token 时，组件立即渲染。',
    },
    stored: 'fresh',
  }),
  render: cards,
  play: playing(async ({ region, spoken, readStored, expectRefreshes }) => {
    const support = region(words[spoken].support)
    await expect(support.getByText(words[spoken].ready('demo'))).toBeVisible()
    await expect(support.getByTitle(readStored().idToken ?? 'none')).toBeVisible()
    await expectRefreshes(0)
  }),
}

/** Until the token is there, the fallback stands in; renders that wait share one request. */
export const SuspendedThenReady: Story = {
  name: 'Suspended, then ready',
  ...inScene({
    shows: {
      en: 'Until an id_token is there, the fallback of <Suspense> is shown; one request brings it.',
      zh: '在 id_token 到来之前显示 <Suspense> 的后备内容；一次请求换来令牌。',
    },
    emulator: { rotation: 'on', latency: 1_000 },
    stored: 'ended',
  }),
  render: cards,
  play: playing(async ({ region, spoken, readStored, expectRefreshes }) => {
    const said = words[spoken]
    await expect(region(said.support).getByText(said.fallback)).toBeVisible()
    await waitFor(() => expect(region(said.support).getByText(said.ready('demo'))).toBeVisible(), { timeout: 4_000 })
    await expect(region(said.support).getByTitle(readStored().idToken ?? 'none')).toBeVisible()
    await expectRefreshes(1)
  }),
}

/** The refresh fails: the boundary says so. Tried again later, it succeeds. */
export const FailedThenTriedAgain: Story = {
  name: 'Failed, then tried again',
  ...inScene({
    shows: {
      en: 'Where no id_token can be had, the error boundary says so; a click tries again.',
      zh: '无法取得 id_token 时由错误边界说明；点击即可重试。',
    },
    emulator: { rotation: 'on', latency: 200 },
    stored: 'ended',
    prepare: ({ emulator }) => emulator.fail('busy'),
  }),
  render: cards,
  play: playing(async ({ canvas, region, press, spoken, client, emulator, expectRefreshes }) => {
    const said = words[spoken]
    await waitFor(() => expect(canvas.getByRole('alert')).toHaveTextContent('SERVICE_BUSY'), { timeout: 4_000 })
    await expect(client.getSnapshot().status).toBe('signed-in')
    await expectRefreshes(1)

    // Asked again too early, it would fail again without a request: the wait after a failure is kept to.
    await waitFor(
      async () => {
        if (canvas.queryByRole('alert')) await press(said.retry)
        await expect(region(said.support).getByText(said.ready('demo'))).toBeVisible()
      },
      { timeout: 8_000, interval: 400 },
    )
    await expect(emulator.ledger.refreshes().map(({ outcome }) => outcome)).toEqual(['busy', 'rotated'])
  }),
}

/** Nobody is signed in: it waits for no sign-in, so it belongs inside of `<SignedIn>`. */
export const SignedOutThrows: Story = {
  name: 'Signed out, it throws',
  ...inScene({
    shows: {
      en: 'Where nobody is signed in, it throws SIGNED_OUT and waits for no sign-in: it belongs inside of <SignedIn>.',
      zh: '无人登录时抛出 SIGNED_OUT，不会等待登录：应置于 <SignedIn> 之内。',
    },
    stored: 'fresh',
  }),
  render: cards,
  play: playing(async ({ canvas, region, press, said: shared, spoken, expectRefreshes }) => {
    const said = words[spoken]
    await expect(region(said.support).getByText(said.ready('demo'))).toBeVisible()

    await press(shared.signOut)
    await waitFor(() => expect(canvas.getByRole('alert')).toHaveTextContent('SIGNED_OUT'))
    await press(said.retry)
    await waitFor(() => expect(canvas.getByRole('alert')).toHaveTextContent('SIGNED_OUT'))
    await expect(canvas.queryByText(said.fallback)).toBeNull()
    await expectRefreshes(0)
  }),
}
