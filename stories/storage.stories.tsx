// Where a session is kept: the kinds of storage, what lies in them, and what happens where storage is full, blocked,
// damaged or of a newer version.
// One file, and long because every state is a story of its own.
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { StorageAdapter } from 'react-ciam'
import { indexedDbStorage, memoryStorage, webStorage } from 'react-ciam/storage'
import { expect, waitFor } from 'storybook/test'
import type { Scene, SceneSetup } from './scene/create-scene'
import { EventList } from './scene/EventList'
import { inScene, playing, type PlayParts } from './scene/scene'
import { SessionCard } from './scene/SessionCard'
import { TokenCard } from './scene/TokenCard'
import { clearSession } from './storage/clear-session'
import { DamageCard } from './storage/DamageCard'
import { FaultCard } from './storage/FaultCard'
import { blockedWebStorage, full, givingHalf, refusingReads } from './storage/faulty-storage'
import { KeysCard } from './storage/KeysCard'
import { ReloadCard } from './storage/ReloadCard'
import { showing } from './storage/shown-storage'
import { storageWords } from './storage/words'

const DATABASE = 'react-ciam-story'

const meta: Meta = {
  title: 'Capabilities/Storage',
  beforeEach:
    ({ loaded }) =>
    async () => {
      const { baseUrl } = (loaded as { scene: Scene }).scene
      await clearSession(baseUrl)
      for (const key of Object.keys(sessionStorage)) if (key.includes(baseUrl)) sessionStorage.removeItem(key)
      indexedDB.deleteDatabase(DATABASE)
    },
}

export default meta
type Story = StoryObj

/** Storage of a browser answers in its own time. */
const PATIENCE = { timeout: 15_000 }

const signInAndRefresh = async ({ region, press, said, client, emulator }: PlayParts): Promise<void> => {
  await waitFor(() => expect(region(said.session).getByText(said.reasons.none)).toBeVisible(), PATIENCE)
  await press(said.signIn)
  await waitFor(() => expect(region(said.session).getByText('demo')).toBeVisible(), PATIENCE)
  await client.getIdToken({ force: true })
  await expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated', reused: false }])
}

interface Kind {
  shows: SceneSetup['shows']
  open: () => StorageAdapter
  /** What the first render after a reload has, and what it comes to. */
  afterReload: readonly [first: 'signed-in' | 'signed-out' | 'restoring', later: 'signed-in' | 'signed-out']
  /** The area of the browser in which the record must be found, and no other. */
  area?: () => Storage
}

const AREAS = { localStorage: () => localStorage, sessionStorage: () => sessionStorage }

/** A session in one kind of storage: signed in, refreshed, reloaded. */
function keptIn({ shows, open, afterReload, area }: Kind): Pick<Story, 'loaders' | 'decorators' | 'render' | 'play'> {
  return {
    ...inScene({ shows, emulator: { rotation: 'on' }, storage: showing(open) }),
    render: () => (
      <>
        <SessionCard />
        <ReloadCard />
        <KeysCard />
      </>
    ),
    play: playing(async (parts) => {
      const { region, press, said, spoken, emulator, baseUrl } = parts
      const own = storageWords[spoken]
      await signInAndRefresh(parts)

      const given = emulator.ledger.refreshes()[0]?.issued ?? 'none'
      await waitFor(() => expect(region(own.keys).getByTitle(given)).toBeVisible(), PATIENCE)
      for (const each of Object.values(AREAS)) {
        const records = Object.keys(each()).filter((key) => key.includes(`session:`) && key.includes(baseUrl))
        await expect(records).toHaveLength(area?.() === each() ? 1 : 0)
      }

      await press(own.reloadNow)
      const [first, later] = afterReload
      const found = () => [...region(own.reload).getAllByRole('definition')].map((item) => item.textContent)
      await waitFor(() => expect(found()).toEqual([said.sessionStatuses[first], said.sessionStatuses[later]]), PATIENCE)
      await expect(emulator.ledger.refreshes()).toHaveLength(1)
    }),
  }
}

/** The default: shared by all tabs, there in the first render, kept until sign-out. */
export const LocalStorage: Story = {
  name: 'localStorage',
  ...keptIn({
    shows: {
      en: 'In localStorage, the default: all tabs share it, and the first render after a reload has the session.',
      zh: 'localStorage（默认）：所有标签页共享，重新加载后的首次渲染即有会话。',
    },
    open: () => webStorage(),
    afterReload: ['signed-in', 'signed-in'],
    area: AREAS.localStorage,
  }),
}

