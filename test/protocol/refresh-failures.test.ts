// The answer to a refresh that brings no token: every row of the error table in both dialects, and broken answers.
import { describe, expect, it } from 'vitest'
import { networkError, readRefreshReply, type RefreshReply } from '../../src/protocol/replies'
import { answer, cutAnswer, printed } from './samples'

const NOW = Date.parse('Mon, 23 Nov 2026 10:00:00 GMT')
const read = (response: Parameters<typeof readRefreshReply>[0]): Promise<RefreshReply> =>
  readRefreshReply(response, NOW)

/** Service code, its status on the pages, our code, whether it is tried again, whether it ends the session. */
const TABLE = [
  ['IDAAS.SDK.PARAM.0001', 400, 'DEVICE_INFO_INCOMPLETE', false, false],
  ['SDK.COMMON.1003', 400, 'DEVICE_INFO_INCOMPLETE', false, false],
  ['IDAAS.SDK.PARAM.0002', 400, 'CLIENT_ID_MISSING', false, false],
  ['SDK.COMMON.1001', 400, 'CLIENT_ID_MISSING', false, false],
  ['IDAAS.SDK.PARAM.0003', 400, 'APP_NOT_REGISTERED', false, false],
  ['SDK.COMMON.1012', 400, 'APP_NOT_REGISTERED', false, false],
  ['IDAAS.SDK.PARAM.0022', 400, 'SESSION_TOKEN_MISSING', false, false],
  ['IDAAS.SDK.PARAM.0023', 400, 'SESSION_REJECTED', false, true],
  ['SDK.COMMON.1005', 400, 'SESSION_REJECTED', false, true],
  ['IDAAS.SDK.COM.0002', 400, 'SERVICE_BUSY', true, false],
  ['SDK.COMMON.1008', 500, 'SERVICE_BUSY', true, false],
  ['IDAAS.SDK.PARAM.0014', 400, 'SERVICE_ERROR', false, false],
  ['IDAAS.SDK.PARAM.0016', 400, 'SERVICE_ERROR', false, false],
  ['IDAAS.SDK.COMMON.1007', 400, 'SERVICE_ERROR', false, false],
  ['SDK.COMMON.1002', 400, 'SERVICE_ERROR', false, false],
  ['SDK.LOGIN.1005', 400, 'SERVICE_ERROR', false, false],
  ['constructor', 400, 'SERVICE_ERROR', false, false],
  ['__proto__', 400, 'SERVICE_ERROR', false, false],
] as const

