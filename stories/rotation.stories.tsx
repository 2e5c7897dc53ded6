// Rotation: what becomes of the session_token with each refresh, where it is saved, and what a lost answer costs. Long because
// every mode of the service is here.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { LostAnswer } from './rotation/LostAnswer'
import { OrderList } from './rotation/OrderList'
import { Thief } from './rotation/Thief'
import { TokenChain } from './rotation/TokenChain'
import { words } from './rotation/words'
import type { SceneSetup } from './scene/create-scene'
import { EventList } from './scene/EventList'
import { LedgerTable } from './scene/LedgerTable'
import { inScene, playing, type PlayParts } from './scene/scene'
import { SessionCard } from './scene/SessionCard'
import { slowly } from './scene/slow-storage'
import { TokenCard } from './scene/TokenCard'

const meta: Meta = { title: 'Capabilities/Rotation' }

export default meta
type Story = StoryObj

/** The stored id_token ends soon, so that what failed is tried again soon; those that come after it live on. */
const endsSoon = {
  stored: 'fresh',
  prepare: ({ emulator }) => emulator.configure({ idTokenLifetime: 300 }),
} satisfies Partial<SceneSetup>

const chainCards = () => (
  <>
    <TokenCard />
    <TokenChain />
    <LedgerTable />
  </>
)

/** Refreshes once, and gives the tokens that were stored before and after. */
async function refreshOnce({ pressAndWait, said, readStored, expectRefreshes }: PlayParts) {
  const before = readStored()
  await pressAndWait(said.refresh)
  await expectRefreshes(1)
  const after = readStored()
  await expect(after.idToken).not.toBe(before.idToken)
  return { before, after }
}

/** Without rotation the same session_token comes back; only the id_token is a new one. */
export const Off: Story = {
  ...inScene({
    shows: {
      en: 'Rotation off: each refresh brings a new id_token, and the session_token stays the same.',
      zh: '轮换关闭：每次刷新换来新的 id_token，session_token 不变。',
    },
    emulator: { rotation: 'off' },
    stored: 'fresh',
  }),
  render: chainCards,
  play: playing(async (parts) => {
    const { before, after } = await refreshOnce(parts)
    await expect(after.sessionToken).toBe(before.sessionToken)
    await expect(parts.emulator.ledger.refreshes()[0]).toMatchObject({
      outcome: 'unchanged',
      token: after.sessionToken,
    })
    await expect(parts.region(words[parts.spoken].chain).getAllByTitle(before.sessionToken ?? 'none')).toHaveLength(2)
  }),
}

/** With rotation each refresh replaces the session_token, and storage holds the new one. */
export const On: Story = {
  ...inScene({
    shows: {
      en: 'Rotation on: each refresh replaces the session_token, and storage holds the new one.',
      zh: '轮换开启：每次刷新都会替换 session_token，存储中是新的那个。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
  }),
  render: chainCards,
  play: playing(async (parts) => {
    const { before, after } = await refreshOnce(parts)
    const [refresh] = parts.emulator.ledger.refreshes()
    await expect(refresh).toMatchObject({ outcome: 'rotated', token: before.sessionToken, issued: after.sessionToken })
    await expect(after.sessionToken).not.toBe(before.sessionToken)
    const chain = parts.region(words[parts.spoken].chain)
    await expect(chain.getAllByTitle(before.sessionToken ?? 'none')).toHaveLength(1)
    await expect(chain.getAllByTitle(after.sessionToken ?? 'none')).toHaveLength(1)
  }),
}

/** With a time of grace, the token of a lost answer is got again with the old one: the session lives on. */
export const GraceAfterALostAnswer: Story = {
  name: 'Grace after a lost answer',
  ...inScene({
    shows: {
      en: 'Rotation with grace: an answer was lost, the old session_token works for a while longer, the session lives on.',
      zh: '带宽限期的轮换：应答丢失后，旧的 session_token 暂时仍有效，会话得以延续。',
    },
    emulator: { rotation: 'grace', graceSeconds: 30, idTokenLifetime: 4 },
    ...endsSoon,
  }),
  render: () => (
    <>
      <LostAnswer />
      <TokenCard />
      <TokenChain />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ press, region, said, spoken, client, emulator, readStored, expectRefreshes }) => {
    const before = readStored()
    await press(words[spoken].loseAnswer)
    await expectRefreshes(2)
    const [lost, recovered] = emulator.ledger.refreshes()
    await expect(lost).toMatchObject({ outcome: 'cut-after', committed: true, token: before.sessionToken })
    await expect(recovered).toMatchObject({ outcome: 'grace', reused: true, token: before.sessionToken })
    await waitFor(() => expect(readStored().sessionToken).toBe(lost?.issued))
    await waitFor(() => expect(region(said.idToken).getByTitle(readStored().idToken ?? 'none')).toBeVisible())
    await expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  }),
}

