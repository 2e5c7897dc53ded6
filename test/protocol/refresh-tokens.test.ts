// The answer to a refresh that brings tokens, field by field; and that no error of any answer holds one.
import { describe, expect, it } from 'vitest'
import { readRefreshReply, type RefreshReply } from '../../src/protocol/replies'
import { answer, cutAnswer, PAGE_ID_TOKEN, PAGE_SESSION_TOKEN, printed } from './samples'

const NOW = Date.parse('Mon, 23 Nov 2026 10:00:00 GMT')
const read = (response: Parameters<typeof readRefreshReply>[0]): Promise<RefreshReply> =>
  readRefreshReply(response, NOW)

describe('a 2xx answer with tokens', () => {
  const page = { session_token: PAGE_SESSION_TOKEN, expire: 604800, id_token: PAGE_ID_TOKEN }

  it('gives what the page shows', async () => {
    expect(await read(answer(200, page))).toEqual({
      kind: 'tokens',
      sessionToken: PAGE_SESSION_TOKEN,
      idToken: PAGE_ID_TOKEN,
      expiresIn: 604800,
      sessionTokenUnusable: false,
      error: null,
    })
  })

  it.each(['\ufeff', '\ufeff\ufeff', ' \r\n\t', '\u00a0'])('is read with %j around its JSON', async (padding) => {
    const reply = await read(answer(200, padding + JSON.stringify(page) + padding))
    expect(reply).toMatchObject({ kind: 'tokens', sessionToken: PAGE_SESSION_TOKEN, idToken: PAGE_ID_TOKEN })
  })

  it.each([undefined, null, ''])('was not rotated if its session_token is %j', async (session_token) => {
    const reply = await read(answer(200, { ...page, session_token }))
    expect(reply).toMatchObject({
      sessionToken: null,
      sessionTokenUnusable: false,
      idToken: PAGE_ID_TOKEN,
      error: null,
    })
  })

  it.each([' ', 'a b', 'a\n', '令牌', {}, 5, true, false, 0, ['a']])(
    'says so if its session_token cannot be sent back: %j',
    async (session_token) => {
      const reply = await read(answer(200, { ...page, session_token }))
      expect(reply).toMatchObject({
        sessionToken: null,
        sessionTokenUnusable: true,
        idToken: PAGE_ID_TOKEN,
        error: null,
      })
    },
  )

  it.each([undefined, null, '', 'a b', '令牌', 5, {}, []])(
    'keeps its session_token though its id_token is %j',
    async (id_token) => {
      expect(await read(answer(200, { ...page, id_token }))).toMatchObject({
        kind: 'tokens',
        sessionToken: PAGE_SESSION_TOKEN,
        idToken: null,
        expiresIn: 604800,
        error: { code: 'INVALID_RESPONSE', retryable: true, httpStatus: 200 },
      })
    },
  )

  it('keeps its session_token though an error code stands beside it', async () => {
    const reply = await read(answer(200, { session_token: 'new', error_code: 'IDAAS.SDK.PARAM.0023' }))
    expect(reply).toMatchObject({ kind: 'tokens', sessionToken: 'new', error: { code: 'INVALID_RESPONSE' } })
  })

  it('keeps its session_token though it has no headers', async () => {
    const reply = await read({ status: 201, text: () => Promise.resolve('{"session_token":"new"}') } as never)
    expect(reply).toMatchObject({ kind: 'tokens', sessionToken: 'new' })
  })

  it.each([0, -1, '604800', null, undefined, {}, true])('has no known end if expire is %j', async (expire) => {
    expect(await read(answer(200, { ...page, expire }))).toMatchObject({ expiresIn: null, idToken: PAGE_ID_TOKEN })
  })

  it('has no known end if expire is too large for a number, and a date as its end if it is merely absurd', async () => {
    expect(await read(answer(200, '{"id_token":"a","expire":1e999}'))).toMatchObject({ expiresIn: null })
    const reply = await read(answer(200, { ...page, expire: 1e300 }))
    expect(new Date(NOW + (reply.kind === 'tokens' ? reply.expiresIn! : NaN) * 1000).toISOString()).toMatch(/^\+/)
  })

  it('takes a token of 16,384 characters and none that is longer', async () => {
    const long = { session_token: 'x'.repeat(16_385), id_token: 'y'.repeat(16_384) }
    expect(await read(answer(200, long))).toMatchObject({
      sessionToken: null,
      sessionTokenUnusable: true,
      idToken: long.id_token,
    })
  })

  it('counts only at a 2xx status', async () => {
    for (const status of [0, 199, 300, 302, 304, 400, 401, 500]) {
      expect(await read(answer(status, page))).toMatchObject({ kind: 'failed' })
    }
    for (const status of [200, 201, 203, 299])
      expect(await read(answer(status, page))).toMatchObject({ kind: 'tokens' })
  })

  it('with no legal token of either kind is an invalid one', async () => {
    for (const body of [{ session_token: 'a b', id_token: 5 }, { session_token: '', id_token: '' }, { expire: 5 }]) {
      expect(await read(answer(200, body))).toMatchObject({
        kind: 'failed',
        error: { code: 'INVALID_RESPONSE' },
        answered: false,
      })
    }
  })
})

describe('no error of an answer holds a token', () => {
  const secret = 'eyJzZWNyZXQiOiJ0b2tlbiJ9.c2VjcmV0.c2VjcmV0'
  const illegal = `${secret}\r\n`

  it.each([
    ['a cut JSON', answer(200, `{"session_token":"${secret}`)],
    ['illegal tokens', answer(200, { session_token: illegal, id_token: illegal })],
    ['an illegal id_token', answer(200, { session_token: secret, id_token: illegal })],
    ['a token alone', answer(200, secret)],
    ['a body that breaks off', cutAnswer(200, new TypeError(`invalid header value ${secret}`))],
    [
      'a refusal that repeats it',
      answer(400, { error_code: 'IDAAS.SDK.PARAM.0023', error_msg: secret, token: secret }),
    ],
    ['HTML that repeats it', answer(502, `<p>${secret}</p>`)],
  ])('%s', async (_title, response) => {
    const { error } = await read(response)
    expect(error).not.toBeNull()
    expect(printed(error)).not.toMatch(/eyJzZWNyZXQi|c2VjcmV0/)
  })
})
