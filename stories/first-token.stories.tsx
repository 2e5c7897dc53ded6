// The provider, and where the first id_token comes from: from storage, from the sign-in, or from one request.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState, type ReactElement } from 'react'
import { useIdToken, useSession } from 'react-ciam'
import { expect, waitFor } from 'storybook/test'
import { Action } from './scene/Action'
import { Card } from './scene/Card'
import { LedgerTable } from './scene/LedgerTable'
import { inScene, playing } from './scene/scene'
import { SessionCard } from './scene/SessionCard'
import { slowly } from './scene/slow-storage'
import { TokenCard } from './scene/TokenCard'
import { useScene } from './scene/useScene'

const meta: Meta = { title: 'Capabilities/First token' }

export default meta
type Story = StoryObj

const words = {
  en: {
    first: 'The first render',
    firstHint: 'What the hooks gave when this card was rendered for the first time.',
    partial: 'Sign in without an id_token',
    app: 'The app',
    partialHint: 'The service’s login reply may come without an id_token: a session_token is enough.',
  },
  zh: {
    first: '首次渲染',
    firstHint: '此卡片首次渲染时各 Hook 给出的值。',
    partial: '登录（应答不含 id_token）',
    app: '应用',
    partialHint: '服务的登录应答可以不带 id_token：有 session_token 即可。',
  },
}

/** What the first render saw, whatever came later. */
function FirstRender(): ReactElement {
  const { spoken } = useScene()
  const { status: token } = useIdToken()
  const session = useSession(({ status }) => status)
  const [first] = useState({ token, session })
  return (
    <Card title={words[spoken].first}>
      <dl className="facts">
        <div>
          <dt>
            <code>useSession().status</code>
          </dt>
          <dd>
            <code>{first.session}</code>
          </dd>
        </div>
        <div>
          <dt>
            <code>useIdToken().status</code>
          </dt>
          <dd>
            <code>{first.token}</code>
          </dd>
        </div>
      </dl>
      <p className="hint">{words[spoken].firstHint}</p>
    </Card>
  )
}

const cards = () => (
  <>
    <SessionCard />
    <TokenCard />
    <FirstRender />
    <LedgerTable />
  </>
)

/** Storage that answers late: until then nobody is told to be signed in or out, and nothing is asked of the service. */
export const Restoring: Story = {
  name: 'Restoring, then signed in',
  ...inScene({
    shows: {
      en: 'While storage is being read, it is not known yet who is signed in: nobody is shown a sign-in form.',
      zh: '读取存储期间尚不知道谁已登录：不会向任何人显示登录表单。',
    },
    stored: 'fresh',
    storage: slowly({ reads: 1_500 }),
  }),
  render: cards,
  play: playing(async ({ region, said, spoken, expectRefreshes }) => {
    await expect(region(said.session).getByText(said.restoring)).toBeVisible()
    await expect(region(said.session).queryByRole('button')).toBeNull()
    await expect(region(said.idToken).getByText(said.statuses.pending)).toBeVisible()

    await waitFor(() => expect(region(said.session).getByText('demo')).toBeVisible(), { timeout: 4_000 })
    await expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible()
    await expect(region(words[spoken].first).getByText('restoring')).toBeVisible()
    await expectRefreshes(0)
  }),
}

/** Nothing is stored: signed out in the first render, and no request asks the service whether that is so. */
export const SignedOut: Story = {
  name: 'Signed out',
  ...inScene({
    shows: {
      en: 'Where nothing is stored, nobody is signed in: the first render says so, and the service is not asked.',
      zh: '存储为空即无人登录：首次渲染就能得知，无需询问服务。',
    },
  }),
  render: cards,
  play: playing(async ({ region, said, spoken, client, expectRefreshes }) => {
    await expect(region(words[spoken].first).getAllByText('signed-out')).toHaveLength(2)
    await expect(region(said.session).getByText(said.reasons.none)).toBeVisible()
    await expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'none', error: null })
    await expectRefreshes(0)
  }),
}

