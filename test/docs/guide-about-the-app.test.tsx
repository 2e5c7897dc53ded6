// The examples of the guide that are about an app itself, run as they are printed. The last test holds that none is left out.
import { act, render, screen } from '@testing-library/react'
import * as axios from 'axios'
import type { ComponentType, ReactNode } from 'react'
import { CiamProvider, isCiamError, type CiamError } from 'react-ciam'
import * as attachment from 'react-ciam/axios'
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import { expect, test, vi } from 'vitest'
import { emulator, network } from './example-app'
import { answer, examplesOf, freshForEachTest, open, openSignedIn, type Ciam } from './guide-examples'

freshForEachTest()

test('welcome: the app shows the state of the token', async () => {
  const { App } = open('welcome')<{ App: ComponentType }>('src/FreshUntil')
  render(<App />)
  expect(await screen.findByText('signed-out')).toBeTruthy()
})

test('concepts: the guard shows the form, then what it guards', async () => {
  const load = open('concepts')
  const { Guard } = load<{ Guard: ComponentType<{ children: ReactNode }> }>('src/Guard')
  const { client } = load<Ciam>('src/ciam')
  render(
    <CiamProvider client={client}>
      <Guard>Inside</Guard>
    </CiamProvider>,
  )
  expect(await screen.findByLabelText('Password')).toBeTruthy()
  await act(async () => client.signIn({ ...(await emulator.login()) }))
  expect(await screen.findByText('Inside')).toBeTruthy()
})

test('sign-in: by SMS, with a code that was sent before', async () => {
  const sent: unknown[] = []
  answer({
    '/sms/send': ({ body }) => (sent.push(JSON.parse(body as string)), null),
    '/login/mobile-verify-code': async ({ body, headers }) => {
      sent.push(JSON.parse(body as string))
      expect(new Headers(headers).get('x-device-fingerprint')).toBeTruthy()
      return JSON.stringify(await emulator.login())
    },
  })
  const load = open('sign-in')
  const { sendCode, signInBySms } = load<{
    sendCode(mobile: string, captcha: string): Promise<unknown>
    signInBySms(mobile: string, code: string): Promise<void>
  }>('src/sign-in-by-sms')
  await sendCode('13800000001', 'captcha')
  await signInBySms('13800000001', '123456')
  expect(sent).toEqual([
    { mobile: '13800000001', type: 'LOGIN_SMS', captcha_token: 'captcha' },
    { mobile: '13800000001', verify_code: '123456' },
  ])
  expect(load<Ciam>('src/ciam').client.getSnapshot().status).toBe('signed-in')
})

test.each([
  ['enterSecondFactor', '/mfa/sms', { mobile: '1', verify_code: '2' }],
  ['replacePassword', '/pwd/update', { old_password: '1', new_password: '2' }],
  ['bindMobile', '/social/bind', { mobile: '1', verify_code: '2' }],
])('sign-in: %s goes on with the state token', async (name, path, body) => {
  const load = open('sign-in')
  const { client, baseUrl } = load<Ciam>('src/ciam')
  const steps = load<Record<string, (error: CiamError, one: string, two: string) => Promise<void>>>('src/sign-in-steps')
  const login = await network(`${baseUrl}/api/v2/sdk/login`, {
    method: 'POST',
    headers: await client.getServiceHeaders(),
    body: JSON.stringify({ user_name: 'mfa', password: EMULATOR_PASSWORD }),
  })
  const reply = (await login.json()) as { state_token: string }
  const error: unknown = await client.signIn(reply).catch((thrown: unknown) => thrown)
  if (!isCiamError(error)) throw new Error('The sign-in was not incomplete.')

  answer({
    [path]: async (init) => {
      expect(new Headers(init.headers).get('x-state-token')).toBe(reply.state_token)
      expect(JSON.parse(init.body as string)).toEqual(body)
      return JSON.stringify(await emulator.login())
    },
  })
  await steps[name]!(error, '1', '2')
  expect(client.getSnapshot().status).toBe('signed-in')
})

test("sign-in: signing out everywhere goes on to the service's own page", async () => {
  const assign = vi.fn<(url: URL) => void>()
  const load = open('sign-in', {}, { location: { origin: location.origin, href: location.href, assign } })
  const { client } = load<Ciam>('src/ciam')
  await client.signIn({ ...(await emulator.login()) })
  await load<{ signOutEverywhere(): Promise<void> }>('src/sign-out-everywhere').signOutEverywhere()
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
  const target = assign.mock.calls[0]?.[0]
  expect(String(target)).toMatch(/^https:\/\/tenant\.example\.com\/api\/v1\/logout\?redirect_url=/)
  expect(target?.searchParams.get('redirect_url')).toBe(`${location.origin}/goodbye`)
})

test('calling APIs: the axios instance sends the token until it is detached', async () => {
  const { load, client } = await openSignedIn('calling-apis', { axios, 'react-ciam/axios': attachment })
  const { http, detach } = load<{ http: axios.AxiosInstance; detach: () => void }>('src/http')
  const seen: unknown[] = []
  http.defaults.adapter = async (config) => {
    seen.push(config.headers.get('authorization'))
    return { data: 'Two books', status: 200, statusText: 'OK', headers: {}, config }
  }
  await http.get('/orders')
  detach()
  await http.get('/orders')
  expect(seen.map((header) => header ?? null)).toEqual([(await client.getAuthHeaders()).Authorization, null])
})

test("calling APIs: the service's own calls get the id_token and the device", async () => {
  const { load } = await openSignedIn('calling-apis')
  const profile = load<{ hasPassword(): Promise<boolean>; changePassword(old: string, next: string): Promise<void> }>(
    'src/profile',
  )
  const seen: Headers[] = []
  answer({
    '/pwd/check-exist': ({ headers }) => (seen.push(new Headers(headers)), '{"is_set_pwd":true}'),
    '/pwd/change': ({ headers }) => (seen.push(new Headers(headers)), null),
  })
  expect(await profile.hasPassword()).toBe(true)
  await profile.changePassword('old', 'new')
  for (const headers of seen) {
    expect(headers.get('authorization')).toMatch(/^Bearer eyJ/)
    expect(headers.get('x-client-id')).toBeTruthy()
  }
  expect(seen).toHaveLength(2)
})

test('calling APIs: a report is fetched with the token and opened', async () => {
  const opened = vi.fn()
  const urls = { createObjectURL: (blob: Blob) => `blob:${blob.size}`, revokeObjectURL: () => {} }
  const { load } = await openSignedIn('calling-apis', {}, { URL: urls, window: { open: opened }, setTimeout: () => 0 })
  const { openReport } = load<{ openReport(id: string): Promise<void> }>('src/open-report')
  await openReport('7/8')
  expect(opened).toHaveBeenCalledWith(`blob:${'Two books'.length}`)
})

test('every example of these pages has run', () => {
  const examples = examplesOf('about the app')
  expect(examples.length).toBeGreaterThan(6)
  expect(examples.filter(({ ran }) => !ran)).toEqual([])
})
