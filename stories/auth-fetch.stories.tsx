// client.fetch: the id_token goes with each call to the app's own APIs; a refusal costs one refresh and one repeat.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { SAMPLE_API_PATH, type LedgerEntry } from 'react-ciam/testing'
import { expect, waitFor } from 'storybook/test'
import { ApiCard } from './auth-fetch/ApiCard'
import { authFetchWords } from './auth-fetch/words'
import type { Scene } from './scene/create-scene'
import { LedgerTable } from './scene/LedgerTable'
import { inScene, playing } from './scene/scene'
import { TokenCard } from './scene/TokenCard'
import { useScene } from './scene/useScene'

const meta: Meta = { title: 'Capabilities/Auth fetch' }

export default meta
type Story = StoryObj

const PATIENCE = { timeout: 15_000 }
const LIFE = 300_000
const SPACING = 1_050

const cards = () => (
  <>
    <ApiCard />
    <TokenCard />
    <LedgerTable />
  </>
)

/** By the service's clock the token that the client takes for good has ended. */
const endedForTheService = ({ emulator }: Scene): void => emulator.clock.advance(LIFE + 1_000)

const inShort = (entries: readonly LedgerEntry[]): string[] => entries.map(({ kind, outcome }) => `${kind} ${outcome}`)

/** The call carries the token, and the service's own headers below its address. */
export const HeaderAdded: Story = {
  name: 'Header added',
  ...inScene({
    shows: {
      en: 'The call goes out with the Authorization header: the API answers with whose token it is.',
      zh: '调用带着 Authorization 头发出：API 的应答说明令牌属于谁。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
  }),
  render: cards,
  play: playing(async ({ region, press, spoken, emulator, readStored, expectRefreshes }) => {
    const own = authFetchWords[spoken]
    await press(own.call(1))
    await waitFor(() => expect(region(own.api).getByText('200')).toBeVisible(), PATIENCE)
    await expect(region(own.api).getByRole('group')).toHaveTextContent('"userName": "demo"')
    const [call] = emulator.ledger.entries()
    await expect(call).toMatchObject({ kind: 'sample-api', outcome: 'ok', token: readStored().idToken })
    await expectRefreshes(0)
  }),
}

/** A refused token costs one refresh, and the caller gets the answer of the repeat. */
export const RefusedOnce: Story = {
  name: 'Refused once',
  ...inScene({
    shows: {
      en: 'The API refuses the token with a 401: it is refreshed once, the call is repeated, and the caller gets the 200.',
      zh: 'API 以 401 拒绝令牌：刷新一次并重发，调用方得到 200。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
    prepare: endedForTheService,
  }),
  render: cards,
  play: playing(async ({ region, press, spoken, emulator, readStored, expectRefreshes }) => {
    const own = authFetchWords[spoken]
    const before = readStored().idToken
    await press(own.call(1))
    await waitFor(() => expect(region(own.api).getByText('200')).toBeVisible(), PATIENCE)
    await expect(inShort(emulator.ledger.entries())).toEqual(['sample-api 401', 'refresh rotated', 'sample-api ok'])
    const [refused, , repeated] = emulator.ledger.entries()
    await expect(refused?.token).toBe(before)
    await expect(repeated?.token).toBe(readStored().idToken)
    await expect(repeated?.token).not.toBe(before)
    await expectRefreshes(1)
  }),
}

/** The service refuses an id_token with a 400 and a code of its own: that is the same. */
export const RefusedByTheServicesCode: Story = {
  name: 'Refused by the service’s code',
  ...inScene({
    shows: {
      en: 'The service’s own APIs refuse an id_token with a 400 and the code PARAM.0016: that counts as a 401.',
      zh: '服务自己的 API 以 400 和代码 PARAM.0016 拒绝 id_token：等同于 401。',
    },
    emulator: { rotation: 'on', apiRefusal: '400' },
    stored: 'fresh',
    prepare: endedForTheService,
  }),
  render: cards,
  play: playing(async ({ region, press, spoken, emulator, expectRefreshes }) => {
    const own = authFetchWords[spoken]
    await press(own.call(1))
    await waitFor(() => expect(region(own.api).getByText('200')).toBeVisible(), PATIENCE)
    await expect(inShort(emulator.ledger.entries())).toEqual(['sample-api 0016', 'refresh rotated', 'sample-api ok'])
    await expect(emulator.ledger.entries()[0]?.status).toBe(400)
    await expectRefreshes(1)
  }),
}

/** An API that refuses a fresh token as well: the caller gets its answer, and no further refresh is wasted on it. */
export const RefusedAgain: Story = {
  name: 'Refused again',
  ...inScene({
    shows: {
      en: 'This API refuses a fresh token too: the caller gets that 401, and later calls waste no further refresh.',
      zh: '此 API 连新令牌也拒绝：调用方得到 401，之后的调用不再浪费刷新。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
    // An API of another app: it takes nobody's token.
    fetch: (fetch) => async (input, init) => {
      const isApi = new URL(input instanceof Request ? input.url : input).pathname === SAMPLE_API_PATH
      return isApi ? Response.json({ error: 'forbidden_audience' }, { status: 401 }) : fetch(input, init)
    },
  }),
  render: cards,
  play: playing(async ({ region, press, spoken, client, emulator, expectRefreshes }) => {
    const own = authFetchWords[spoken]
    await press(own.call(1))
    await waitFor(() => expect(region(own.api).getByText('401')).toBeVisible(), PATIENCE)
    await expect(region(own.api).getByRole('group')).toHaveTextContent('forbidden_audience')
    await expectRefreshes(1)

    // Within a second after a refresh no other is made in any case.
    const refreshedAt = emulator.ledger.refreshes()[0]?.time ?? 0
    await waitFor(() => expect(Date.now()).toBeGreaterThan(refreshedAt + SPACING), PATIENCE)
    await press(own.call(1))
    await expect((await client.fetch(`${window.location.origin}${SAMPLE_API_PATH}`)).status).toBe(401)
    await expect(client.getSnapshot().status).toBe('signed-in')
    await expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated' }])
  }),
}

/** The token goes to the page's origin, the service's and those of `apiOrigins`, and nowhere else. */
export const ForeignOrigin: Story = {
  name: 'Foreign origin',
  ...inScene({
    shows: {
      en: 'To an origin that was not allowed nothing is sent at all: neither the token nor the call.',
      zh: '发往未获许可的源时什么都不会发送：令牌和调用都不会。',
    },
    stored: 'fresh',
  }),
  render: () => (
    <>
      <ApiCard url="https://elsewhere.invalid/orders" />
      <TokenCard />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ region, press, spoken, client, emulator }) => {
    const own = authFetchWords[spoken]
    await press(own.call(1))
    await expect(await region(own.api).findByRole('alert', {}, PATIENCE)).toHaveTextContent('CONFIG')
    await expect(client.fetch('https://elsewhere.invalid/orders')).rejects.toMatchObject({ code: 'CONFIG' })
    await expect(emulator.ledger.entries()).toHaveLength(0)
  }),
}

const BODY = JSON.stringify({ order: 17 })
const asStream = (): RequestInit => ({ method: 'POST', body: new Response(BODY).body, duplex: 'half' }) as RequestInit

function Bodies() {
  const { spoken } = useScene()
  const { asJson, asStream: stream } = authFetchWords[spoken]
  return <ApiCard inits={{ [stream]: asStream, [asJson]: () => ({ method: 'POST', body: BODY }) }} />
}

/** A stream is gone once it was sent: its caller gets the refusal, and may make the call anew. */
export const BodyThatCannotBeSentTwice: Story = {
  name: 'Body that cannot be sent twice',
  ...inScene({
    shows: {
      en: 'A stream can be sent once: after a 401 its caller gets that. The same body as text is repeated.',
      zh: '流只能发送一次：收到 401 时原样交给调用方。同样的内容若是文本，则会重发。',
    },
    emulator: { rotation: 'on' },
    stored: 'fresh',
    prepare: endedForTheService,
  }),
  render: () => (
    <>
      <Bodies />
      <TokenCard />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ region, press, spoken, emulator, expectRefreshes }) => {
    const own = authFetchWords[spoken]
    await press(own.asStream)
    await waitFor(() => expect(region(own.api).getByText('401')).toBeVisible(), PATIENCE)
    await expectRefreshes(0)

    await press(own.asJson)
    await waitFor(() => expect(region(own.api).getByText('200')).toBeVisible(), PATIENCE)
    await expect(region(own.api).getByRole('group')).toHaveTextContent('order')
    const posts = emulator.ledger.entries().filter(({ method, kind }) => method === 'POST' && kind === 'sample-api')
    await expect(inShort(posts)).toEqual(['sample-api 401', 'sample-api 401', 'sample-api ok'])
    await expectRefreshes(1)
  }),
}

/** Callers that are refused together share one refresh. */
export const FiveCallersOneRefresh: Story = {
  name: 'Five callers, one refresh',
  ...inScene({
    shows: {
      en: 'Five calls are refused together: they share one refresh, and each is repeated.',
      zh: '五个调用同时被拒绝：共用一次刷新，各自重发。',
    },
    emulator: { rotation: 'on', latency: 300 },
    stored: 'fresh',
    prepare: endedForTheService,
  }),
  render: () => (
    <>
      <ApiCard count={5} />
      <TokenCard />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ region, press, spoken, emulator, expectRefreshes }) => {
    const own = authFetchWords[spoken]
    await press(own.call(5))
    await waitFor(() => expect(region(own.api).getAllByText('200')).toHaveLength(5), PATIENCE)
    const outcomes = inShort(emulator.ledger.entries())
    await expect(outcomes.filter((outcome) => outcome === 'sample-api 401')).toHaveLength(5)
    await expect(outcomes.filter((outcome) => outcome === 'sample-api ok')).toHaveLength(5)
    await expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated', reused: false }])
    await expectRefreshes(1)
  }),
}
