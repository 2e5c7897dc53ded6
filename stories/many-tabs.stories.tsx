// Several tabs of one browser: each is a frame with the package, React and the browser's objects for itself, and all share
// localStorage, IndexedDB, Web Locks and channels as tabs do. The emulator that they talk to lives in the story's page.
// How a frame gets its script, and why so, is in tabs/tab-document.ts.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { inTabs, playingTabs } from './tabs/in-tabs'

const meta: Meta = { title: 'Capabilities/Many tabs' }

export default meta
type Story = StoryObj

/** More than any of these stories takes, also where the machine is busy. */
const PATIENCE = { timeout: 15_000 }

const TWO = [1, 2]
const FOUR = [1, 2, 3, 4]

/** Long enough for the picture to show who waits for whom. */
const LATENCY = 600

/** Four tabs that open in the same instant on a token that has ended make one request. */
export const FourTabsOneRequest: Story = {
  name: 'Four tabs, one request',
  ...inTabs({
    count: 4,
    before: 'ended-token',
    emulator: { rotation: 'on', latency: LATENCY },
    shows: {
      en: 'Four tabs need a new token in the same instant: one asks, three take it over.',
      zh: '四个标签页同时需要新令牌：一个去请求，三个采用它的结果。',
    },
  }),
  play: playingTabs(async ({ emulator, marks, said, expectOneSession, expectEach }) => {
    await expectOneSession()
    await expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated', reused: false }])
    const asker = Number(emulator.ledger.refreshes()[0]?.tab)
    const others = FOUR.filter((number) => number !== asker)
    await expectEach([asker], said.came.refreshed)
    await expectEach(others, said.came.adopted)
    await expect(marks.get().filter(({ kind }) => kind === 'adopted')).toHaveLength(3)
  }),
}

/** A sign-out in one tab signs the others out, and leaves nothing in storage. */
export const SignOutEverywhere: Story = {
  name: 'Signed out in one, signed out in all',
  ...inTabs({
    count: 4,
    before: 'session',
    emulator: { rotation: 'on' },
    shows: {
      en: 'A sign-out in the second tab signs the other three out, without a request.',
      zh: '在第二个标签页退出登录，其他三个也随之退出，不发任何请求。',
    },
  }),
  play: playingTabs(async ({ emulator, baseUrl, said, expectOneSession, pressIn, expectEach }) => {
    await expectOneSession()
    await pressIn(2, said.signOut)
    await expectEach(FOUR, said.reasons['signed-out'])
    await waitFor(
      () =>
        expect(Object.keys(localStorage).filter((key) => key.includes(baseUrl) && key.includes('session:'))).toEqual(
          [],
        ),
      PATIENCE,
    )
    await expect(emulator.ledger.refreshes()).toHaveLength(0)
  }),
}

/** A sign-in in one tab signs the others in, all with the same session. */
export const SignInEverywhere: Story = {
  name: 'Signed in in one, signed in in all',
  ...inTabs({
    count: 4,
    before: 'nothing',
    emulator: { rotation: 'on' },
    shows: {
      en: 'A sign-in in the third tab signs the other three in, with the same session and token.',
      zh: '在第三个标签页登录，其他三个也随之登录，会话和令牌都相同。',
    },
  }),
  play: playingTabs(async ({ emulator, said, pressIn, expectEach, expectOneSession }) => {
    await expectEach(FOUR, said.reasons.none)
    await pressIn(3, said.signIn)
    await expectOneSession()
    await expectEach([3], said.came['signed-in'])
    await expectEach([1, 2, 4], said.came['signed-in-elsewhere'])
    await expect(emulator.ledger.entries()).toHaveLength(0)
  }),
}

