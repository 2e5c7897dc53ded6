// Whatever comes: readers of foreign data give a result or a CiamError, and no legal session_token of a 2xx is lost.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readClaims, readIdToken } from '../../src/protocol/claims'
import { createServiceHeaders, isHeaderValue, normalizeBaseUrl } from '../../src/protocol/endpoint'
import { isCiamError } from '../../src/protocol/errors'
import { readRefreshReply, readSignInReply } from '../../src/protocol/replies'
import { answer, cutAnswer, printed, thrownBy, tokenOf } from './samples'

// One seed, so that a run can be repeated.
const runs = { seed: 20261123, numRuns: 1_000 }

const legalToken = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
})
const anyText = fc.string({ unit: 'binary' })
const junk = fc.oneof(fc.anything(), anyText, fc.jsonValue())
const field = fc.oneof(junk, legalToken)
const body = fc.record(
  {
    session_token: field,
    id_token: field,
    expire: fc.oneof(junk, fc.double()),
    status: fc.oneof(junk, fc.constant('SUCCESS'), fc.constant('MFA_AUTH')),
    state_token: field,
    data: field,
    error_code: fc.oneof(junk, fc.constantFrom('IDAAS.SDK.PARAM.0023', 'SDK.COMMON.1008')),
    error_msg: field,
  },
  { requiredKeys: [] },
)
const toJson = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return 'not JSON' // fc.anything() makes bigints.
  }
}
const status = fc.oneof(fc.constantFrom(200, 201, 204, 302, 400, 401, 429, 500, 502), fc.integer())

/** Runs a call that may throw nothing but a CiamError. */
function onlyCiamErrors(call: () => unknown): void {
  try {
    call()
  } catch (error) {
    expect(isCiamError(error)).toBe(true)
  }
}

describe('readRefreshReply', () => {
  it('never rejects, and says for every answer what comes next', async () => {
    const text = fc.oneof(anyText, body.map(toJson), junk.map(toJson))
    const property = fc.asyncProperty(status, text, fc.option(anyText), async (code, content, retryAfter) => {
      const response = {
        ...answer(code, content),
        headers: { get: () => retryAfter },
      }
      const reply = await readRefreshReply(response, 1.8e12)
      if (reply.kind === 'tokens') {
        expect(reply.sessionToken ?? reply.idToken).not.toBeNull()
        expect(reply.error === null).toBe(reply.idToken !== null)
        if (reply.expiresIn !== null) expect(reply.expiresIn).toBeGreaterThan(0)
      } else {
        expect(isCiamError(reply.error)).toBe(true)
        if (reply.retryAfter !== null) {
          expect(reply.retryAfter).toBeGreaterThanOrEqual(1_000)
          expect(reply.retryAfter).toBeLessThanOrEqual(900_000)
        }
        if (reply.endsSession) expect(reply.answered).toBe(true)
      }
    })
    await fc.assert(property, runs)
  })

  it('never rejects for whatever an app gives as a response', async () => {
    const property = fc.asyncProperty(fc.anything(), async (response) => {
      expect(await readRefreshReply(response as never, 0)).toMatchObject({ kind: 'failed', answered: false })
    })
    await fc.assert(property, runs)
    expect(await readRefreshReply(cutAnswer(200), 0)).toMatchObject({ kind: 'failed', answered: false })
  })

  it('never drops a legal session_token of a 2xx answer, whatever else is in it', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 200, max: 299 }),
      body,
      legalToken,
      fc.constantFrom('', ' ', '\ufeff', '\n'),
      async (code, fields, sessionToken, padding) => {
        // JSON as it arrives: what cannot be JSON is left out field by field.
        const sent = Object.entries({ ...fields, session_token: sessionToken }).filter(
          ([, value]) => toJson(value) !== 'not JSON',
        )
        const response = answer(code, padding + JSON.stringify(Object.fromEntries(sent)) + padding)
        expect(await readRefreshReply(response, 0)).toMatchObject({
          kind: 'tokens',
          sessionToken,
          sessionTokenUnusable: false,
        })
      },
    )
    await fc.assert(property, runs)
  })
})

