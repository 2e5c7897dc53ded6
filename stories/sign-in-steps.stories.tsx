// The ways on: replies that are no session yet, each with the steps that finish the sign-in.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import { expect, waitFor } from 'storybook/test'
import { asUser, inSite, render } from './sign-in/in-site'
import { WRONG_PASSWORD } from './sign-in/site-user'

const meta: Meta = { title: 'Capabilities/Sign-in steps', render }

export default meta
type Story = StoryObj

const NEW_PASSWORD = 'Lantern-2026'

export const PasswordWarningSkipped: Story = {
  name: 'PASSWORD_WARN: not now',
  ...inSite({
    shows: { en: 'A password that expires soon is good for now.', zh: '即将到期的密码仍可使用。' },
  }),
  play: asUser(async ({ words, enterPassword, expectStep, press, expectSignedIn, countCalls }) => {
    await enterPassword('warn')
    await expectStep(words.titles['password-warning'])
    await press(words.skip)
    await expectSignedIn()
    await expect(countCalls('/pwd/skip-update')).toBe(1)
  }),
}

/** The service's rules stand beside the field; what breaks them here is not sent. */
export const PasswordWarningChanged: Story = {
  name: 'PASSWORD_WARN: changed',
  ...inSite({
    shows: {
      en: 'The password is changed on the way in, by the rules of the service.',
      zh: '登录途中按服务的规则修改密码。',
    },
  }),
  play: asUser(async (user) => {
    const { words, enterPassword, expectStep, field, fill, press, expectAlert, expectSignedIn, countCalls } = user
    await enterPassword('warn')
    await expectStep(words.titles['password-warning'])
    await expect(field('newPassword')).toHaveAttribute('autocomplete', 'new-password')

    await fill('oldPassword', EMULATOR_PASSWORD)
    await fill('newPassword', 'Short-1')
    await press(words.change)
    await waitFor(() => expect(field('newPassword')).toHaveFocus())
    await expect(field('newPassword')).toHaveAccessibleDescription(
      expect.stringContaining(words.passwordLength.both(8, 20)),
    )
    await expect(countCalls('/pwd/update')).toBe(0)

    await fill('newPassword', 'letters-alone')
    await press(words.change)
    await expectAlert(words.newPasswordRefused)
    await waitFor(() => expect(field('newPassword')).toHaveFocus())

    await fill('newPassword', NEW_PASSWORD)
    await press(words.change)
    await expectSignedIn()
    await expect(countCalls('/pwd/update')).toBe(2)
  }),
}

export const PasswordExpired: Story = {
  name: 'PASSWORD_EXPIRED',
  ...inSite({
    shows: {
      en: 'An expired password has to be changed; a wrong old one counts.',
      zh: '已到期的密码必须修改；输错旧密码会计入次数。',
    },
  }),
  play: asUser(async (user, { canvas }) => {
    const { words, enterPassword, expectStep, fill, field, press, expectAlert, expectSignedIn } = user
    await enterPassword('expired')
    await expectStep(words.titles['password-expired'])
    await expect(canvas.queryByRole('button', { name: words.skip })).toBeNull()
    await fill('oldPassword', WRONG_PASSWORD)
    await fill('newPassword', NEW_PASSWORD)
    await press(words.change)
    await expectAlert(words.attemptsLeft(4))
    await waitFor(() => expect(field('oldPassword')).toHaveFocus())

    await fill('oldPassword', EMULATOR_PASSWORD)
    await press(words.change)
    await expectSignedIn()
  }),
}

export const SecondFactorBySms: Story = {
  name: 'MFA_AUTH: by SMS',
  ...inSite({
    shows: { en: 'A second factor: a code by SMS to the own number.', zh: '第二因素：发送到本人手机的短信验证码。' },
    emulator: { captcha: true },
  }),
  play: asUser(async (user) => {
    const { words, enterPassword, expectStep, fill, press, solvePuzzle, readCode, expectSignedIn, countCalls } = user
    await enterPassword('mfa')
    await expectStep(words.titles['second-factor'])
    await fill('mobile', '13800000005')
    await press(words.sendCode)
    await expectStep(words.titles.captcha)
    await solvePuzzle()
    await expectStep(words.titles['code-sent'])
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()
    await expect(countCalls('/mfa/sms')).toBe(1)
  }),
}

/** Who cannot see the puzzle gets the code by e-mail. */
export const SecondFactorByEmail: Story = {
  name: 'MFA_AUTH: by e-mail, round the puzzle',
  ...inSite({
    shows: {
      en: 'A second factor by e-mail: also the way for a person who cannot see the puzzle.',
      zh: '第二因素：邮箱验证码，也适合看不到拼图的人。',
    },
  }),
  play: asUser(async (user) => {
    const { words, enterPassword, expectStep, fill, press, readCode, expectSignedIn, countCalls } = user
    await enterPassword('mfa')
    await expectStep(words.titles['second-factor'])
    await fill('mobile', '13800000005')
    await press(words.sendCode)
    await expectStep(words.titles.captcha)
    await press(words.puzzle.otherWays.email)
    await expectStep(words.titles['second-factor'])
    await fill('email', 'mfa@example.com')
    await press(words.sendCode)
    await expectStep(words.titles['code-sent'])
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()
    await expect(countCalls('/mfa/email')).toBe(1)
  }),
}

export const UserRegister: Story = {
  name: 'WeChat: USER_REGISTER',
  ...inSite({
    shows: {
      en: 'WeChat knows the person, the tenant does not yet: a code makes the account.',
      zh: '首次使用微信登录：用验证码完善账号。',
    },
    site: { weChatCode: 'wechat-new' },
  }),
  play: asUser(async ({ words, press, expectStep, choose, fill, readCode, expectSignedIn, countCalls }) => {
    await press(words.weChat)
    await expectStep(words.titles.USER_REGISTER)
    await choose(words.codeWays.email)
    await fill('email', 'new@example.com')
    await press(words.sendCode)
    await expectStep(words.titles['code-sent'])
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()
    await expect(countCalls('/social/bind')).toBe(1)
  }),
}

/** The service's sample has a space before this status. */
export const SocialBind: Story = {
  name: 'WeChat: SOCIAL_BIND',
  ...inSite({
    shows: {
      en: 'A WeChat account is linked to an account that is there, once.',
      zh: '将微信绑定到已有账号，只需一次。',
    },
    site: { weChatCode: 'wechat-unbound' },
  }),
  play: asUser(async ({ words, press, expectStep, fill, solvePuzzle, readCode, expectSignedIn, countCalls }) => {
    await press(words.weChat)
    await expectStep(words.titles.SOCIAL_BIND)
    await fill('mobile', '13800000001')
    await press(words.sendCode)
    await expectStep(words.titles.captcha)
    await solvePuzzle()
    await expectStep(words.titles['code-sent'])
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()

    await press(words.signOut)
    await expectStep(words.titles.ready)
    await press(words.weChat)
    await expectSignedIn()
    await expect(countCalls('/social/bind')).toBe(1)
  }),
}

export const AccessDenied: Story = {
  name: 'ACCESS_DENIED',
  ...inSite({
    shows: {
      en: 'The password is right, and the app is closed to this account.',
      zh: '密码正确，但此账号无权使用该应用。',
    },
  }),
  play: asUser(async ({ words, enterPassword, expectStep, press, field, expectSignedIn }) => {
    await enterPassword('denied')
    await expectStep(words.titles.denied)
    await press(words.otherAccount)
    await expectStep(words.titles.ready)
    await expect(field('password')).toHaveValue('')
    await enterPassword('demo')
    await expectSignedIn()
  }),
}
