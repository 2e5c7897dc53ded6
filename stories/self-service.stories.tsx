// The own account of a signed-in person: password, mobile number, name, WeChat; and the ways out.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { EMULATOR_PASSWORD, type OutboxEntry } from 'react-ciam/testing'
import { expect, waitFor, within } from 'storybook/test'
import type { PlayParts } from './scene/scene'
import { asUser, inSite, render } from './sign-in/in-site'
import { type SiteUser, WRONG_PASSWORD } from './sign-in/site-user'

const meta: Meta = { title: 'Capabilities/Self-service', render }

export default meta
type Story = StoryObj

const NEW_PASSWORD = 'Lantern-2026'

async function openAccount({ words, press, expectStep }: SiteUser): Promise<void> {
  await waitFor(() => press(words.account))
  await expectStep(words.account)
}

/** What is inside of a section of the account page. */
const section = ({ canvas }: PlayParts, name: string) => within(canvas.getByRole('region', { name }))

const expectDone = (parts: PlayParts, name: string, sentence: string) =>
  waitFor(() => expect(section(parts, name).getByRole('status')).toHaveTextContent(sentence), { timeout: 6_000 })

const expectRefused = (parts: PlayParts, name: string, sentence: string) =>
  waitFor(() => expect(section(parts, name).getByRole('alert')).toHaveTextContent(sentence), { timeout: 6_000 })

export const Name: Story = {
  ...inSite({
    shows: { en: 'The name is changed, and stands in the next id_token.', zh: '修改姓名，新的 id_token 中即可看到。' },
    stored: 'fresh',
  }),
  play: asUser(async (user, parts) => {
    const { words, fill, press } = user
    await openAccount(user)
    await fill('name', 'Lin')
    await press(words.self.saveName)
    await expectDone(parts, words.self.profile, words.self.nameSaved)
    await press(words.self.back)
    await user.expectStep(words.greeting('Lin'))
  }),
}

/** Whether there is a password, the service says. */
export const Password: Story = {
  ...inSite({
    shows: {
      en: 'The password is changed: the old one is wanted, and a wrong one is said.',
      zh: '修改密码：须输入旧密码，输错会提示。',
    },
    stored: 'fresh',
  }),
  play: asUser(async (user, parts) => {
    const { words, fill, field, press, countCalls, enterPassword, expectSignedIn } = user
    await openAccount(user)
    await waitFor(() => expect(field('oldPassword')).toBeVisible())
    await fill('oldPassword', WRONG_PASSWORD)
    await fill('newPassword', NEW_PASSWORD)
    await press(words.change)
    await expectRefused(parts, words.self.password, words.oldPasswordWrong)
    await waitFor(() => expect(field('oldPassword')).toHaveFocus())

    await fill('oldPassword', EMULATOR_PASSWORD)
    await press(words.change)
    await expectDone(parts, words.self.password, words.self.passwordChanged)
    await expect(field('oldPassword')).toHaveValue('')
    await expect(countCalls('/pwd/change')).toBe(2)

    await press(words.self.back)
    await press(words.signOut)
    await user.expectStep(words.titles.ready)
    await enterPassword('demo', NEW_PASSWORD)
    await expectSignedIn()
  }),
}

/** The app's own server sends the code: the service's pages name no call for that. */
export const PasswordByEmail: Story = {
  name: 'Password by e-mail',
  ...inSite({
    shows: {
      en: 'The present password is forgotten: a code by e-mail stands in for it.',
      zh: '忘记当前密码：用邮箱验证码代替。',
    },
    stored: 'fresh',
  }),
  play: asUser(async (user, parts) => {
    const { words, fill, field, press, countCalls, readCode, enterPassword, expectSignedIn } = user
    await openAccount(user)
    await waitFor(() => expect(field('oldPassword')).toBeVisible())
    await press(words.self.passwordByEmail)
    await waitFor(() => expect(field('code')).toBeVisible())
    const [{ to, type }] = parts.emulator.outbox.entries() as [OutboxEntry]
    await expect([to, type]).toEqual(['demo@example.com', 'UPDATE_PWD_EMS'])
    await expect(section(parts, words.self.password).getByText(words.codeSentTo(to))).toBeVisible()

    await fill('code', readCode() === '000000' ? '111111' : '000000')
    await fill('newPassword', NEW_PASSWORD)
    await press(words.change)
    await expectRefused(parts, words.self.password, words.codeWrong)
    await waitFor(() => expect(field('code')).toHaveFocus())

    await fill('code', readCode())
    await press(words.change)
    await expectDone(parts, words.self.password, words.self.passwordChanged)
    await waitFor(() => expect(field('oldPassword')).toHaveValue(''))
    await expect(field('newPassword')).toHaveValue('')
    await expect(countCalls('/pwd/update-by-email')).toBe(2)

    await press(words.self.back)
    await press(words.signOut)
    await user.expectStep(words.titles.ready)
    await enterPassword('demo', NEW_PASSWORD)
    await expectSignedIn()
  }),
}