describe('readSignInReply', () => {
  it('throws nothing but a CiamError, and gives only legal tokens', () => {
    const property = fc.property(fc.oneof(junk, body), (reply) => {
      onlyCiamErrors(() => {
        const tokens = readSignInReply(reply)
        expect(isHeaderValue(tokens.sessionToken)).toBe(true)
        expect(tokens.idToken === null || isHeaderValue(tokens.idToken)).toBe(true)
      })
    })
    fc.assert(property, runs)
  })

  it('never shows a token in what it throws', () => {
    const longToken = fc.string({ unit: fc.constantFrom(...'abcdefXYZ012'), minLength: 20, maxLength: 40 })
    const property = fc.property(longToken, fc.constantFrom('status', 'id_token', 'error_code'), (secret, wrong) => {
      const broken = { status: 'MFA_AUTH', id_token: 5, error_code: 'SDK.LOGIN.1005' }[wrong]
      const reply = {
        session_token: `${secret} `,
        state_token: secret,
        data: secret,
        id_token: secret,
        [wrong]: broken,
      }
      expect(printed(thrownBy(() => readSignInReply(reply)))).not.toContain(secret)
    })
    fc.assert(property, { ...runs, numRuns: 100 })
  })
})

describe('readIdToken and readClaims', () => {
  it('take any text for a token', () => {
    const property = fc.property(
      fc.oneof(
        anyText,
        legalToken,
        junk.map((value) => tokenOf(null, toJson(value))),
      ),
      (text) => {
        const { payload, lifetime } = readIdToken(text)
        expect(lifetime).toBeGreaterThan(0)
        expect(Number.isFinite(lifetime)).toBe(true)
        expect(readClaims(payload).error).toBeNull()
      },
    )
    fc.assert(property, runs)
  })

  it('give a payload of any JSON back but for own keys __proto__', () => {
    const property = fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
      const sent = JSON.parse(JSON.stringify({ ...payload, api: '' })) as Record<string, unknown>
      const wanted: unknown = JSON.parse(JSON.stringify(sent), function (key, value: unknown) {
        return key === '__proto__' ? undefined : value
      })
      expect(readClaims(readIdToken(tokenOf(sent)).payload).claims).toEqual(wanted)
    })
    fc.assert(property, runs)
  })

  it('take whatever a schema answers', () => {
    const property = fc.property(fc.anything(), (result) => {
      const schema = { '~standard': { version: 1 as const, vendor: 'test', validate: () => result as never } }
      const { claims, error } = readClaims({ sub: 'a' }, schema)
      if (error) expect(claims).toBeNull()
    })
    fc.assert(property, runs)
  })
})

describe('what an app gives', () => {
  it('as base URL is normal or refused, and normal once more gives the same', () => {
    const property = fc.property(
      fc.oneof(
        junk,
        fc.webUrl(),
        anyText.map((text) => `/${text}`),
      ),
      (value) => {
        onlyCiamErrors(() => {
          const normal = normalizeBaseUrl(value)
          expect(normalizeBaseUrl(normal || '/')).toBe(normal)
          expect(new URL(normal || '/', 'https://page.test').origin).toMatch(/^https?:/)
          if (normal.startsWith('/')) expect(new URL(normal, 'https://page.test').origin).toBe('https://page.test')
        })
      },
    )
    fc.assert(property, runs)
  })

  it('as device values is a legal header or refused', () => {
    const property = fc.property(
      field,
      field,
      field,
      field,
      field,
      (fingerprint, osVersion, userAgent, ip, language) => {
        onlyCiamErrors(() => {
          const device = { fingerprint, osVersion, userAgent, ip } as never
          const headers = createServiceHeaders({ clientId: 'app', device, language: language as never })
          for (const value of Object.values(headers)) expect(value).toMatch(/^[ -~]+$/)
          expect([...new Headers(headers)].length).toBe(Object.keys(headers).length)
        })
      },
    )
    fc.assert(property, runs)
  })
})
