// The check that no token lies in something: an error report, a log, a cache, a page.
import { partsOf, type Part } from './value-parts'
import { createTokenSearch, isSessionTokenName, looksLikeToken, type TokenKind } from './token-text'

/** Options of `expectNoTokenIn`. */
export interface ExpectNoTokenOptions {
  /**
   * Further secrets to look for, such as a state token, or the session_tokens of a service in another process. Twenty
   * characters of one that follow each other are enough.
   */
  tokens?: readonly string[]
}

/** What `expectNoTokenIn` throws. Holds no token. */
export interface TokenFoundError extends Error {
  /** To tell it from other errors. */
  readonly name: 'TokenFoundError'
  /** What was found where, at most ten, such as `{ kind: 'id_token', path: '$.error.cause.message' }`. */
  readonly found: readonly { readonly kind: TokenKind; readonly path: string }[]
}

/**
 * Throws if a token is anywhere in the value; returns nothing otherwise. For any test runner.
 *
 * It finds JWTs, session_tokens that emulators and test clients of this page gave out, whatever is called `session_token`,
 * `session-token` or `sessionToken` and looks like a token, and the `tokens` of the options; also percent-encoded and in
 * base64. It looks into texts, own properties of any kind (getters are not called), Map, Set, Error with stack and cause,
 * Headers, URL, FormData, Request, Response, Storage, DOM nodes (markup, values of fields, open shadow roots, what Storybook
 * or a test rendered), typed arrays, and the caches of a QueryClient.
 *
 * It cannot see into closures, private fields, WeakMaps, promises, streams, blobs, closed shadow roots and getters. It does
 * not know the session_tokens of a service in another process, such as the command's: 32 letters and digits are also what
 * client ids look like. Give those in `tokens`.
 *
 * @throws TokenFoundError with the paths, and without the tokens.
 * @example
 * const error = await client.getIdToken({ force: true }).catch((cause: unknown) => cause)
 * expectNoTokenIn({ error, log: reportedErrors, page: document.body })
 */
export function expectNoTokenIn(value: unknown, { tokens = [] }: ExpectNoTokenOptions = {}): void {
  const search = createTokenSearch(tokens.filter((token) => token !== ''))
  const found: { kind: TokenKind; path: string }[] = []
  const seen = new Set<object>()
  const waiting: Part[] = [{ path: '$', name: '', value }]
  // In a loop: a value may nest deeper than the stack is.
  for (let at = 0; at < waiting.length && found.length < MOST; at += 1) {
    const part = waiting[at]!
    // A name may be the token: then the path ends before it.
    const inName = search(part.name)
    if (inName) found.push({ kind: inName, path: `${part.path} (a key)` })
    const path = part.path + (inName ? '[a key]' : stepTo(part.name))
    if (typeof part.value === 'string') {
      const isNamed = isSessionTokenName(part.name) && looksLikeToken(part.value)
      const kind = search(part.value) ?? (isNamed ? 'session_token' : null)
      if (kind) found.push({ kind, path })
    } else if ((typeof part.value === 'object' && part.value !== null) || typeof part.value === 'function') {
      if (seen.has(part.value)) continue
      seen.add(part.value)
      for (const inner of partsOf(part.value)) waiting.push({ ...inner, path })
    } else if (typeof part.value === 'symbol') {
      waiting.push({ path, name: '', value: part.value.description ?? '' })
    }
  }
  if (found.length > 0) throw tokenFound(found)
}

const MOST = 10

function stepTo(name: string): string {
  if (name === '') return ''
  if (/^\d+$/.test(name)) return `[${name}]`
  return /^[A-Za-z_$][\w$]{0,40}(\(\))?$/.test(name) ? `.${name}` : `[${JSON.stringify(name.slice(0, 40))}]`
}

function tokenFound(found: TokenFoundError['found']): TokenFoundError {
  const list = found.map(({ kind, path }) => `${ARTICLE[kind]} ${kind} at ${path}`).join(', ')
  const error = new Error(`There is ${list}. Whoever reads it can use it: leave it out there.`)
  return Object.assign(error, { name: 'TokenFoundError' as const, found })
}

const ARTICLE: Record<TokenKind, string> = { id_token: 'an', session_token: 'a', 'given token': 'a' }