/** Of one tab alone: another tab signs in by itself, and a closed tab forgets. */
export const SessionStorage: Story = {
  name: 'sessionStorage',
  ...keptIn({
    shows: {
      en: 'In sessionStorage: of this tab alone. A reload has the session, another tab has not.',
      zh: 'sessionStorage：仅属于此标签页。重新加载后仍有会话，其他标签页没有。',
    },
    open: () => webStorage('session'),
    afterReload: ['signed-in', 'signed-in'],
    area: AREAS.sessionStorage,
  }),
}

/** Ordered between all tabs, and read a moment after the first render. */
export const IndexedDb: Story = {
  name: 'IndexedDB',
  ...keptIn({
    shows: {
      en: 'In IndexedDB: every read is the newest write of any tab, and comes a moment after the first render.',
      zh: 'IndexedDB：每次读取都是任一标签页的最新写入，但比首次渲染稍晚。',
    },
    open: () => indexedDbStorage(DATABASE),
    afterReload: ['restoring', 'signed-in'],
  }),
}

/** Of this page alone: a reload starts signed out. */
export const Memory: Story = {
  name: 'Memory',
  ...keptIn({
    shows: {
      en: 'In memory: nothing is written to disk, and a reload starts signed out.',
      zh: '内存：不写入磁盘，重新加载后为未登录。',
    },
    open: () => memoryStorage(),
    afterReload: ['signed-out', 'signed-out'],
  }),
}

/** A write that fails costs nobody the session: it is in memory, and written when there is room. */
export const QuotaFull: Story = {
  name: 'Quota full',
  ...inScene({
    shows: {
      en: 'Storage is full: the session lives on in memory, and is written as soon as there is room.',
      zh: '存储已满：会话保留在内存中，一有空间便写入。',
    },
    emulator: { rotation: 'on' },
    storage: showing(full),
  }),
  render: () => (
    <>
      <SessionCard />
      <FaultCard kind="quota" />
      <EventList />
      <KeysCard />
    </>
  ),
  play: playing(async (parts) => {
    const { region, press, said, spoken, client, readStored, emulator } = parts
    const own = storageWords[spoken]
    await signInAndRefresh(parts)
    await waitFor(
      () => expect(region(said.events).getAllByText(said.happened['storage-failed'])[0]).toBeVisible(),
      PATIENCE,
    )
    await waitFor(() => expect(readStored()).toEqual({ sessionToken: null, idToken: null }))
    await expect(region(own.keys).getByText(own.keysEmpty)).toBeVisible()
    await expect(client.getSnapshot().status).toBe('signed-in')

    await press(own.makeRoom)
    const newest = emulator.ledger.refreshes().at(-1)?.issued ?? 'none'
    await waitFor(() => expect(region(own.keys).getByTitle(newest)).toBeVisible(), PATIENCE)
    await expect(readStored().sessionToken).toBe(newest)
    await expect(emulator.ledger.refreshes()).toHaveLength(1)
  }),
}

/** Where the browser blocks localStorage, memory stands in and the app is told. */
export const Blocked: Story = {
  name: 'Blocked by the browser',
  ...inScene({
    shows: {
      en: 'The browser blocks localStorage: memory stands in, the app is told, and a reload asks for a sign-in again.',
      zh: '浏览器禁止 localStorage：由内存代替，应用会得到通知，重新加载后需再次登录。',
    },
    emulator: { rotation: 'on' },
    storage: showing(blockedWebStorage),
  }),
  render: () => (
    <>
      <SessionCard />
      <EventList />
      <ReloadCard />
      <KeysCard />
    </>
  ),
  play: playing(async (parts) => {
    const { region, press, said, spoken, client, baseUrl } = parts
    const own = storageWords[spoken]
    await waitFor(() => expect(region(said.events).getByText(said.happened['storage-failed'])).toBeVisible(), PATIENCE)
    await expect(region(said.events).getByText('STORAGE')).toBeVisible()
    await signInAndRefresh(parts)
    await expect(client.getSnapshot().status).toBe('signed-in')
    await expect(Object.keys(localStorage).filter((key) => key.includes(baseUrl))).toEqual([])

    await press(own.reloadNow)
    await waitFor(
      () => expect(region(own.reload).getAllByText(said.sessionStatuses['signed-out'])).toHaveLength(2),
      PATIENCE,
    )
  }),
}

