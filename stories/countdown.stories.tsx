// The id_token's countdown, and the refresh ahead of its end: one for all who read it.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Readers } from './countdown/Readers'
import { RenderTable } from './countdown/RenderTable'
import { Visibility } from './countdown/Visibility'
import { words } from './countdown/words'
import { EventList } from './scene/EventList'
import { LedgerTable } from './scene/LedgerTable'
import { inScene, playing } from './scene/scene'
import { TokenCard } from './scene/TokenCard'

const meta: Meta = { title: 'Capabilities/Countdown and refresh' }

export default meta
type Story = StoryObj

/** The bar of an id_token's life: time passes for the eye, and the component that reads the token renders nothing. */
export const CountingDown: Story = {
  name: 'Counting down',
  ...inScene({
    shows: {
      en: 'An id_token counts down to its refresh, which is due ahead of its end.',
      zh: 'id_token 倒计时至刷新时刻，刷新总在到期之前。',
    },
    emulator: { idTokenLifetime: 20 },
    stored: 'fresh',
  }),
  render: () => (
    <>
      <TokenCard />
      <EventList />
    </>
  ),
  play: playing(async ({ canvas, said, expectRefreshes }) => {
    const meter = canvas.getByRole('meter', { name: said.life })
    const left = Number(meter.getAttribute('aria-valuenow'))
    await expect(left).toBeGreaterThan(15)
    await expect(left).toBeLessThanOrEqual(20)
    await waitFor(() => expect(Number(meter.getAttribute('aria-valuenow'))).toBeLessThan(left), { timeout: 3_000 })
    await expectRefreshes(0)
  }),
}

/** With a quarter of its life left, an id_token is refreshed: no component is ever without one. */
export const RefreshedAheadOfItsEnd: Story = {
  name: 'Refreshed ahead of its end',
  ...inScene({
    shows: {
      en: 'The next id_token is there before the last one ends: no component is ever without one.',
      zh: '旧的 id_token 到期之前，新的已经就位：任何组件都不会没有令牌。',
    },
    emulator: { rotation: 'on', idTokenLifetime: 4, latency: 200 },
    stored: 'fresh',
  }),
  render: () => (
    <>
      <TokenCard />
      <EventList />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ region, said, client, readStored }) => {
    const firstToken = readStored().idToken
    const first = client.getSnapshot()
    const endsAt = (first.status === 'signed-in' && first.idTokenExpiresAt) || 0
    const card = region(said.idToken)
    const badges = new Set<string>()
    await waitFor(
      async () => {
        badges.add(card.getByText(/^(pending|ready|error|等待中|可用|出错)$/).textContent)
        await expect(readStored().idToken).not.toBe(firstToken)
      },
      { timeout: 6_000 },
    )
    await expect(Date.now()).toBeLessThan(endsAt)
    await waitFor(() => expect(card.getByTitle(readStored().idToken ?? 'none')).toBeVisible())
    await expect([...badges]).toEqual([said.statuses.ready])
    await expect(region(said.events).getAllByText(said.happened.refreshed)[0]).toBeVisible()
  }),
}

/** Fifty components want a token at once, and later all ask for another: one request each time, one token for all. */
export const OneRefreshForManyReaders: Story = {
  name: 'One refresh for many readers',
  ...inScene({
    shows: {
      en: 'Fifty components want an id_token at the same moment: the service gets one request.',
      zh: '五十个组件同时需要 id_token：服务只收到一次请求。',
    },
    emulator: { rotation: 'on', latency: 300 },
    stored: 'ended',
  }),
  render: () => (
    <>
      <Readers />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ region, pressAndWait, spoken, emulator, readStored, expectRefreshes }) => {
    const readers = region(words[spoken].readers)
    await waitFor(() => expect(readers.getAllByTitle(readStored().idToken ?? 'none')).toHaveLength(50), {
      timeout: 4_000,
    })
    await expectRefreshes(1)

    // What is asked within a second after a refresh is given that refresh's token: later, it takes another.
    const [first] = emulator.ledger.refreshes()
    await waitFor(() => expect(Date.now() - (first?.time ?? NaN)).toBeGreaterThan(1_500), { timeout: 3_000 })
    const before = readStored().idToken
    await pressAndWait(words[spoken].allRefresh)
    await expectRefreshes(2)
    await expect(readStored().idToken).not.toBe(before)
    await waitFor(() => expect(readers.getAllByTitle(readStored().idToken ?? 'none')).toHaveLength(50))
  }),
}