/** Came by WeChat, and has none. */
export const FirstPassword: Story = {
  name: 'First password',
  ...inSite({
    shows: {
      en: 'Who came by WeChat has no password yet: a new one is all that is asked for.',
      zh: '用微信注册的账号尚无密码，只需设置新密码。',
    },
    site: { weChatCode: 'wechat-new' },
  }),
  play: asUser(async (user, parts) => {
    const { words, press, choose, fill, expectStep, readCode, expectSignedIn, field } = user
    await press(words.weChat)
    await expectStep(words.titles.USER_REGISTER)
    await choose(words.codeWays.email)
    await fill('email', 'new@example.com')
    await press(words.sendCode)
    await expectStep(words.titles['code-sent'])
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()

    await openAccount(user)
    await waitFor(() => expect(section(parts, words.self.password).getByText(words.self.hasNone)).toBeVisible())
    await fill('newPassword', NEW_PASSWORD)
    await press(words.self.setPassword)
    await expectDone(parts, words.self.password, words.self.passwordChanged)
    await waitFor(() => expect(field('oldPassword')).toBeVisible())
  }),
}

export const Mobile: Story = {
  name: 'Mobile number',
  ...inSite({
    shows: {
      en: 'Another mobile number: a puzzle, a code to the new number, the change.',
      zh: '更换手机号：拼图、发送到新号码的验证码、完成更换。',
    },
    stored: 'fresh',
    emulator: { captcha: true },
  }),
  play: asUser(async (user, parts) => {
    const { words, fill, field, press, solvePuzzle, readCode } = user
    await openAccount(user)
    await fill('newMobile', '13900000009')
    await press(words.sendCode)
    await solvePuzzle(-25)
    await expectRefused(parts, words.self.mobile, words.puzzleWrong)
    await solvePuzzle()
    await waitFor(() => expect(field('code')).toBeVisible())
    await fill('code', readCode() === '000000' ? '111111' : '000000')
    await press(words.self.changeMobile)
    await expectRefused(parts, words.self.mobile, words.codeWrong)
    await waitFor(() => expect(field('code')).toHaveFocus())

    await fill('code', readCode())
    await press(words.self.changeMobile)
    await expectDone(parts, words.self.mobile, words.self.mobileChanged)
    await waitFor(() =>
      expect(section(parts, words.self.mobile).getByText(words.self.mobileNow('13900000009'))).toBeVisible(),
    )
  }),
}

export const Unbind: Story = {
  name: 'WeChat unlinked',
  ...inSite({
    shows: { en: 'WeChat is unlinked, after one more question.', zh: '再次确认后解绑微信。' },
    stored: 'fresh',
  }),
  play: asUser(async (user, parts) => {
    const { words, press, countCalls } = user
    await openAccount(user)
    await press(words.self.unbind)
    await expect(countCalls('/social/unbind-account')).toBe(0)
    await press(words.self.unbindYes)
    await expectDone(parts, words.self.weChat, words.self.unbound)

    await press(words.self.back)
    await press(words.signOut)
    await user.expectStep(words.titles.ready)
    await press(words.weChat)
    await user.expectStep(words.titles.USER_REGISTER)
  }),
}

/** Here first, then at the service: a navigation, so the address is a link. */
export const SignOutEverywhere: Story = {
  name: 'Sign out everywhere',
  ...inSite({
    shows: {
      en: 'Signed out here first; then the browser goes to the service, which ends its own sign-in.',
      zh: '先在本地退出，再由浏览器前往服务，结束其单点登录。',
    },
    stored: 'fresh',
  }),
  play: asUser(async ({ words, expectStep, countCalls }, { canvas, userEvent, readStored, client }) => {
    const link = await canvas.findByRole('link', { name: words.signOutEverywhere })
    const { pathname, searchParams } = new URL((link as HTMLAnchorElement).href)
    await expect(pathname).toBe('/api/v1/logout')
    await expect(searchParams.get('redirect_url')).toMatch(/goodbye$/)
    await userEvent.click(link)
    await expectStep(words.titles.ready)
    await expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
    await waitFor(() => expect(countCalls('/api/v1/logout')).toBe(1))
    await expect(readStored()).toEqual({ sessionToken: null, idToken: null })
    await expect(canvas.getByText('https://lantern.example.com/goodbye')).toBeVisible()
  }),
}

export const SessionEnded: Story = {
  name: 'Session ended meanwhile',
  ...inSite({
    shows: {
      en: 'The service ended the session: the page says so, and asks to sign in again.',
      zh: '服务结束了会话：页面会说明，并请用户重新登录。',
    },
    stored: 'fresh',
  }),
  play: asUser(async (user, { canvas, emulator, client }) => {
    const { words, expectStep, enterPassword } = user
    await openAccount(user)
    emulator.reset()
    await client.getIdToken({ force: true }).catch(() => null)
    await expectStep(words.titles.ready)
    await expect(canvas.getByText(words.sessionOver)).toBeVisible()
    await enterPassword('demo')
    await expectStep(words.account)
  }),
}
