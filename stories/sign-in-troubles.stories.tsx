// What goes wrong: wrong passwords and codes, locks, puzzles, a service that is busy or gone, too much time, two at once.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import { expect, waitFor } from 'storybook/test'
import { asUser, inSite, render } from './sign-in/in-site'
import { WRONG_PASSWORD } from './sign-in/site-user'

const meta: Meta = { title: 'Capabilities/Sign-in troubles', render }

export default meta
type Story = StoryObj

/** One request for each press: nothing tries again by itself. */
export const WrongPassword: Story = {
  ...inSite({
    shows: {
      en: 'A wrong password is sent once. How many attempts are left is said, and the password has the focus.',
      zh: '错误的密码只发送一次。页面提示剩余次数，焦点回到密码框。',
    },
  }),
  play: asUser(async ({ enterPassword, fill, field, press, words, expectAlert, countCalls, expectSignedIn }) => {
    await enterPassword('demo', WRONG_PASSWORD)
    await expectAlert(/4/)
    await waitFor(() => expect(field('password')).toHaveFocus())
    await expect(field('password')).toBeInvalid()
    await expect(field('password')).toHaveAccessibleErrorMessage(/4/)
    await expect(field('identifier')).toHaveValue('demo')
    await expect(countCalls('/login/auth')).toBe(1)

    await fill('password', WRONG_PASSWORD)
    await press(words.signIn)
    await expectAlert(/3/)
    await expect(countCalls('/login/auth')).toBe(2)

    await fill('password', EMULATOR_PASSWORD)
    await press(words.signIn)
    await expectSignedIn()
  }),
}

export const Locked: Story = {
  ...inSite({
    shows: {
      en: 'The fifth wrong password locks the account: the page says until when. A code still opens it.',
      zh: '第五次输错后账号锁定，页面显示解锁时间；仍可用验证码登录。',
    },
  }),
  play: asUser(async (user, { canvas }) => {
    const { enterPassword, press, words, fill, choose, expectAlert, expectStep, readCode, expectSignedIn } = user
    for (const left of [/4/, /3/, /2/, /1/]) {
      await enterPassword('demo', WRONG_PASSWORD)
      await expectAlert(left)
    }
    await enterPassword('demo', WRONG_PASSWORD)
    await expectAlert(/\d\d:\d\d/)
    await enterPassword('demo')
    await expectAlert(/\d\d:\d\d/)

    await choose(words.ways.email)
    await expect(canvas.getByRole('alert')).toBeEmptyDOMElement()
    await fill('email', 'demo@example.com')
    await press(words.sendCode)
    await expectStep(words.titles['code-sent'])
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()
  }),
}

export const WrongCode: Story = {
  ...inSite({
    shows: { en: 'A wrong code may be followed by the right one.', zh: '验证码输错后可重新输入。' },
  }),
  play: asUser(async (user) => {
    const { words, choose, fill, field, press, expectStep, expectAlert, readCode, expectSignedIn, countCalls } = user
    await choose(words.ways.email)
    await fill('email', 'demo@example.com')
    await press(words.sendCode)
    await expectStep(words.titles['code-sent'])
    await fill('code', readCode() === '000000' ? '111111' : '000000')
    await press(words.verify)
    await expectAlert(/./)
    await waitFor(() => expect(field('code')).toHaveFocus())
    await expect(countCalls('/login/email-verify-code')).toBe(1)
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()
  }),
}

/** The seconds are not read out one by one; their end is. */
export const Resend: Story = {
  name: 'Another code, after the countdown',
  ...inSite({
    shows: {
      en: 'Another code may be asked for when the countdown is over, of which a screen reader hears the end alone.',
      zh: '倒计时结束后可重新发送；读屏软件只播报结束。',
    },
    options: { resendAfter: 2_500 },
  }),
  play: asUser(async (user, { canvas, userEvent, emulator }) => {
    const { words, choose, fill, press, expectStep, readCode, expectSignedIn } = user
    await choose(words.ways.email)
    await fill('email', 'demo@example.com')
    await press(words.sendCode)
    await expectStep(words.titles['code-sent'])
    const waiting = canvas.getByRole('button', { name: words.resendIn(3) })
    await expect(canvas.getByRole('status')).toBeEmptyDOMElement()
    await userEvent.click(waiting)
    await expect(emulator.outbox.entries()).toHaveLength(1)

    const resend = await canvas.findByRole('button', { name: words.resend }, { timeout: 5_000 })
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent(words.mayResend))
    await expect(resend).toBe(waiting)
    const first = readCode()
    await userEvent.click(resend)
    await waitFor(() => expect(emulator.outbox.entries()).toHaveLength(2))
    await expect(readCode()).not.toBe(first)
    await fill('code', readCode())
    await press(words.verify)
    await expectSignedIn()
  }),
}