describe('a service code', () => {
  it.each(TABLE)('%s (%i) means %s', async (serviceCode, status, code, retryable, endsSession) => {
    const reply = await read(answer(status, { error_code: serviceCode, error_msg: '会话' }))
    expect(reply).toMatchObject({
      kind: 'failed',
      error: { code, serviceCode, httpStatus: status, retryable },
      answered: true,
      endsSession,
      retryAfter: null,
    })
  })

  it('decides whatever the status beside it, a 200 without tokens included', async () => {
    for (const [serviceCode, , code] of TABLE) {
      for (const status of [200, 400, 401, 403, 429, 500, 503]) {
        const reply = await read(answer(status, { error_code: serviceCode }))
        expect(reply).toMatchObject({ kind: 'failed', error: { code, httpStatus: status }, answered: true })
      }
    }
  })

  it('is read with space around it, but matches only whole and in its own case', async () => {
    const codeOf = async (error_code: string): Promise<unknown> => {
      const reply = await read(answer(400, { error_code }))
      return [reply.error?.code, reply.error?.serviceCode]
    }
    expect(await codeOf(' IDAAS.SDK.PARAM.0023\n')).toEqual(['SESSION_REJECTED', 'IDAAS.SDK.PARAM.0023'])
    expect(await codeOf('PARAM.0023')).toEqual(['SERVICE_ERROR', 'PARAM.0023'])
    expect(await codeOf('0023')).toEqual(['SERVICE_ERROR', '0023'])
    expect(await codeOf('XIDAAS.SDK.PARAM.0023')).toEqual(['SERVICE_ERROR', 'XIDAAS.SDK.PARAM.0023'])
    expect(await codeOf('IDAAS.SDK.PARAM.00231')).toEqual(['SERVICE_ERROR', 'IDAAS.SDK.PARAM.00231'])
    expect(await codeOf('idaas.sdk.param.0023')).toEqual(['SERVICE_ERROR', 'idaas.sdk.param.0023'])
  })

  it('is never guessed from the text beside it', async () => {
    const reply = await read(answer(400, { error_msg: 'Invalid or expired session token IDAAS.SDK.PARAM.0023' }))
    expect(reply).toMatchObject({ kind: 'failed', error: { code: 'INVALID_RESPONSE' }, endsSession: false })
  })

  it.each([
    ['IDAAS.SDK.PARAM.0001', /device information.* device option.*proxies/],
    ['IDAAS.SDK.PARAM.0002', /client id.* clientId option.*proxies/],
    ['IDAAS.SDK.PARAM.0022', /session token.* sessionTokenHeader option.*proxies/],
  ])(
    '%s says what did not arrive, by which option, and that proxies may have dropped it',
    async (error_code, words) => {
      const reply = await read(answer(400, { error_code }))
      expect(reply.error?.message).toMatch(words)
    },
  )

  it.each(['x'.repeat(31), 'A-b_1.C'])('%s is told as it came', async (error_code) => {
    const reply = await read(answer(400, { error_code }))
    expect(reply).toMatchObject({ error: { code: 'SERVICE_ERROR', serviceCode: error_code }, answered: true })
  })

  it.each(['x'.repeat(32), 'SDK.1 of eyJh', ':SDK.1', 'SDK.1:', '会话'])(
    '%s is longer than a code or of another form, and is left out: it may quote a token',
    async (error_code) => {
      const { error } = await read(answer(400, { error_code }))
      expect(error).toMatchObject({ code: 'SERVICE_ERROR', serviceCode: undefined })
      expect(printed(error)).not.toContain(error_code)
    },
  )

  it("does not bring the service's text into the error, for it may name the user", async () => {
    const reply = await read(answer(400, { error_code: 'SDK.COMMON.1013', error_msg: 'user zhangsan not found' }))
    expect(printed(reply.error)).not.toContain('zhangsan')
  })
})

const HTML = '<!doctype html><html><body>Bad gateway</body></html>'

describe('an answer without a readable service code', () => {
  const unreadable: [string, Parameters<typeof readRefreshReply>[0]][] = [
    ['HTML at 200', answer(200, HTML)],
    ['HTML at 400', answer(400, HTML)],
    ['HTML at 404', answer(404, HTML)],
    ['nothing at 200', answer(200, '')],
    ['nothing at 204', answer(204, '')],
    ['nothing at 401', answer(401, '')],
    ['half a JSON at 200', answer(200, '{"session_token":"nRUxqRE5TSlQwd3NBIiwiaW","expire":6048')],
    ['half an error at 400', answer(400, '{"error_code":"IDAAS.SDK.PARAM.0023"')],
    ['a body that breaks off at 200', cutAnswer(200)],
    ['a body that breaks off at 400', cutAnswer(400)],
    ['null', answer(200, 'null')],
    ['an array', answer(200, '[{"session_token":"a","id_token":"b"}]')],
    ['a string', answer(200, '"eyJh.b.c"')],
    ['a number', answer(400, '5')],
    ['an object without tokens', answer(200, {})],
    ['another API in 400', answer(400, { error: 'invalid_client', error_description: 'x' })],
    ['a numeric code', answer(400, { error_code: 1005 })],
    ['an empty code', answer(400, { error_code: '  ' })],
    ['a code that is an object', answer(400, { error_code: { toString: 'IDAAS.SDK.PARAM.0023' } })],
    ['a redirect that was not followed', answer(302, '')],
    ['an opaque answer', answer(0, '')],
  ]

  it.each(unreadable)('%s is an invalid one that counts as unanswered', async (_title, response) => {
    expect(await read(response)).toMatchObject({
      kind: 'failed',
      error: { code: 'INVALID_RESPONSE', retryable: true, serviceCode: undefined, httpStatus: response.status },
      answered: false,
      endsSession: false,
    })
  })

  it.each([500, 502, 503, 504, 599])(
    'is a busy one at %i whatever its body, and counts as unanswered',
    async (status) => {
      for (const response of [
        answer(status, HTML),
        answer(status, ''),
        answer(status, { error: 'x' }),
        cutAnswer(status),
      ]) {
        expect(await read(response)).toMatchObject({
          kind: 'failed',
          error: { code: 'SERVICE_BUSY', retryable: true, httpStatus: status },
          answered: false,
          endsSession: false,
        })
      }
    },
  )

  it('is a busy one at 429 whatever its body, and was answered', async () => {
    for (const response of [answer(429, HTML), answer(429, ''), answer(429, {}), cutAnswer(429)]) {
      expect(await read(response)).toMatchObject({ kind: 'failed', error: { code: 'SERVICE_BUSY' }, answered: true })
    }
  })

  it.each([undefined, null, {}, { status: 200 }, { status: 200, text: () => 5 }, 'ok'])(
    'is invalid when an app gives %j for a response',
    async (response) => {
      expect(await read(response as never)).toMatchObject({
        kind: 'failed',
        error: { code: 'INVALID_RESPONSE' },
        answered: false,
        retryAfter: null,
      })
    },
  )
})

