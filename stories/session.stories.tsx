// One session in each of its states: signed out, signed in, refreshed, troubled, ended. And a page to play with.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { memoryStorage } from 'react-ciam/storage'
import { createEmulator, EMULATOR_PASSWORD, type Emulator, type EmulatorOptions } from 'react-ciam/testing'
import { expect, waitFor, within } from 'storybook/test'
import { oncePerMount, type StoryLoader } from './scene/scene'
import { readChoices, toEmulatorOptions, type ToolbarChoices } from './scene/toolbar'
import { createBench, createLiveBench, type Bench } from './session-page/bench'
import { connectInPage } from './session-page/service-link'
import { SessionPage } from './session-page/SessionPage'
import { watchStorage } from './scene/watched-storage'

interface Loaded {
  bench: Bench
  emulator: Emulator
}

const meta: Meta = {
  title: 'Session',
  render: (_args, { loaded }) => <SessionPage bench={(loaded as unknown as Loaded).bench} />,
}

export default meta
type Story = StoryObj
type PlayContext = Parameters<NonNullable<Story['play']>>[0]

/** One bench for as long as a story is mounted. What is chosen in the toolbar meanwhile is the page's choice too. */
function lasting<Parts extends { bench: Bench }>(make: (choices: ToolbarChoices) => Parts): StoryLoader {
  const open = oncePerMount(({ globals }) => {
    const choices = readChoices(globals)
    return { parts: make(choices), choices }
  })
  return (context) => {
    const opened = open(context)
    const { bench } = opened.parts
    const [before, now] = [opened.choices, readChoices(context.globals)]
    opened.choices = now
    if (now.language !== before.language) bench.language.set(now.language)
    const changes = toEmulatorOptions({}, now)
    if (JSON.stringify(changes) !== JSON.stringify(toEmulatorOptions({}, before))) void bench.service.configure(changes)
    return opened.parts
  }
}

/** A service and a storage of the story's own: no story disturbs another. */
const ownBench = (options: EmulatorOptions = {}) =>
  lasting(() => {
    const emulator = createEmulator(options)
    const bench = createBench(connectInPage(emulator), watchStorage(memoryStorage()), 'en')
    return { bench, emulator } satisfies Loaded
  })

/** What the play function of a story needs, with the panels by their names. */
function open({ loaded, canvas, userEvent }: PlayContext) {
  const panel = (name: string | RegExp) => within(canvas.getByRole('region', { name }))
  const press = (name: string) => userEvent.click(canvas.getByRole('button', { name }))
  const { bench, emulator } = loaded as unknown as Loaded
  const signIn = async () => bench.client.signIn({ ...(await emulator.login()) })
  return { bench, emulator, canvas, userEvent, panel, press, signIn }
}

let live: Bench | undefined

/** The page to play with: after `npm start` it talks to a real server, and every tab shares its session. */
export const TryIt: Story = {
  name: 'Try it',
  loaders: [lasting(({ language }) => ({ bench: (live ??= createLiveBench(language)) }))],
}

export const SignedOut: Story = {
  loaders: [ownBench()],
  async play(context) {
    const { canvas, userEvent, press, bench, emulator } = open(context)
    await expect(canvas.getByText('Nobody is signed in.')).toBeVisible()

    await userEvent.selectOptions(canvas.getByLabelText('User'), 'mfa')
    await press('Sign in')
    const alert = await canvas.findByRole('alert')
    await expect(alert).toHaveTextContent('The sign-in is not complete yet.')
    await expect(alert).toHaveTextContent('MFA_AUTH')

    await userEvent.selectOptions(canvas.getByLabelText('User'), 'demo')
    await userEvent.type(canvas.getByLabelText('Password'), '-not')
    await press('Sign in')
    await waitFor(() => expect(canvas.getByRole('alert')).toHaveTextContent('IDAAS.SDK.LOGIN'))

    await userEvent.click(canvas.getByText('中文'))
    await expect(canvas.getByRole('button', { name: '登录' })).toBeVisible()
    await userEvent.click(canvas.getByText('English'))

    await expect(bench.client.getSnapshot().status).toBe('signed-out')
    await expect(emulator.ledger.refreshes()).toHaveLength(0)
  },
}