export const PuzzleMissed: Story = {
  name: 'Puzzle missed, then solved',
  ...inSite({
    shows: {
      en: 'A piece beside the gap: another puzzle comes at once, and the one after fits.',
      zh: '拼图未对准：立即换一张，再次完成即可。',
    },
    emulator: { captcha: true },
  }),
  play: asUser(async (user, { canvas }) => {
    const { words, choose, fill, press, expectStep, expectAlert, solvePuzzle, countCalls } = user
    await choose(words.ways.mobile)
    await fill('mobile', '13800000001')
    await press(words.sendCode)
    await expectStep(words.titles.captcha)
    await solvePuzzle(-20)
    await expectAlert(words.puzzleWrong)
    await expect(countCalls('/sms/send')).toBe(0)

    await press(words.puzzle.renew)
    await waitFor(() => expect(countCalls('/captcha')).toBe(3))
    await waitFor(() => expect(canvas.getByRole('alert')).toBeEmptyDOMElement())
    await solvePuzzle()
    await expectStep(words.titles['code-sent'])
    await press(words.otherTarget)
    await expectStep(words.titles.ready)
    await expect(canvas.getByRole('tab', { name: words.ways.mobile })).toHaveAttribute('aria-selected', 'true')
  }),
}

export const Busy: Story = {
  name: 'Service busy',
  ...inSite({
    shows: {
      en: 'A busy service is asked once; the person decides when again.',
      zh: '服务繁忙时只请求一次，由用户决定何时重试。',
    },
    prepare: ({ emulator }) => emulator.failCall('/login/auth', 'busy'),
  }),
  play: asUser(async ({ words, enterPassword, expectAlert, countCalls, press, field, expectSignedIn }) => {
    await enterPassword('demo')
    await expectAlert(/./)
    await expect(countCalls('/login/auth')).toBe(1)
    await expect(field('password')).toBeValid()
    await press(words.signIn)
    await expectSignedIn()
  }),
}

export const NetworkCut: Story = {
  name: 'Network cut',
  ...inSite({
    shows: { en: 'The network is gone: nothing is sent again by itself.', zh: '网络中断：不会自动重新发送。' },
    prepare: ({ emulator }) => emulator.failCall('/login/auth', ['cut-before', 'cut-after']),
  }),
  play: asUser(async ({ words, enterPassword, expectAlert, countCalls, press, expectSignedIn }, { canvas }) => {
    await enterPassword('demo')
    await expectAlert(/./)
    await press(words.signIn)
    await waitFor(() => expect(countCalls('/login/auth')).toBe(2))
    await expectAlert(/./)
    await expect(canvas.getByRole('button', { name: words.signIn })).toBeEnabled()
    await press(words.signIn)
    await expectSignedIn()
    await expect(countCalls('/login/auth')).toBe(3)
  }),
}

export const TooLate: Story = {
  name: 'State token over',
  ...inSite({
    shows: { en: 'A half-finished sign-in was left too long: it begins again.', zh: '登录中途停留过久，需重新开始。' },
  }),
  play: asUser(async ({ words, enterPassword, expectStep, expectAlert, press, field }, { emulator }) => {
    await enterPassword('warn')
    await expectStep(words.titles['password-warning'])
    emulator.clock.advance(3_600_000)
    await press(words.skip)
    await expectAlert(/./)
    await expectStep(words.titles.ready)
    await expect(field('identifier')).toHaveValue('warn')
    await expect(field('password')).toHaveValue('')
  }),
}

export const DoubleClick: Story = {
  name: 'Double click',
  ...inSite({
    shows: { en: 'Two clicks, one request.', zh: '点击两次，只发送一次请求。' },
    emulator: { latency: 400 },
  }),
  play: asUser(async ({ words, fill, expectSignedIn, countCalls }, { userEvent, canvas }) => {
    await fill('identifier', 'demo')
    await fill('password', EMULATOR_PASSWORD)
    const button = canvas.getByRole('button', { name: words.signIn })
    await userEvent.dblClick(button)
    await expect(button.closest('form')).toHaveAttribute('aria-busy', 'true')
    await expectSignedIn()
    await expect(countCalls('/login/auth')).toBe(1)
  }),
}

export const OtherTab: Story = {
  name: 'Another tab signs in',
  ...inSite({
    shows: {
      en: 'Another tab signs in while this one waits for a code: both are signed in.',
      zh: '等待验证码时另一标签页已登录：两处均已登录。',
    },
  }),
  play: asUser(async ({ words, choose, fill, press, expectStep, expectSignedIn }, { openTab, login }) => {
    await choose(words.ways.email)
    await fill('email', 'second@example.com')
    await press(words.sendCode)
    await expectStep(words.titles['code-sent'])
    const tab = openTab()
    tab.start()
    await tab.signIn({ ...(await login()) })
    await expectSignedIn()
    await expectStep(words.greeting('演示用户'))
    tab.stop()
  }),
}
