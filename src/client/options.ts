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

export function resolveOptions<Claims>(
  options: CiamClientOptions<Claims>,
  defaults: BrowserDefaults,
): ResolvedOptions<Claims> {
  if (!isObject(options)) throw wrong('options', 'an object with baseUrl and clientId')
  const { device, language, claims, fetch, queryClient } = options
  const storage = options.storage ?? defaults.storage()
  const methods = ['getItem', 'setItem', 'removeItem'] as const
  require(isObject(storage) && methods.every((name) => typeof storage[name] === 'function'), 'storage', ADAPTER)
  require(isHeaderValue(options.clientId), 'clientId', 'the application authorization id from the console')
  require(device === undefined || isObject(device) || isFunction(device), 'device', DEVICE)
  require(language === undefined || typeof language === 'string' || isFunction(language), 'language', LANGUAGE)
  require(claims === undefined || isFunction(claims?.['~standard']?.validate), 'claims', 'a Standard Schema')
  require(fetch === undefined || isFunction(fetch), 'fetch', 'a function like fetch')
  require(queryClient === undefined || isFunction(queryClient?.getQueryCache), 'queryClient', 'a QueryClient')
  return {
    baseUrl: normalizeBaseUrl(options.baseUrl),
    clientId: options.clientId,
    storage,
    device: device === undefined ? null : typeof device === 'function' ? device : () => device,
    language: typeof language === 'string' ? () => language : (language ?? defaults.language),
    sessionTokenHeader: headerName(options.sessionTokenHeader ?? 'session-token'),
    claims,
    refreshBefore: duration('refreshBefore', options.refreshBefore ?? 60_000, 0),
    refreshInBackground: boolean('refreshInBackground', options.refreshInBackground ?? false),
    requestTimeout: duration('requestTimeout', options.requestTimeout ?? 10_000, 1),
    apiOrigins: origins(options.apiOrigins ?? []),
    fetch: fetch ?? defaults.fetch,
    queryClient: queryClient ?? null,
  }
}

const ADAPTER = 'an object with getItem, setItem and removeItem, such as webStorage() or localStorage'
const DEVICE = '{ fingerprint, osVersion, userAgent } or a function that returns it'
const LANGUAGE = "'zh', 'en' or a function that returns one"
// A request is cut at three times its limit, and timers end at 2^31-1 ms.
const LONGEST = 10 * 60_000

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const isFunction = (value: unknown): boolean => typeof value === 'function'

function wrong(name: string, wanted: string): CiamError {
  return new CiamError('CONFIG', `createCiamClient: ${name} must be ${wanted}.`)
}

function require(isRight: boolean, name: string, wanted: string): void {
  if (!isRight) throw wrong(name, wanted)
}

function headerName(value: SessionTokenHeader): SessionTokenHeader {
  require(value === 'session-token' ||
    value === 'X-session-token', 'sessionTokenHeader', "'session-token' or 'X-session-token'")
  return value
}

function boolean(name: string, value: boolean): boolean {
  require(typeof value === 'boolean', name, 'true or false')
  return value
}

function duration(name: string, value: number, least: number): number {
  require(Number.isFinite(value) && value >= least && value <= LONGEST, name, `ms from ${least} to ${LONGEST}`)
  return value
}

function origins(values: string[]): Set<string> {
  require(Array.isArray(values), 'apiOrigins', 'an array of origins')
  for (const value of values) {
    let origin: string | null = null
    try {
      origin = new URL(value).origin
    } catch {
      // Told below: no URL is a wrong origin like any other.
    }
    const isExact = typeof value === 'string' && origin === value.toLowerCase() && /^https?:/.test(origin)
    require(isExact, 'apiOrigins', "origins without a path, such as 'https://api.example.com'")
  }
  return new Set(values.map((value) => new URL(value).origin))
}