/** The service ends a session of which a replaced token is presented: whoever has a copy gains nothing by it. */
export const RevokeAfterATheft: Story = {
  name: 'Revoke after a theft',
  ...inScene({
    shows: {
      en: 'Rotation with revoke: when anybody presents a replaced session_token, the service ends the session.',
      zh: '重用即终止的轮换：一旦有人出示已被替换的 session_token，服务便终止会话。',
    },
    emulator: { rotation: 'revoke' },
    stored: 'fresh',
  }),
  render: () => (
    <>
      <SessionCard />
      <TokenCard />
      <Thief />
      <LedgerTable />
    </>
  ),
  play: playing(async (parts) => {
    const { press, region, said, spoken, emulator, client, readStored, expectRefreshes } = parts
    const { before } = await refreshOnce(parts)
    await press(words[spoken].present)
    await waitFor(() => expect(region(words[spoken].thief).getByRole('status')).toHaveTextContent('400'))
    await expect(emulator.ledger.refreshes()[1]).toMatchObject({
      token: before.sessionToken,
      reused: true,
      reason: 'replaced',
    })
    await expect(client.getSnapshot().status).toBe('signed-in')

    // The next refresh is asked for later than a second after the last one, which would be taken as its answer.
    const [refresh] = emulator.ledger.refreshes()
    await waitFor(() => expect(Date.now() - (refresh?.time ?? NaN)).toBeGreaterThan(1_200), { timeout: 3_000 })
    await press(said.refresh)
    await expectRefreshes(3)
    await waitFor(() => expect(region(said.session).getByText(said.reasons['session-rejected'])).toBeVisible(), {
      timeout: 4_000,
    })
    await expect(client.getSnapshot()).toMatchObject({
      reason: 'session-rejected',
      error: { code: 'SESSION_REJECTED' },
    })
    await waitFor(() => expect(readStored()).toEqual({ sessionToken: null, idToken: null }))
  }),
}

const orderCards = () => (
  <>
    <TokenCard />
    <OrderList />
    <LedgerTable />
  </>
)

/** The order of a rotation on the page: given, stored, shown. */
async function expectOrder({ region, spoken }: PlayParts): Promise<void> {
  const steps = () => region(words[spoken].order).queryAllByRole('listitem')
  await waitFor(() => expect(steps()).toHaveLength(3), { timeout: 5_000 })
  await expect(steps().map(({ dataset }) => dataset['what'])).toEqual(['given', 'stored', 'shown'])
}

/** A new session_token is in storage before any component sees the id_token that came with it. */
export const WrittenBeforeItIsShown: Story = {
  name: 'Written before it is shown',
  ...inScene({
    shows: {
      en: 'A new session_token is in storage before anybody sees the id_token that came with it.',
      zh: '任何人看到新的 id_token 之前，随之而来的 session_token 已经存好。',
    },
    emulator: { rotation: 'on', latency: 200 },
    stored: 'fresh',
  }),
  render: orderCards,
  play: playing(async (parts) => {
    const { after } = await refreshOnce(parts)
    await expectOrder(parts)
    await expect(after.sessionToken).toBe(parts.emulator.ledger.refreshes()[0]?.issued)
    await expect(parts.region(words[parts.spoken].order).getAllByTitle(after.sessionToken ?? 'none')).toHaveLength(2)
  }),
}

/** Where writing takes a second, the id_token is held back for that second: a crash in between loses nothing. */
export const SlowStorage: Story = {
  name: 'Slow storage',
  ...inScene({
    shows: {
      en: 'Where storage takes a second to write, the new id_token waits for it: a crash in between loses no token.',
      zh: '若存储写入需要一秒，新的 id_token 会等它：其间崩溃也不会丢失令牌。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
    storage: slowly({ writes: 1_000 }),
  }),
  render: orderCards,
  play: playing(async (parts) => {
    const { region, said, press, readStored, emulator, expectRefreshes } = parts
    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible())
    const before = readStored()
    await press(said.refresh)
    await expectRefreshes(1)
    await expect(readStored()).toEqual(before)
    await expect(region(said.idToken).getByTitle(before.idToken ?? 'none')).toBeVisible()

    await expectOrder(parts)
    await expect(readStored().sessionToken).toBe(emulator.ledger.refreshes()[0]?.issued)
    await expect(region(said.idToken).getByTitle(readStored().idToken ?? 'none')).toBeVisible()
  }),
}

/** The answer with the new token was lost: the old one is refused, and the end says why, so that support can tell. */
export const RotationLost: Story = {
  name: 'Rotation lost',
  ...inScene({
    shows: {
      en: 'The answer with the new session_token was lost, the old one is refused: the session ends as “rotation-lost”.',
      zh: '带有新 session_token 的应答丢失，旧令牌被拒绝：会话以“rotation-lost”结束。',
    },
    emulator: { rotation: 'on', idTokenLifetime: 4 },
    ...endsSoon,
  }),
  render: () => (
    <>
      <LostAnswer />
      <TokenCard />
      <SessionCard />
      <EventList />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ press, client, region, said, spoken, emulator, readStored }) => {
    await press(words[spoken].loseAnswer)
    await waitFor(() => expect(region(said.events).getByText('NETWORK')).toBeVisible())
    await expect(client.getSnapshot().status).toBe('signed-in')

    await waitFor(() => expect(region(said.session).getByText(said.reasons['rotation-lost'])).toBeVisible(), {
      timeout: 6_000,
    })
    await expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'rotation-lost' })
    await expect(emulator.ledger.refreshes()[1]).toMatchObject({ outcome: '0023', reason: 'replaced', reused: true })
    await waitFor(() => expect(readStored()).toEqual({ sessionToken: null, idToken: null }))
  }),
}
