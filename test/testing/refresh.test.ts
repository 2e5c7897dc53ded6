// The emulator's refresh endpoint: what it checks, with which codes and words, and what a good answer holds.
import { beforeAll, describe, expect, test } from 'vitest'
import { createEmulator, type Emulator } from 'react-ciam/testing'
import { answerOf, headersWith, refresh, refreshRequest, REFRESH, type Changes } from './service-calls'

type Row = [what: string, changes: Changes, code: string, en: string, zh: string]

const ciamRows: Row[] = [
  [
    'no X-operating-sys-version',
    { 'X-operating-sys-version': undefined },
    'IDAAS.SDK.PARAM.0001',
    'Device information is incomplete',
    '设备信息不完整',
  ],
  [
    'no X-device-fingerprint',
    { 'X-device-fingerprint': undefined },
    'IDAAS.SDK.PARAM.0001',
    'Device information is incomplete',
    '设备信息不完整',
  ],
  [
    'an empty X-agent',
    { 'X-agent': ' ' },
    'IDAAS.SDK.PARAM.0001',
    'Device information is incomplete',
    '设备信息不完整',
  ],
  [
    'no content-type',
    { 'content-type': undefined },
    'IDAAS.SDK.PARAM.0001',
    'Device information is incomplete',
    '设备信息不完整',
  ],
  [
    'another content-type',
    { 'content-type': 'text/plain' },
    'IDAAS.SDK.PARAM.0001',
    'Device information is incomplete',
    '设备信息不完整',
  ],
  [
    'no X-client-id',
    { 'X-client-id': undefined },
    'IDAAS.SDK.PARAM.0002',
    'clientId cannot be empty',
    'clientId不能为空',
  ],
  [
    'an unknown X-client-id',
    { 'X-client-id': 'another' },
    'IDAAS.SDK.PARAM.0003',
    'The app is not registered, please register the app first',
    '应用未注册,请先注册应用',
  ],
  [
    'no session-token',
    { 'session-token': undefined },
    'IDAAS.SDK.PARAM.0022',
    'Session token cannot be empty',
    '会话令牌不能为空',
  ],
  [
    'an unknown session-token',
    { 'session-token': 'x'.repeat(32) },
    'IDAAS.SDK.PARAM.0023',
    'Invalid or expired session token',
    '会话令牌无效或已过期',
  ],
]

const eiamRows: Row[] = [
  [
    'no X-device-fingerprint',
    { 'X-device-fingerprint': undefined },
    'SDK.COMMON.1003',
    'Device information is incomplete',
    '设备信息不完整',
  ],
  [
    'no X-client-id',
    { 'X-client-id': undefined },
    'SDK.COMMON.1001',
    'X-client-id cannot be empty',
    'X-client-id不能为空',
  ],
  [
    'an unknown X-client-id',
    { 'X-client-id': 'another' },
    'SDK.COMMON.1012',
    'X-client-id is wrong, the app was not found',
    'X-client-id错误,未找到应用',
  ],
  [
    'no X-session-token',
    { 'X-session-token': undefined },
    'SDK.COMMON.1001',
    'X-session-token cannot be empty',
    'X-session-token不能为空',
  ],
  [
    'an unknown X-session-token',
    { 'X-session-token': 'x'.repeat(32) },
    'SDK.COMMON.1005',
    'The session has expired',
    '会话已过期',
  ],
]

describe.each([
  { dialect: 'ciam', rows: ciamRows, header: 'session-token', busy: [400, 'IDAAS.SDK.COM.0002'] },
  { dialect: 'eiam', rows: eiamRows, header: 'X-session-token', busy: [500, 'SDK.COMMON.1008'] },
] as const)('the $dialect dialect', ({ dialect, rows, header, busy }) => {
  let emulator: Emulator
  let sessionToken: string

  beforeAll(async () => {
    emulator = createEmulator({ dialect })
    sessionToken = (await emulator.login()).session_token
  })

  const call = (changes: Changes) =>
    refresh(emulator, '', { 'session-token': undefined, [header]: sessionToken, ...changes })

  test.each(rows)('%s is refused with its code, in English and in Chinese', async (_what, changes, code, en, zh) => {
    expect(await call(changes)).toEqual({ status: 400, body: { error_code: code, error_msg: en } })
    expect(await call({ ...changes, 'X-L': 'zh' })).toEqual({ status: 400, body: { error_code: code, error_msg: zh } })
  })

  test('busy has its code and status, in English and in Chinese', async () => {
    emulator.fail(['busy', 'busy'])
    const [status, code] = busy
    expect(await call({})).toEqual({
      status,
      body: { error_code: code, error_msg: 'System busy, please try again later' },
    })
    expect(await call({ 'X-L': 'zh' })).toEqual({
      status,
      body: { error_code: code, error_msg: '系统繁忙,请稍后再试' },
    })
  })

  test('the session token is not taken from the other dialect’s header', async () => {
    const other = header === 'session-token' ? 'X-session-token' : 'session-token'
    const { body } = await call({ [header]: undefined, [other]: sessionToken })
    expect(body.error_code).toBe(dialect === 'ciam' ? 'IDAAS.SDK.PARAM.0022' : 'SDK.COMMON.1001')
  })

  test('a complete request gets session_token, expire and id_token, and no status', async () => {
    const { status, body } = await call({ 'X-device-ip': '192.168.1.2' })
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['expire', 'id_token', 'session_token'])
    expect(body.session_token).toMatch(/^[A-Za-z0-9]{32}$/)
  })
})

describe('the request', () => {
  const emulator = createEmulator()

  test('headers are looked at in order: device, client id, session token', async () => {
    const all = { 'X-agent': undefined, 'X-client-id': undefined, 'session-token': undefined }
    expect((await refresh(emulator, '', all)).body.error_code).toBe('IDAAS.SDK.PARAM.0001')
    expect((await refresh(emulator, '', { ...all, 'X-agent': 'a' })).body.error_code).toBe('IDAAS.SDK.PARAM.0002')
  })

  test('X-L is optional, and anything but Chinese is answered in English', async () => {
    for (const language of [undefined, 'fr']) {
      expect((await refresh(emulator, 'x', { 'X-L': language })).body.error_msg).toBe(
        'Invalid or expired session token',
      )
    }
    expect((await refresh(emulator, 'x', { 'X-L': 'zh-CN' })).body.error_msg).toBe('会话令牌无效或已过期')
  })

  test('a content-type with parameters is JSON too', async () => {
    const { session_token: token } = await emulator.login()
    expect((await refresh(emulator, token, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200)
  })

  test('a baseUrl with a path reaches the same endpoint', async () => {
    const { session_token: token } = await emulator.login()
    const response = await emulator.handle(refreshRequest(token, {}, 'https://app.example/proxy/ciam'))
    expect(response.status).toBe(200)
  })

  test('another method is refused with 405 and consumes no fault', async () => {
    const { session_token: token } = await emulator.login()
    emulator.fail('busy')
    const request = new Request(`https://tenant.example${REFRESH}`, {
      headers: headersWith({ 'session-token': token }),
    })
    const response = await emulator.handle(request)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect((await refresh(emulator, token)).body.error_code).toBe('IDAAS.SDK.COM.0002')
  })

  test('an unknown path is answered with 404 and the paths that there are', async () => {
    const { status, body } = await answerOf(
      await emulator.handle(new Request('https://tenant.example/api/v2/sdk/logout')),
    )
    expect(status).toBe(404)
    expect(body.error).toContain(REFRESH)
  })

  test('answers are JSON that nobody may keep', async () => {
    const response = await emulator.handle(refreshRequest('x'))
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})
