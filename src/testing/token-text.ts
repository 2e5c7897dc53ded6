// Finds tokens in a text: JWTs by what they are, session_tokens by their name or because they were given out here.
import { isIssued } from './emulator/issued-tokens'

/** What was found. */
export type TokenKind = 'id_token' | 'session_token' | 'given token'

/** Looks for a token in a text; null where there is none. */
export type TokenSearch = (text: string) => TokenKind | null

/** So much of a given token is enough: what quotes it may cut it. */
const PART = 20
/** How often what was decoded is looked through again. */
const LAYERS = 2

/** `tokens`: further secrets. */
export function createTokenSearch(tokens: readonly string[]): TokenSearch {
  const parts = new Set<string>()
  const short: string[] = []
  for (const token of tokens) {
    // The first part of a JWT says which algorithm it is signed with, in every one the same.
    const secret = decodedHeader(token.split('.')[0]!) ? token.slice(token.indexOf('.') + 1) : token
    if (secret.length < PART) short.push(secret)
    else for (let at = 0; at + PART <= secret.length; at += 1) parts.add(secret.slice(at, at + PART))
  }

  const holdsGiven = (text: string): boolean => {
    if (short.some((token) => text.includes(token))) return true
    if (parts.size > 0)
      for (let at = 0; at + PART <= text.length; at += 1) if (parts.has(text.slice(at, at + PART))) return true
    return false
  }

  const search = (text: string, layers: number): TokenKind | null => {
    if (holdsGiven(text)) return 'given token'
    if (holdsJwt(text)) return 'id_token'
    if (holdsSessionToken(text)) return 'session_token'
    if (layers === 0) return null
    for (const inner of decodings(text)) {
      const found = search(inner, layers - 1)
      if (found) return found
    }
    return null
  }
  return (text) => search(text, LAYERS)
}

/** Names under which a session_token is sent and stored. */
export const isSessionTokenName = (name: string): boolean => /^(x-)?session[-_ ]?token$/i.test(name)

/** Whether a value under such a name is one: no word, no placeholder. */
export const looksLikeToken = (value: string): boolean =>
  value.length >= 16 && /^[!-~]+$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value) && !/\*\*/.test(value)

function holdsJwt(text: string): boolean {
  for (const [run] of text.matchAll(/[\w.-]{12,}/g)) {
    const parts = run.split('.')
    for (let at = 0; at + 2 < parts.length; at += 1) {
      if (!parts[at + 1]) continue
      // Something else may stand right before it.
      const header = parts[at]!.slice(-LONGEST_HEADER)
      for (const { index } of header.matchAll(/e[wy]/g)) if (decodedHeader(header.slice(index))) return true
    }
  }
  return false
}

const LONGEST_HEADER = 2_000

function decodedHeader(text: string): boolean {
  try {
    const header: unknown = JSON.parse(fromBase64(text))
    return typeof header === 'object' && header !== null && 'alg' in header
  } catch {
    return false
  }
}

function holdsSessionToken(text: string): boolean {
  for (const [run] of text.matchAll(/[A-Za-z0-9]{32,}/g)) {
    for (let at = 0; at + 32 <= run.length; at += 1) if (isIssued(run.slice(at, at + 32))) return true
  }
  // In JSON, headers and queries, and escaped JSON in JSON.
  const named = /session[-_ ]?token\\*["']?\s*[:=]\s*\\*["']?([!#-&(-+\--~]{16,})/gi
  for (const [, value = ''] of text.matchAll(named)) if (looksLikeToken(value.replace(/[\\"'&,;}].*$/, ''))) return true
  return false
}

function* decodings(text: string): Generator<string> {
  if (text.includes('%')) {
    // Piece by piece: one bad escape hides nothing.
    yield text.replace(/(%[0-9a-f]{2})+/gi, (escapes) => {
      try {
        return decodeURIComponent(escapes)
      } catch {
        return escapes
      }
    })
  }
  for (const [run] of text.matchAll(/[\w+/-]{20,}/g)) {
    try {
      yield fromBase64(run)
    } catch {
      // Of a length that no base64 has.
    }
  }
}

const fromBase64 = (text: string): string => atob(text.replace(/-/g, '+').replace(/_/g, '/'))
