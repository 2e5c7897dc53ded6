// The devtools: the button in the corner, the panel, and what its buttons do to the session. The components are imported
// from their files: in a production build, which a built Storybook is, the entry react-ciam/devtools holds empty ones.
// One file, and long because every state is a story of its own.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { shortHash } from 'react-ciam/testing'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { CiamDevtools } from '../src/devtools/CiamDevtools'
import { PanelPlace } from './devtools/PanelPlace'
import { themeOfPage } from './devtools/theme-of-page'
import { EventList } from './scene/EventList'
import { LedgerTable } from './scene/LedgerTable'
import { inScene, playing, type PlayParts } from './scene/scene'
import { TokenCard } from './scene/TokenCard'

const meta: Meta = { title: 'Capabilities/Devtools' }

export default meta
type Story = StoryObj

const PATIENCE = { timeout: 15_000 }

/** What is inside of the devtools' shadow root. */
async function devtoolsOf({ ownerDocument }: HTMLElement) {
  const [root, content] = await waitFor(() => {
    const found = ownerDocument.querySelector('[data-react-ciam-devtools]')?.shadowRoot
    const inner = found?.querySelector<HTMLElement>('.devtools')
    if (!inner) throw new Error('The devtools are not there.')
    return [found as ShadowRoot, inner]
  }, PATIENCE)
  const inside = within(content)
  return {
    root,
    inside,
    press: async (name: string | RegExp) => userEvent.click(await inside.findByRole('button', { name }, PATIENCE)),
    section: async (name: string) => within(await inside.findByRole('region', { name }, PATIENCE)),
  }
}

/** A play function that also expects that the shadow root holds no token. */
const playingDevtools = (
  play: (parts: PlayParts & Awaited<ReturnType<typeof devtoolsOf>>) => Promise<void>,
): NonNullable<Story['play']> =>
  playing(async (parts) => {
    const devtools = await devtoolsOf(parts.canvasElement)
    await play({ ...parts, ...devtools })
    const secrets = parts.tokens().flatMap((token) => [token, ...token.split('.').slice(1)])
    await expect(secrets.length).toBeGreaterThan(0)
    const html = devtools.root.innerHTML
    await expect(secrets.filter((secret) => secret !== '' && html.includes(secret))).toHaveLength(0)
  })

// Not the card of the session: the panel has a region of that name, and one page has each name once.
const app = (isOpen: boolean) => (
  <>
    <TokenCard />
    <EventList />
    <LedgerTable />
    <CiamDevtools initialIsOpen={isOpen} theme={themeOfPage()} />
  </>
)

const panel = () => (
  <>
    <PanelPlace />
    <TokenCard />
    <EventList />
    <LedgerTable />
  </>
)

/** A button in the corner shows the state at a glance, and opens the panel; Escape closes it again. */
export const Closed: Story = {
  ...inScene({
    shows: {
      en: 'A button in a corner of the app shows the state of the session, and opens the panel.',
      zh: '应用一角的按钮显示会话状态，并可打开面板。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
  }),
  render: () => app(false),
  play: playingDevtools(async ({ root, inside }) => {
    const button = await inside.findByRole('button', { name: /CIAM devtools: signed in/ })
    await expect(button).toHaveAttribute('aria-expanded', 'false')
    await userEvent.click(button)
    await expect(await inside.findByRole('region', { name: 'react-ciam devtools' })).toBeVisible()
    await waitFor(() => expect(root.activeElement).toHaveClass('dock'), PATIENCE)
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(inside.queryByRole('region', { name: 'react-ciam devtools' })).toBeNull(), PATIENCE)
    await waitFor(() => expect(root.activeElement).toHaveAttribute('aria-expanded', 'false'), PATIENCE)
  }),
}