/** A first read that fails is tried again: until then nobody is shown a sign-in form. */
export const ReadRefused: Story = {
  name: 'Reading refused',
  ...inScene({
    shows: {
      en: 'Storage refuses to be read: that is not “signed out”. It is read again until it answers.',
      zh: '存储拒绝读取：这并不等于“未登录”。会一直重试到能读取为止。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
    storage: refusingReads,
  }),
  render: () => (
    <>
      <SessionCard />
      <FaultCard kind="reading" />
      <EventList />
    </>
  ),
  play: playing(async ({ region, press, said, spoken, client, expectRefreshes }) => {
    const own = storageWords[spoken]
    await waitFor(
      () =>
        expect(client.getSnapshot()).toMatchObject({
          status: 'restoring',
          error: { code: 'STORAGE', retryable: true },
        }),
      PATIENCE,
    )
    await expect(region(said.session).getByText(said.sessionStatuses.restoring)).toBeVisible()
    await expect(region(said.session).queryByRole('button')).toBeNull()
    await press(own.allow)
    await waitFor(() => expect(region(said.session).getByText('demo')).toBeVisible(), PATIENCE)
    await expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
    await expectRefreshes(0)
  }),
}

/** A record that another script damaged signs nobody out: the next refresh writes a whole one. */
export const DamagedWhileOpen: Story = {
  name: 'Damaged while open',
  ...inScene({
    shows: {
      en: 'Another script cuts the record in half: nobody is signed out, and the next refresh writes a whole one.',
      zh: '另一个脚本把记录截成一半：没有人被退出，下一次刷新会写入完整的记录。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
    storage: showing((memory) => memory),
  }),
  render: () => (
    <>
      <TokenCard />
      <DamageCard />
      <KeysCard />
    </>
  ),
  play: playing(async ({ region, press, said, spoken, client, emulator, readStored, expectRefreshes }) => {
    const own = storageWords[spoken]
    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible(), PATIENCE)
    await press(own.damageNow)
    await waitFor(() => expect(region(own.keys).getByText(own.noJson(60))).toBeVisible(), PATIENCE)
    window.dispatchEvent(new Event('focus')) // A client looks into storage when its page is used again.
    await expect(client.getSnapshot().status).toBe('signed-in')

    await press(said.refresh)
    await expectRefreshes(1)
    const [refresh] = emulator.ledger.refreshes()
    await expect(refresh).toMatchObject({ outcome: 'rotated', reused: false })
    await waitFor(() => expect(region(own.keys).getByTitle(refresh?.issued ?? 'none')).toBeVisible(), PATIENCE)
    await expect(readStored().sessionToken).toBe(refresh?.issued)
  }),
}

/** A damaged record that is all there is counts as none: a sign-in puts a good one in its place. */
export const DamagedFromTheStart: Story = {
  name: 'Damaged from the start',
  ...inScene({
    shows: {
      en: 'Half a record is all that a new page finds: nobody is signed in, and a sign-in puts a whole one in its place.',
      zh: '新页面只找到半条记录：没有人登录，登录后会写入完整的记录。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
    storage: showing(givingHalf),
  }),
  render: () => (
    <>
      <SessionCard />
      <KeysCard />
    </>
  ),
  play: playing(async ({ region, press, said, spoken, readStored, expectRefreshes }) => {
    const own = storageWords[spoken]
    await expect(region(said.session).getByText(said.reasons.none)).toBeVisible()
    await waitFor(() => expect(region(own.keys).getByText(own.noJson(60))).toBeVisible(), PATIENCE)
    await press(said.signIn)
    await waitFor(() => expect(region(said.session).getByText('demo')).toBeVisible(), PATIENCE)
    await waitFor(
      () => expect(region(own.keys).getByTitle(readStored().sessionToken ?? 'none')).toBeVisible(),
      PATIENCE,
    )
    await expect(region(own.keys).queryByText(own.noJson(60))).toBeNull()
    await expectRefreshes(0)
  }),
}

/** What a newer version of the package wrote is left as it is. */
export const OfANewerVersion: Story = {
  name: 'Of a newer version',
  ...inScene({
    shows: {
      en: 'A newer version of the package wrote this record: it is left alone, and nobody is taken for signed out.',
      zh: '此记录由更新版本的软件包写入：保持原样，也不会被当作未登录。',
    },
    emulator: { rotation: 'on' },
    stored: 'newer',
    storage: showing((memory) => memory),
  }),
  render: () => (
    <>
      <SessionCard />
      <TokenCard />
      <KeysCard />
    </>
  ),
  play: playing(async ({ region, said, spoken, client, storage, expectRefreshes }) => {
    const own = storageWords[spoken]
    const before = storage.read()
    await waitFor(
      () => expect(client.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'RECORD_NEWER' } }),
      PATIENCE,
    )
    await expect(client.getIdToken()).rejects.toMatchObject({ code: 'RECORD_NEWER' })
    await expect(region(said.session).getByText(said.sessionStatuses.restoring)).toBeVisible()
    await waitFor(() => expect(region(own.keys).getByText('2')).toBeVisible(), PATIENCE)
    await expect(storage.read()).toEqual(before)
    await expectRefreshes(0)
  }),
}