/** A stored id_token that has not ended is there in the first render: no flash of a sign-in form, no request. */
export const RestoredWithAFreshToken: Story = {
  name: 'Restored with a fresh token',
  ...inScene({
    shows: {
      en: 'After a reload the stored session is there in the first render, with its id_token and without a request.',
      zh: '页面重新加载后，首次渲染即有已存的会话及其 id_token，没有任何请求。',
    },
    stored: 'fresh',
  }),
  render: cards,
  play: playing(async ({ region, said, spoken, readStored, expectRefreshes }) => {
    const first = region(words[spoken].first)
    await expect(first.getByText('signed-in')).toBeVisible()
    await expect(first.getByText('ready')).toBeVisible()
    await expect(region(said.idToken).getByTitle(readStored().idToken ?? 'none')).toBeVisible()
    await expectRefreshes(0)
  }),
}

/** A stored id_token that has ended is not given out: one request brings the next one. */
export const RestoredWithAnEndedToken: Story = {
  name: 'Restored with an ended token',
  ...inScene({
    shows: {
      en: 'A stored id_token that has ended is shown to nobody: one request brings the next one.',
      zh: '已到期的 id_token 不会交给任何人：一次请求换来新的。',
    },
    emulator: { rotation: 'on', latency: 600 },
    stored: 'ended',
  }),
  render: cards,
  play: playing(async ({ region, said, spoken, emulator, readStored, expectRefreshes }) => {
    await expect(region(words[spoken].first).getByText('pending')).toBeVisible()
    await expect(region(words[spoken].first).getByText('signed-in')).toBeVisible()

    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible(), { timeout: 4_000 })
    await expectRefreshes(1)
    const { sessionToken, idToken } = readStored()
    await expect(sessionToken).toBe(emulator.ledger.refreshes()[0]?.issued)
    await expect(region(said.idToken).getByTitle(idToken ?? 'none')).toBeVisible()
  }),
}

/** A login reply with an id_token: that one is used, and nothing is asked of the service. */
export const SignedIn: Story = {
  name: 'Signed in',
  ...inScene({
    shows: {
      en: 'The id_token of the login reply is the first one: a sign-in costs no further request.',
      zh: '登录应答中的 id_token 就是第一个令牌：登录之后无需再请求。',
    },
  }),
  render: cards,
  play: playing(async ({ region, said, press, readStored, expectRefreshes }) => {
    await press(said.signIn)
    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible())
    await expect(region(said.idToken).getByTitle(readStored().idToken ?? 'none')).toBeVisible()
    await expect(region(said.session).getByText('demo@example.com')).toBeVisible()
    await expectRefreshes(0)
  }),
}

function PartialSignIn(): ReactElement {
  const { spoken, client, login } = useScene()
  async function signIn(): Promise<void> {
    const { session_token, expire, status } = await login()
    await client.signIn({ session_token, expire, status })
  }
  return (
    <Card title={words[spoken].app}>
      <p className="hint">{words[spoken].partialHint}</p>
      <div className="row">
        <Action isPrimary act={signIn}>
          {words[spoken].partial}
        </Action>
      </div>
    </Card>
  )
}

/** A login reply without an id_token: signed in at once, and one request brings the first token. */
export const FirstTokenByARequest: Story = {
  name: 'First token by a request',
  ...inScene({
    shows: {
      en: 'Where the login reply has no id_token, the user is signed in at once, and one request brings the token.',
      zh: '若登录应答没有 id_token，用户立即处于登录状态，再由一次请求取得令牌。',
    },
    emulator: { rotation: 'on', latency: 400 },
  }),
  render: () => (
    <>
      <PartialSignIn />
      <SessionCard />
      <TokenCard />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ region, said, spoken, press, readStored, emulator, expectRefreshes }) => {
    await press(words[spoken].partial)
    await waitFor(() => expect(region(said.session).getByText(said.noClaims)).toBeVisible())
    await expect(region(said.idToken).getByText(said.statuses.pending)).toBeVisible()

    await waitFor(() => expect(region(said.session).getByText('demo')).toBeVisible(), { timeout: 4_000 })
    await expectRefreshes(1)
    await expect(emulator.ledger.refreshes()[0]).toMatchObject({ outcome: 'rotated', status: 200 })
    await expect(region(said.idToken).getByTitle(readStored().idToken ?? 'none')).toBeVisible()
  }),
}