/** Docked below the app, which stays in use. */
export const Open: Story = {
  ...inScene({
    shows: {
      en: 'The panel is docked below the app, which stays in use beside it.',
      zh: '面板停靠在应用下方，应用照常可用。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
  }),
  render: () => app(true),
  play: playingDevtools(async ({ section, region, said, press, expectRefreshes }) => {
    await expect((await section('Session')).getByText('signed-in')).toBeVisible()
    await press('Refresh now')
    await expectRefreshes(1)
    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible(), PATIENCE)
    await press('Close the devtools')
    await press(/CIAM devtools/)
  }),
}

/** The panel of a session that was found in storage: claims, the tokens by hash, and where they lie. */
export const SignedIn: Story = {
  name: 'Signed in',
  ...inScene({
    shows: {
      en: 'Session, life of the id_token, claims, tokens by their hash, storage and lock: all on one panel.',
      zh: '会话、id_token 的生命、用户信息、令牌哈希、存储与锁：都在一个面板上。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
  }),
  render: panel,
  play: playingDevtools(async ({ section, readStored, expectRefreshes }) => {
    const { sessionToken, idToken } = readStored()
    const tokens = await section('Tokens')
    await expect(tokens.getByText(sessionToken ?? 'none')).toBeVisible()
    await expect(tokens.getByText(idToken ?? 'none')).toBeVisible()
    await expect((await section('Storage')).getByText('memory of this page')).toBeVisible()
    const lock = await section('Lock and tabs')
    await waitFor(() => expect(lock.getByText('free')).toBeVisible(), PATIENCE)
    await expect(lock.getByText('all tabs of this browser profile')).toBeVisible()
    await expectRefreshes(0)
  }),
}

/** A refresh that rotated the session_token, step by step in the lane of this tab. */
export const AfterARotation: Story = {
  name: 'After a rotation',
  ...inScene({
    shows: {
      en: 'After a refresh the lane shows its course: lock, request, save. The session_token has a new hash.',
      zh: '刷新之后，泳道显示其过程：锁、请求、保存。session_token 有了新的哈希值。',
    },
    emulator: { rotation: 'on', latency: 300 },
    stored: 'fresh',
  }),
  render: panel,
  play: playingDevtools(async ({ section, inside, press, readStored, emulator, expectRefreshes }) => {
    const before = readStored().sessionToken ?? 'none'
    await press('Refresh now')
    await expect(await inside.findByText('Refreshed.', {}, PATIENCE)).toBeVisible()
    await expectRefreshes(1)
    const after = readStored().sessionToken ?? 'none'
    await expect(after).toBe(emulator.ledger.refreshes()[0]?.issued)
    const tokens = await section('Tokens')
    await waitFor(() => expect(tokens.getByText(after)).toBeVisible(), PATIENCE)
    await expect(tokens.queryByText(before)).toBeNull()
    const picture = (await section('Timeline')).getByRole('img')
    await expect(picture).toHaveAccessibleDescription(/1 request, saved a new session_token once/)
  }),
}

/** What went wrong, with its codes, and what the client makes of it. */
export const AfterAFailure: Story = {
  name: 'After a failure',
  ...inScene({
    shows: {
      en: 'A refresh that failed: the panel names the code, the service’s own code, and when the next attempt is allowed.',
      zh: '刷新失败：面板给出错误代码、服务自己的代码，以及何时允许下一次尝试。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
    prepare: ({ emulator }) => emulator.fail({ kind: '429', retryAfter: 60 }),
  }),
  render: panel,
  play: playingDevtools(async ({ section, press, inside, client, expectRefreshes }) => {
    await press('Refresh now')
    await expectRefreshes(1)
    const session = await section('Session')
    await waitFor(() => expect(session.getByText('SERVICE_BUSY')).toBeVisible(), PATIENCE)
    await expect(session.getByText('HTTP 429')).toBeVisible()
    await expect(within(await inside.findByRole('status')).getByText('SERVICE_BUSY')).toBeVisible()
    await expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'SERVICE_BUSY' } })
  }),
}

