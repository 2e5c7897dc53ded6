// The ways in: a password by each of its names, a code by SMS behind a captcha, a code by e-mail, WeChat.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import { expect, waitFor } from 'storybook/test'
import { asUser, inSite, render } from './sign-in/in-site'

const meta: Meta = { title: 'Capabilities/Sign-in', render }

export default meta
type Story = StoryObj

const DEMO_MOBILE = '13800000001'

/** Enter submits, and one request is all. */
export const Identifier: Story = {
  name: 'Password: any of the names',
  ...inSite({
    shows: {
      en: 'User name, mobile or e-mail, whatever the person types: the service finds out which.',
      zh: '用户名、手机号或邮箱均可，由服务识别。',
    },
  }),
  play: asUser(async ({ words, field, fill, expectSignedIn, countCalls }, { userEvent, canvas }) => {
    await expect(field('identifier')).toHaveAttribute('autocomplete', 'username')
    await expect(field('password')).toHaveAttribute('autocomplete', 'current-password')
    await fill('identifier', 'demo@example.com')
    await fill('password', EMULATOR_PASSWORD)
    await userEvent.keyboard('{Enter}')
    await expectSignedIn()
    await expect(canvas.getByRole('heading', { name: words.greeting('演示用户') })).toBeVisible()
    await expect(countCalls('/login/auth')).toBe(1)
  }),
}

export const UserName: Story = {
  name: 'Password: user name',
  ...inSite({
    shows: { en: 'A tenant whose people have user names.', zh: '使用用户名登录的租户。' },
    site: { passwordName: 'userName' },
  }),
  play: asUser(async ({ field, enterPassword, expectSignedIn, countCalls }) => {
    await expect(field('userName')).toHaveAttribute('autocomplete', 'username')
    await enterPassword('demo')
    await expectSignedIn()
    await expect(countCalls('/login')).toBe(1)
  }),
}

export const Mobile: Story = {
  name: 'Password: mobile number',
  ...inSite({
    shows: { en: 'A tenant whose people have mobile numbers.', zh: '使用手机号登录的租户。' },
    site: { passwordName: 'mobile' },
  }),
  play: asUser(async ({ field, enterPassword, expectSignedIn, countCalls }) => {
    await expect(field('mobile')).toHaveAttribute('inputmode', 'tel')
    await enterPassword(DEMO_MOBILE)
    await expectSignedIn()
    await expect(countCalls('/login/mobile-pwd')).toBe(1)
  }),
}

/** What is missing is said at its field, which gets the focus; nothing is sent. */
export const NothingTyped: Story = {
  name: 'Nothing typed, and a password shown',
  ...inSite({
    shows: {
      en: 'The button is never grey: it says what is missing, and goes there. A password can be looked at.',
      zh: '按钮始终可用：点击后会指出缺少的内容并定位。密码可以显示。',
    },
  }),
  play: asUser(async ({ words, field, fill, press }, { emulator, canvas }) => {
    await press(words.signIn)
    await waitFor(() => expect(field('identifier')).toHaveFocus())
    await expect(field('identifier')).toHaveAccessibleDescription(words.missing(words.fields.identifier))
    await expect(field('identifier')).toBeInvalid()

    await fill('identifier', 'demo')
    await expect(field('identifier')).toBeValid()
    await press(words.signIn)
    await waitFor(() => expect(field('password')).toHaveFocus())
    await expect(emulator.ledger.entries()).toEqual([])

    await fill('password', 'Seen-by-me')
    await press(words.showField(words.fields.password))
    await expect(field('password')).toHaveAttribute('type', 'text')
    await press(words.hideField(words.fields.password))
    await expect(field('password')).toHaveAttribute('type', 'password')
    await expect(canvas.getByRole('alert')).toBeEmptyDOMElement()
  }),
}

export const CodeBySms: Story = {
  name: 'Code by SMS, after a puzzle',
  ...inSite({
    shows: {
      en: 'A puzzle, then a code by SMS. The slider is an ordinary input: arrow keys move the piece.',
      zh: '先完成拼图，再接收短信验证码。滑块是普通输入控件，可用方向键移动。',
    },
    emulator: { captcha: true },
  }),
  play: asUser(async (user, { canvas }) => {
    const { words, choose, fill, field, press, expectStep, solvePuzzle, readCode, expectSignedIn, countCalls } = user
    await choose(words.ways.mobile)
    await fill('mobile', DEMO_MOBILE)
    await press(words.sendCode)
    await expectStep(words.titles.captcha)
    await expect(canvas.getByRole('img', { name: words.puzzle.picture })).toBeVisible()

    await solvePuzzle()
    await expectStep(words.titles['code-sent'])
    await expect(field('code')).toHaveAttribute('autocomplete', 'one-time-code')
    await expect(field('code')).toHaveAttribute('inputmode', 'numeric')
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()
    await expect(countCalls('/sms/send')).toBe(1)
    await expect(countCalls('/login/mobile-verify-code')).toBe(1)
  }),
}

export const CodeByEmail: Story = {
  name: 'Code by e-mail',
  ...inSite({
    shows: {
      en: 'A code by e-mail, which the app itself sends. The arrow keys go from tab to tab.',
      zh: '由应用自行发送的邮箱验证码。可用方向键切换登录方式。',
    },
  }),
  play: asUser(async ({ words, fill, field, press, expectStep, readCode, expectSignedIn }, { canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('tab', { name: words.ways.password }))
    await userEvent.keyboard('{ArrowLeft}')
    await expect(canvas.getByRole('tab', { name: words.ways.email })).toHaveFocus()
    await fill('email', 'demo')
    await press(words.sendCode)
    await expect(field('email')).toHaveAccessibleDescription(words.emailWrong)

    await fill('email', 'demo@example.com')
    await press(words.sendCode)
    await expectStep(words.titles['code-sent'])
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()
  }),
}

/** A code that came before, such as before a reload: nothing is sent for it. */
export const CodeAtHand: Story = {
  name: 'Code at hand',
  ...inSite({
    shows: { en: 'A code that has come already is entered at once.', zh: '已收到的验证码可直接输入。' },
    prepare: ({ emulator }) => emulator.sendEmailCode('demo@example.com', 'LOGIN_EMS'),
  }),
  play: asUser(async ({ words, choose, fill, press, expectStep, readCode, expectSignedIn }, { emulator }) => {
    await choose(words.ways.email)
    await fill('email', 'demo@example.com')
    await press(words.haveCode)
    await expectStep(words.titles['code-sent'])
    await expect(emulator.ledger.entries()).toEqual([])
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()
    await expect(emulator.outbox.entries()).toHaveLength(1)
  }),
}

export const WeChat: Story = {
  name: 'WeChat: linked',
  ...inSite({
    shows: { en: 'A WeChat account that is linked signs in at once.', zh: '已绑定的微信账号可直接登录。' },
  }),
  play: asUser(async ({ words, press, expectSignedIn, countCalls }) => {
    await press(words.weChat)
    await expectSignedIn()
    await expect(countCalls('/login/wechat')).toBe(1)
  }),
}
