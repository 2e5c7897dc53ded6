// The guards: who is signed in sees one part of the page, who is not sees the other, and nobody a wrong one.
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { ReactElement } from 'react'
import { SignedIn, SignedOut, useClaims, useSession } from 'react-ciam'
import { expect, waitFor } from 'storybook/test'
import { Action } from './scene/Action'
import { Card } from './scene/Card'
import { LedgerTable } from './scene/LedgerTable'
import { inScene, playing, type PlayParts } from './scene/scene'
import { slowly } from './scene/slow-storage'
import { TokenCard } from './scene/TokenCard'
import { useScene } from './scene/useScene'

const meta: Meta = { title: 'Capabilities/Guards' }

export default meta
type Story = StoryObj

const INSIDE = '<SignedIn>'
const OUTSIDE = '<SignedOut>'

const words = {
  en: {
    fallback: 'One moment …',
    welcome: (name: string) => `Welcome, ${name}.`,
    stranger: 'Please sign in.',
    note: 'A note',
    switch: 'Sign in as somebody else',
  },
  zh: {
    fallback: '请稍候……',
    welcome: (name: string) => `欢迎，${name}。`,
    stranger: '请登录。',
    note: '便笺',
    switch: '以他人身份登录',
  },
}

function Waiting(): ReactElement {
  const { spoken } = useScene()
  return <p className="placeholder">{words[spoken].fallback}</p>
}

/** What is inside of `<SignedIn>`, with something half-filled. */
function Inside(): ReactElement {
  const { said, spoken, signIn } = useScene()
  const signOut = useSession((session) => session.signOut)
  const userName = useClaims((claims) => claims.userName)
  return (
    <>
      <p>{words[spoken].welcome(userName ?? '…')}</p>
      <label className="field">
        <span>{words[spoken].note}</span>
        <textarea rows={2} />
      </label>
      <div className="row">
        <Action act={signOut}>{said.signOut}</Action>
        <Action act={() => signIn('second')}>{words[spoken].switch}</Action>
      </div>
    </>
  )
}

/** What is inside of `<SignedOut>`. */
function Outside(): ReactElement {
  const { said, spoken, signIn } = useScene()
  return (
    <>
      <p>{words[spoken].stranger}</p>
      <div className="row">
        <Action isPrimary act={() => signIn()}>
          {said.signIn}
        </Action>
      </div>
    </>
  )
}

const guarded = () => (
  <>
    <Card title={INSIDE}>
      <div className="guarded">
        <SignedIn fallback={<Waiting />}>
          <Inside />
        </SignedIn>
      </div>
    </Card>
    <Card title={OUTSIDE}>
      <div className="guarded">
        <SignedOut fallback={<Waiting />}>
          <Outside />
        </SignedOut>
      </div>
    </Card>
  </>
)

/** Whether the guard of that name shows nothing at all. */
const isEmpty = ({ canvas }: Pick<PlayParts, 'canvas'>, name: string): boolean =>
  canvas.getByRole('region', { name }).querySelector('.guarded')?.childNodes.length === 0

/** Storage has not answered yet: both guards show their fallback, and neither shows what it guards. */
export const Restoring: Story = {
  name: 'Restoring, then signed in',
  ...inScene({
    shows: {
      en: 'While storage is being read, guards show their fallback: no flash of a sign-in form, nor of the account.',
      zh: '读取存储期间，守卫显示后备内容：登录表单与账户都不会一闪而过。',
    },
    stored: 'fresh',
    storage: slowly({ reads: 1_500 }),
  }),
  render: guarded,
  play: playing(async ({ canvas, region, spoken }) => {
    const said = words[spoken]
    await expect(canvas.getAllByText(said.fallback)).toHaveLength(2)
    await expect(canvas.queryByText(said.stranger)).toBeNull()
    await expect(canvas.queryByRole('button')).toBeNull()

    await waitFor(() => expect(region(INSIDE).getByText(said.welcome('demo'))).toBeVisible(), { timeout: 4_000 })
    await expect(canvas.queryByText(said.fallback)).toBeNull()
    await expect(isEmpty({ canvas }, OUTSIDE)).toBe(true)
  }),
}