/** A token that counts as ended is replaced at once, because a component keeps it fresh. */
export const TreatedAsExpired: Story = {
  name: 'Treated as expired',
  ...inScene({
    shows: {
      en: 'The id_token counts as ended from now on: the app sees it go, and the next one come.',
      zh: '从现在起 id_token 视为已到期：应用看到它消失，随后得到新的。',
    },
    emulator: { rotation: 'on', latency: 300 },
    stored: 'fresh',
  }),
  render: panel,
  play: playingDevtools(async ({ press, region, said, readStored, expectRefreshes }) => {
    const before = readStored().idToken
    await press('Treat as expired')
    await expectRefreshes(1)
    await waitFor(() => expect(region(said.idToken).getByText(said.statuses.ready)).toBeVisible(), PATIENCE)
    await expect(readStored().idToken).not.toBe(before)
  }),
}

/** This client alone is taken off the network, and put back. */
export const Offline: Story = {
  ...inScene({
    shows: {
      en: 'The client is held offline: its refreshes fail before they are sent. Back online, one goes out at once.',
      zh: '让客户端离线：刷新在发送前即失败。恢复后立即发出一次。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
  }),
  render: panel,
  play: playingDevtools(async ({ press, inside, section, client, expectRefreshes }) => {
    await press('Go offline')
    await expect(await inside.findByText('Offline: the requests of this client fail.')).toBeVisible()
    await press('Refresh now')
    const session = await section('Session')
    await waitFor(() => expect(session.getByText('NETWORK')).toBeVisible(), PATIENCE)
    await expectRefreshes(0)

    await press('Back online')
    await client.getIdToken({ force: true })
    await expectRefreshes(1)
    await waitFor(() => expect(session.queryByText('NETWORK')).toBeNull(), PATIENCE)
  }),
}

/** What a person does who clears the site's data: the session is over in every tab. */
export const RecordDropped: Story = {
  name: 'Record dropped',
  ...inScene({
    shows: {
      en: 'The stored record is dropped, as by a person who clears the site’s data: nobody is signed in any more.',
      zh: '存储的记录被删除，如同用户清除网站数据：不再有人登录。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
  }),
  render: panel,
  play: playingDevtools(async ({ press, section, region, said, readStored, expectRefreshes }) => {
    await press('Drop stored record')
    await expect(readStored().sessionToken).not.toBeNull() // Not by the first press alone.
    await press('Drop stored record: press again')
    await waitFor(() => expect(region(said.idToken).getByText(said.statuses['signed-out'])).toBeVisible(), PATIENCE)
    await expect((await section('Session')).getAllByText('signed-out')[0]).toBeVisible()
    await waitFor(() => expect(readStored()).toEqual({ sessionToken: null, idToken: null }))
    await expectRefreshes(0)
  }),
}

/** The text of a token is shown to a developer who asks twice, and never becomes part of the markup. */
export const TokenRevealed: Story = {
  name: 'Token revealed',
  ...inScene({
    shows: {
      en: 'The text of a token comes after a warning, for half a minute, and only where a developer asks for it.',
      zh: '令牌文本只在开发者要求并看到警告后显示半分钟。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
  }),
  render: panel,
  play: playingDevtools(async ({ press, section, readStored, inside }) => {
    const { sessionToken } = readStored()
    const tokens = await section('Tokens')
    await expect(tokens.queryByRole('textbox')).toBeNull()
    await press(/^Show token ?: session_token$/)
    await expect(await tokens.findByRole('alert')).toHaveTextContent('Whoever holds this token can act')
    await expect(tokens.queryByRole('textbox')).toBeNull()

    await press(/^Show it all the same ?: session_token$/)
    const field = await tokens.findByRole<HTMLTextAreaElement>('textbox', { name: 'Text of the session_token' })
    await expect(shortHash(field.value)).toBe(sessionToken)
    await expect(field.textContent).toBe('')

    await press(/^Hide token ?: session_token$/)
    await waitFor(() => expect(tokens.queryByRole('textbox')).toBeNull(), PATIENCE)
    await press(/^Show token ?: session_token$/)
    await expect(await inside.findByRole('alert')).toBeVisible()
  }),
}