/** A tab that is closed while it holds the lock stops nobody: the next one asks, and the grace of the service helps it. */
export const ATabDiesDuringItsRefresh: Story = {
  name: 'A tab dies during its refresh',
  ...inTabs({
    count: 3,
    before: 'ended-token',
    emulator: { rotation: 'grace', latency: 3_600_000 },
    shows: {
      en: 'The tab that holds the lock is closed before its answer comes: another one goes on.',
      zh: '持有锁的标签页在收到应答前被关闭：另一个接着完成。',
    },
  }),
  play: playingTabs(async ({ emulator, tabs, marks, canvas, said, press, expectOneSession, expectEach }) => {
    await waitFor(() => expect(emulator.ledger.refreshes()).toHaveLength(1), PATIENCE)
    await waitFor(() => expect(marks.get().filter(({ kind }) => kind === 'lock-wanted')).toHaveLength(3), PATIENCE)
    await expectEach([1, 2, 3], said.waiting)
    const first = Number(emulator.ledger.refreshes()[0]?.tab)
    emulator.configure({ latency: LATENCY })

    await press(said.close(first))
    await expect(canvas.queryByTitle(said.tab(first))).toBeNull()
    await expectOneSession()
    await expect(tabs.get()).toHaveLength(2)
    const [lost, second] = emulator.ledger.refreshes()
    await expect(emulator.ledger.refreshes()).toHaveLength(2)
    await expect(lost).toMatchObject({ outcome: 'rotated', reused: false })
    await expect(second).toMatchObject({ outcome: 'grace', token: lost?.token, issued: lost?.issued })
    await expect(second?.tab).not.toBe(lost?.tab)
  }),
}

/** Without Web Locks tabs that ask in one instant may each send a request; a service with a grace keeps them all signed in. */
export const WithoutWebLocks: Story = {
  name: 'Without Web Locks',
  ...inTabs({
    count: 4,
    before: 'ended-token',
    hasLocks: false,
    emulator: { rotation: 'grace', latency: LATENCY },
    shows: {
      en: 'A browser without Web Locks: more than one tab may ask, and all end with the newest token.',
      zh: '没有 Web Locks 的浏览器：可能不止一个标签页发出请求，但最后都持有最新的令牌。',
    },
  }),
  play: playingTabs(async ({ emulator, marks, expectOneSession }) => {
    await expectOneSession(false)
    const refreshes = emulator.ledger.refreshes()
    await expect(refreshes.length).toBeGreaterThanOrEqual(1)
    await expect(refreshes.length).toBeLessThanOrEqual(4)
    await expect(refreshes.filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1)
    await expect(refreshes.filter(({ outcome }) => outcome !== 'rotated' && outcome !== 'grace')).toEqual([])
    await expect(marks.get().filter(({ kind }) => kind === 'signed-out')).toEqual([])
  }),
}

/** Where a used token ends the session, eight tabs through three lives of a token never send one. */
export const EightTabsWhereReuseEndsTheSession: Story = {
  name: 'Eight tabs where reuse ends the session',
  ...inTabs({
    count: 8,
    before: 'ended-token',
    emulator: { rotation: 'revoke', idTokenLifetime: 3, latency: 100 },
    shows: {
      en: 'This service ends the session that sends a used token. Eight tabs live through three tokens, and none does.',
      zh: '这个服务会结束发送用过令牌的会话。八个标签页经历三个令牌，没有一个发送过。',
    },
  }),
  play: playingTabs(async ({ emulator, marks, expectOneSession }) => {
    await waitFor(() => expect(emulator.ledger.refreshes().length).toBeGreaterThanOrEqual(2), PATIENCE)
    emulator.configure({ idTokenLifetime: 300 })
    await waitFor(() => expect(emulator.ledger.refreshes().length).toBeGreaterThanOrEqual(3), PATIENCE)
    await expectOneSession()
    const refreshes = emulator.ledger.refreshes()
    await expect(refreshes.filter(({ outcome, reused }) => outcome !== 'rotated' || reused)).toEqual([])
    await expect(new Set(refreshes.map(({ token }) => token)).size).toBe(refreshes.length)
    await expect(marks.get().filter(({ kind }) => kind === 'signed-out')).toEqual([])
  }),
}

/** A tab that is opened later finds the session in storage, and its first render has it. */
export const OpenedLater: Story = {
  name: 'Opened later',
  ...inTabs({
    count: 1,
    before: 'session',
    emulator: { rotation: 'on' },
    shows: {
      en: 'A second tab, opened later, is signed in at once: it found the session in storage, and asked nobody.',
      zh: '之后打开的第二个标签页立即处于登录状态：它从存储中找到会话，没有向任何人请求。',
    },
  }),
  play: playingTabs(async ({ emulator, said, press, expectOneSession, expectEach }) => {
    await expectOneSession()
    await press(said.openAnother)
    await expectEach(TWO, said.found)
    await expectOneSession()
    await expect(emulator.ledger.entries()).toHaveLength(0)
  }),
}