/** Sign-in and sign-out switch the guards at once. */
export const SwitchedBySignInAndSignOut: Story = {
  name: 'Switched by sign-in and sign-out',
  ...inScene({
    shows: {
      en: 'Signing in and out switches the guards at once.',
      zh: '登录与退出会立即切换守卫。',
    },
  }),
  render: guarded,
  play: playing(async ({ canvas, region, press, said: shared, spoken, readStored, expectRefreshes }) => {
    const said = words[spoken]
    const expectOnly = async (shown: string, empty: string) => {
      await waitFor(() => expect(isEmpty({ canvas }, shown)).toBe(false))
      await expect(isEmpty({ canvas }, empty)).toBe(true)
    }
    await expectOnly(OUTSIDE, INSIDE)

    await press(shared.signIn)
    await expectOnly(INSIDE, OUTSIDE)
    await expect(region(INSIDE).getByText(said.welcome('demo'))).toBeVisible()

    await press(shared.signOut)
    await expectOnly(OUTSIDE, INSIDE)
    await waitFor(() => expect(readStored()).toEqual({ sessionToken: null, idToken: null }))

    await press(shared.signIn)
    await expectOnly(INSIDE, OUTSIDE)
    await expectRefreshes(0)
  }),
}

/** Another person signs in over the first one: the page is theirs, and the session another one. */
export const SwitchedToAnotherUser: Story = {
  name: 'Switched to another user',
  ...inScene({
    shows: {
      en: 'Another person signs in over the first one: the guards stay, the claims are theirs, the session is a new one.',
      zh: '另一人直接登录：守卫不变，用户信息属于新用户，会话也是新的。',
    },
    stored: 'fresh',
  }),
  render: guarded,
  play: playing(async ({ region, press, spoken, client }) => {
    const said = words[spoken]
    const sessionKey = () => {
      const snapshot = client.getSnapshot()
      return snapshot.status === 'signed-in' ? snapshot.sessionKey : null
    }
    const before = sessionKey()
    await press(said.switch)
    await waitFor(() => expect(region(INSIDE).getByText(said.welcome('second'))).toBeVisible())
    await expect(sessionKey()).not.toBeNull()
    await expect(sessionKey()).not.toBe(before)
  }),
}

/** The service fails and the id_token ends: what a user has half written is still there. */
export const OutageUnmountsNothing: Story = {
  name: 'An outage unmounts nothing',
  ...inScene({
    shows: {
      en: 'The service fails and the id_token ends: guards go by the session, so a half-written note stays.',
      zh: '服务故障且 id_token 到期：守卫只看会话，写了一半的便笺仍在。',
    },
    emulator: { idTokenLifetime: 2 },
    stored: 'fresh',
    prepare: ({ emulator }) => emulator.fail(Array.from({ length: 50 }, () => '500')),
  }),
  render: () => (
    <>
      {guarded()}
      <TokenCard />
      <LedgerTable />
    </>
  ),
  play: playing(async ({ canvas, region, userEvent, said: shared, spoken, client }) => {
    const said = words[spoken]
    const note = canvas.getByRole('textbox', { name: said.note })
    await userEvent.type(note, 'half a sentence')
    await waitFor(() => expect(region(shared.idToken).getByText(shared.statuses.error)).toBeVisible(), {
      timeout: 6_000,
    })
    await expect(canvas.getByRole('textbox', { name: said.note })).toBe(note)
    await expect(note).toHaveValue('half a sentence')
    await expect(isEmpty({ canvas }, OUTSIDE)).toBe(true)
    await expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'SERVICE_BUSY' } })
  }),
}