describe('Retry-After', () => {
  const waitFor = async (value: string, status = 429): Promise<unknown> => {
    const reply = await read(answer(status, '', { 'Retry-After': value }))
    return reply.kind === 'failed' && reply.retryAfter
  }

  it.each([
    ['30', 30_000],
    [' 30 ', 30_000],
    ['0', 1_000],
    ['1', 1_000],
    ['900', 900_000],
    ['901', 900_000],
    ['1000000000', 900_000],
    ['99999999999999999999', 900_000],
    ['Mon, 23 Nov 2026 10:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 10:00:00 GMT', 1_000],
    ['Monday, 23-Nov-26 10:01:00 GMT', 60_000],
    ['Tue, 24 Nov 2026 10:00:00 GMT', 900_000],
    ['Mon, 23 Nov 2026 09:59:00 GMT', null],
    ['-5', null],
    ['1e9', null],
    ['1.5', null],
    ['5, 10', null],
    ['soon', null],
    ['soon GMT', null],
    ['Mon, 23 Nov 2026 10:00:30 GMT-0100', null],
    ['2026-11-23T10:00:30Z', null],
    ['Mon Nov 23 10:00:30 2036', null],
    ['', null],
  ])('%s asks for a wait of %j ms', async (value, wait) => {
    expect(await waitFor(value)).toBe(wait)
  })

  it('is read with every failure', async () => {
    expect(await waitFor('30', 503)).toBe(30_000)
    expect(await waitFor('30', 400)).toBe(30_000)
    const busy = await read(answer(400, { error_code: 'IDAAS.SDK.COM.0002' }, { 'Retry-After': '30' }))
    expect(busy).toMatchObject({ error: { code: 'SERVICE_BUSY' }, retryAfter: 30_000 })
  })
})

describe('networkError', () => {
  const cause = new TypeError('Failed to fetch')

  it('is tried again and keeps its cause', () => {
    const error = networkError(cause, { thirdInARow: false, origin: 'https://x.test' })
    expect(error).toMatchObject({ code: 'NETWORK', retryable: true, cause })
    expect(error.message).not.toContain('CORS')
  })

  it('names the origin, CORS with its headers, and CSP the third time', () => {
    const { message } = networkError(cause, { thirdInARow: true, origin: 'https://x.test' })
    for (const part of [
      ...['https://x.test', 'CORS', 'CSP', 'connect-src', 'session-token', 'X-session-token', 'content-type'],
      ...['X-operating-sys-version', 'X-device-fingerprint', 'X-device-ip', 'X-agent', 'X-L', 'X-client-id'],
    ]) {
      expect(message).toContain(part)
    }
  })
})
