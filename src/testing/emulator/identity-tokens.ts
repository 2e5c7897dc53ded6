// The id_tokens: real RS256 keys, both payload shapes, the broken ones, and the check that an application's API makes.
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWK, type JWTPayload } from 'jose'
import { randomText } from './secrets'
import type { FaultKind, ResolvedEmulatorOptions } from './types'
import type { EmulatorUser } from './users'

/** The `iss` of tokens whose claims are at the top level: the keys' address, by the service's pattern, at a host that is none. */
export const EMULATOR_ISSUER = 'https://emulator.invalid/api/v1/oauth2'

// What the service's page shows where the user is inside `api`: the words of a library's defaults.
const PLACEHOLDER = { iss: 'Issuer', aud: 'Audience', sub: 'subject' }

const isInApi = ({ dialect, claimsShape }: ResolvedEmulatorOptions): boolean =>
  (claimsShape ?? (dialect === 'ciam' ? 'top-level' : 'api')) === 'api'

/** What an API has to expect in the tokens that these options make. */
export const issuerAndAudience = (options: ResolvedEmulatorOptions): { iss: string; aud: string } =>
  isInApi(options) ? { iss: PLACEHOLDER.iss, aud: PLACEHOLDER.aud } : { iss: EMULATOR_ISSUER, aud: options.clientId }

const HUGE_CLAIM = 1_048_576

export interface IdentityTokens {
  /** A signed id_token for the user; with one of the faults that concern it, a bad one. */
  issue(user: EmulatorUser, fault?: FaultKind | null): Promise<string>
  /** The payload of a token that is genuine and in time by the service's clock; else null. */
  verify(token: string): Promise<JWTPayload | null>
  /** The keys' document. */
  keys(): Promise<{ keys: JWK[] }>
}

// Made at the first need and kept, for it takes up to half a second: emulators share it, but each has a kid of its own and
// takes no other's. A promise, so that calls that come together wait for the same one.
let madeKeyPair: ReturnType<typeof generateKeyPair> | null = null

function keyPair(): ReturnType<typeof generateKeyPair> {
  if (typeof crypto === 'undefined' || !('subtle' in crypto)) {
    throw new Error(
      'The emulator signs with Web Crypto, which a page has on https or loopback only. Serve it from there.',
    )
  }
  return (madeKeyPair ??= generateKeyPair('RS256'))
}

export function createIdentityTokens(options: () => ResolvedEmulatorOptions, now: () => number): IdentityTokens {
  const kid = randomText(32, '0123456789abcdef')

  return {
    async issue(user, fault = null) {
      // The times are taken before anything is waited for: they are those of the decision.
      const token = new SignJWT(payloadOf(user, fault, options(), now())).setProtectedHeader({ kid, alg: 'RS256' })
      const signed = await token.sign((await keyPair()).privateKey)
      return fault === 'undecodable' ? spoil(signed) : signed
    },
    async verify(token) {
      const { publicKey } = await keyPair()
      const keyOf = (header: { kid?: string }) => {
        if (header.kid !== kid) throw new Error('A key of somebody else.')
        return publicKey
      }
      try {
        const { payload } = await jwtVerify(token, keyOf, {
          algorithms: ['RS256'],
          issuer: [EMULATOR_ISSUER, PLACEHOLDER.iss],
          audience: [options().clientId, PLACEHOLDER.aud],
          requiredClaims: ['exp'],
          currentDate: new Date(now()),
        })
        return payload
      } catch {
        return null
      }
    },
    async keys() {
      const { publicKey } = await keyPair()
      return { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] }
    },
  }
}

function payloadOf(
  user: EmulatorUser,
  fault: FaultKind | null,
  options: ResolvedEmulatorOptions,
  now: number,
): JWTPayload {
  const { idTokenLifetime } = options
  const seconds = Math.floor(now / 1000)
  const iat = fault === 'expired-token' ? seconds - idTokenLifetime - 1 : seconds
  const { id, name, userName, mobile, email } = user
  const profile = { id, name, userName, mobile, email }
  return {
    sub: isInApi(options) ? PLACEHOLDER.sub : userName,
    ...issuerAndAudience(options),
    ...(fault === 'no-exp' ? {} : { exp: iat + idTokenLifetime }),
    jti: randomText(22),
    iat,
    nbf: iat - 120,
    ...(isInApi(options) ? { api: JSON.stringify(profile) } : profile),
    ...(fault === 'huge' ? { padding: 'x'.repeat(HUGE_CLAIM) } : {}),
  }
}

/** Cuts header and payload to lengths that no base64 text has, as in the sample on the service's page. */
function spoil(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return [header.slice(0, 25), payload.slice(0, 49), signature].join('.')
}
