// Checks the options of a client and fills in the defaults. Every wrong one is a CONFIG error that says what to give.
import type { QueryClient } from '@tanstack/react-query'
import { isHeaderValue, normalizeBaseUrl } from '../protocol/endpoint'
import { CiamError } from '../protocol/errors'
import type { CiamClientOptions, ClaimsSchema, DeviceInfo, SessionTokenHeader, StorageAdapter } from './types'

/** What the composition root hands in for the options that only a browser has defaults for. */
export interface BrowserDefaults {
  readonly storage: () => StorageAdapter
  readonly language: () => string
  readonly fetch: typeof globalThis.fetch
}

export interface ResolvedOptions<Claims> {
  readonly baseUrl: string
  readonly clientId: string
  readonly storage: StorageAdapter
  /** Null: read from the browser. */
  readonly device: (() => DeviceInfo | Promise<DeviceInfo>) | null
  readonly language: () => string
  readonly sessionTokenHeader: SessionTokenHeader
  readonly claims: ClaimsSchema<Claims> | undefined
  readonly refreshBefore: number
  readonly refreshInBackground: boolean
  readonly requestTimeout: number
  readonly apiOrigins: ReadonlySet<string>
  readonly fetch: typeof globalThis.fetch
  readonly queryClient: QueryClient | null
}

// A request is cut at three times its limit, and timers end at 2^31-1 ms.
const LONGEST = 600_000
const HEADER_NAMES: readonly SessionTokenHeader[] = ['session-token', 'X-session-token']

export function resolveOptions<Claims>(
  given: CiamClientOptions<Claims>,
  defaults: BrowserDefaults,
): ResolvedOptions<Claims> {
  check(isObject(given), 'options', '{ baseUrl, clientId }')
  const options = {
    sessionTokenHeader: 'session-token' as const,
    refreshBefore: 60_000,
    refreshInBackground: false,
    requestTimeout: 10_000,
    apiOrigins: [],
    language: defaults.language,
    fetch: defaults.fetch,
    ...withoutUndefined(given),
  }
  const { device, language, claims, fetch, queryClient, clientId, sessionTokenHeader } = options
  const storage = options.storage ?? defaults.storage()
  check(isHeaderValue(clientId), 'clientId', "the app's authorization id")
  check(hasMethods(storage, 'getItem', 'setItem', 'removeItem'), 'storage', 'a StorageAdapter, such as webStorage()')
  check(device === undefined || isObject(device) || isFunction(device), 'device', 'a DeviceInfo or a function')
  check(typeof language === 'string' || isFunction(language), 'language', "'zh', 'en' or a function")
  check(claims === undefined || isFunction(claims?.['~standard']?.validate), 'claims', 'a Standard Schema')
  check(isFunction(fetch), 'fetch', 'a function')
  check(queryClient === undefined || hasMethods(queryClient, 'getQueryCache'), 'queryClient', 'a QueryClient')
  check(HEADER_NAMES.includes(sessionTokenHeader), 'sessionTokenHeader', "'session-token' or 'X-session-token'")
  check(typeof options.refreshInBackground === 'boolean', 'refreshInBackground', 'true or false')
  for (const name of ['refreshBefore', 'requestTimeout'] as const) {
    const least = name === 'requestTimeout' ? 1 : 0
    const value = options[name]
    check(Number.isFinite(value) && value >= least && value <= LONGEST, name, `ms from ${least} to ${LONGEST}`)
  }
  check(Array.isArray(options.apiOrigins), 'apiOrigins', ORIGINS)
  return {
    ...options,
    baseUrl: normalizeBaseUrl(options.baseUrl),
    storage,
    device: device === undefined ? null : typeof device === 'function' ? device : () => device,
    language: typeof language === 'string' ? () => language : language,
    claims,
    apiOrigins: new Set(options.apiOrigins.map(toOrigin)),
    queryClient: queryClient ?? null,
  }
}

const ORIGINS = "origins without a path, such as 'https://api.example.com'"

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const isFunction = (value: unknown): boolean => typeof value === 'function'
const hasMethods = (value: unknown, ...names: string[]): boolean =>
  isObject(value) && names.every((name) => isFunction((value as Record<string, unknown>)[name]))

function check(isRight: boolean, name: string, wanted: string): void {
  if (!isRight) throw new CiamError('CONFIG', `createCiamClient: ${name} must be ${wanted}.`)
}

/** An option that is given as undefined is not given. */
function withoutUndefined<Claims>(options: CiamClientOptions<Claims>): CiamClientOptions<Claims> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never
}

function toOrigin(value: string): string {
  let origin = ''
  try {
    ;({ origin } = new URL(value))
  } catch {
    // Told below: what is no URL is a wrong origin like any other.
  }
  const isOrigin = typeof value === 'string' && /^https?:[^*]+$/.test(origin) && origin === value.toLowerCase()
  check(isOrigin, 'apiOrigins', ORIGINS)
  return origin
}