/** `refresh()` asks for a new token at once; who asks meanwhile waits for the same one. */
export const RefreshedByAButton: Story = {
  name: 'Refreshed by a button',
  ...inScene({
    shows: {
      en: 'A button refreshes at once; pressed twice, it still makes one request.',
      zh: '按钮立即刷新；连按两次仍只有一次请求。',
    },
    emulator: { rotation: 'on', latency: 500 },
    stored: 'fresh',
  }),
  render: () => (
    <>
      <TokenCard />
      <EventList />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ region, press, said, readStored, expectRefreshes }) => {
    const before = readStored()
    await press(said.refresh)
    await press(said.refresh)
    await expect(region(said.idToken).getByText(said.refreshing)).toBeVisible()
    // The present token is good until the next one is there.
    await expect(region(said.idToken).getByTitle(before.idToken ?? 'none')).toBeVisible()

    await waitFor(() => expect(readStored().idToken).not.toBe(before.idToken))
    const after = readStored()
    await waitFor(() => expect(region(said.idToken).getByTitle(after.idToken ?? 'none')).toBeVisible())
    await expect(after.sessionToken).not.toBe(before.sessionToken)
    await expectRefreshes(1)
  }),
}

/** A refresh changes the token, not the user: only components that read what changed are rendered. */
export const OnlyReadersOfWhatChangedRender: Story = {
  name: 'Only readers of what changed render',
  ...inScene({
    shows: {
      en: 'A refresh renders only the components that read something that it changed.',
      zh: '刷新只会重新渲染读取了变化字段的组件。',
    },
    emulator: { rotation: 'on', latency: 300 },
    stored: 'fresh',
  }),
  render: () => <RenderTable />,
  play: playing(async ({ canvas, press, said, readStored, expectRefreshes }) => {
    const rendersOf = (name: string) =>
      Number(canvas.getByRole('row', { name: new RegExp(name) }).querySelector('output')?.textContent)
    const before = readStored().idToken
    await press(said.refresh)
    await waitFor(() => expect(readStored().idToken).not.toBe(before))
    await waitFor(() => expect(canvas.getByTitle(readStored().idToken ?? 'none')).toBeVisible())
    await expectRefreshes(1)

    await waitFor(() => expect(rendersOf('isRefreshing')).toBe(2))
    await expect(rendersOf('\\.idToken')).toBe(1)
    for (const name of ['useIdToken\\(\\).status', '\\.refresh', 'userName', 'useSession']) {
      await expect(rendersOf(name)).toBe(0)
    }
  }),
}

/** A hidden page lets its id_token end, and refreshes at once when it is shown again. */
export const HiddenPageRefreshesNothing: Story = {
  name: 'A hidden page refreshes nothing',
  ...inScene({
    shows: {
      en: 'A hidden page lets its id_token end; shown again, it refreshes at once.',
      zh: '隐藏的页面任由 id_token 到期；重新显示时立即刷新。',
    },
    emulator: { rotation: 'on', idTokenLifetime: 2 },
    stored: 'fresh',
  }),
  render: () => (
    <>
      <Visibility />
      <TokenCard />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ region, press, said, spoken, emulator, expectRefreshes }) => {
    const card = region(said.idToken)
    await press(words[spoken].hide)
    await waitFor(() => expect(card.getByText(said.statuses.pending)).toBeVisible(), { timeout: 4_000 })
    await expect(card.getByText(said.noToken)).toBeVisible()
    const hidden = emulator.ledger.refreshes().length

    // From here on tokens live long, so that there is one refresh and not many.
    emulator.configure({ idTokenLifetime: 300 })
    await press(words[spoken].show)
    await expectRefreshes(hidden + 1)
    await waitFor(() => expect(card.getByText(said.statuses.ready)).toBeVisible())
  }),
}