export const SignedIn: Story = {
  loaders: [ownBench({ rotation: 'on' })],
  async play(context) {
    const { canvas, canvasElement, panel, press, userEvent, bench } = { ...open(context), ...context }
    await userEvent.clear(canvas.getByLabelText('Password'))
    await userEvent.type(canvas.getByLabelText('Password'), EMULATOR_PASSWORD)
    await press('Sign in')

    const meter = await canvas.findByRole('meter', { name: 'Life of the id_token' })
    const left = Number(meter.getAttribute('aria-valuenow'))
    await expect(left).toBeGreaterThan(290)
    await waitFor(() => expect(Number(meter.getAttribute('aria-valuenow'))).toBeLessThan(left), { timeout: 3_000 })

    await press('Call the sample API')
    await expect(await canvas.findByRole('region', { name: 'Answer of the sample API' })).toHaveTextContent('demo')

    const [, record = ''] = bench.storage.read().find(([key]) => key.startsWith('react-ciam:session:')) ?? []
    const { sessionToken, idToken } = JSON.parse(record) as { sessionToken: string; idToken: string }
    await expect(panel(/^What storage holds/).getByText('sessionToken')).toBeVisible()
    await expect(sessionToken).toHaveLength(32)
    for (const token of [sessionToken, ...idToken.split('.')]) {
      await expect(canvasElement.ownerDocument.documentElement.outerHTML).not.toContain(token)
    }
  },
}

export const RefreshedAheadOfItsEnd: Story = {
  name: 'Refreshed ahead of its end',
  loaders: [ownBench({ rotation: 'on', idTokenLifetime: 4 })],
  async play(context) {
    const { panel, signIn, bench, emulator } = open(context)
    await signIn()
    const endsAt = Date.now() + 4_000

    const timeline = panel('Timeline')
    await waitFor(() => expect(timeline.getByText('Refreshed')).toBeVisible(), { timeout: 6_000 })
    await expect(Date.now()).toBeLessThan(endsAt)
    await expect(timeline.getByText(/session_token rotated and saved/)).toBeVisible()

    const [refresh] = emulator.ledger.refreshes()
    await expect(refresh).toMatchObject({ outcome: 'rotated', reused: false })
    await expect(bench.timeline.get()[0]?.sessionToken).toBe(refresh?.issued)
  },
}

export const ServiceBusy: Story = {
  name: 'Service busy, then not',
  loaders: [ownBench({ rotation: 'on', idTokenLifetime: 4 })],
  async play(context) {
    const { canvas, panel, press, signIn, bench, emulator } = open(context)
    await signIn()
    await canvas.findByRole('meter')

    await press('busy')
    await expect(canvas.getByText('In line: busy')).toBeVisible()
    await press('Refresh now')
    await expect(await canvas.findByRole('alert')).toHaveTextContent('System busy, please try again later.')
    await expect(panel('Timeline').getByText('Refresh failed')).toBeVisible()
    await expect(bench.client.getSnapshot().status).toBe('signed-in')

    // It tries again by itself.
    await waitFor(() => expect(canvas.queryByRole('alert')).toBeNull(), { timeout: 6_000 })
    await expect(panel('Timeline').getByText('Refreshed')).toBeVisible()
    await expect(emulator.ledger.refreshes().map(({ outcome }) => outcome)).toEqual(['busy', 'rotated'])
  },
}

export const SignedOutElsewhere: Story = {
  name: 'Signed out in another tab',
  loaders: [ownBench()],
  async play(context) {
    const { canvas, panel, signIn, bench } = open(context)
    await signIn()
    await canvas.findByRole('meter')

    await bench.openTab().signOut()
    await expect(await canvas.findByRole('button', { name: 'Sign in' })).toBeVisible()
    await expect(canvas.getAllByText('Signed out.')[0]).toBeVisible()
    await expect(panel(/^What storage holds/).queryByText('sessionToken')).toBeNull()
  },
}

export const RotationLost: Story = {
  name: 'A rotated token lost on its way',
  loaders: [ownBench({ rotation: 'revoke', idTokenLifetime: 4 })],
  async play(context) {
    const { canvas, panel, press, signIn } = open(context)
    await signIn()
    await canvas.findByRole('meter')

    // The service rotates, the answer is cut: this browser holds a used token, and cannot know it.
    await press('a lost answer')
    await press('Refresh now')
    await expect(await canvas.findByRole('alert')).toHaveTextContent('NETWORK')

    const form = await canvas.findByRole('region', { name: 'Sign in' }, { timeout: 6_000 })
    await expect(form).toHaveTextContent('A rotated token was lost on its way, so the session ended.')
    await expect(panel('The service’s ledger').getByText('used before')).toBeVisible()
  },
}
