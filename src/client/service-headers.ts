// The headers of every call of the service: the device's values, the language, and the one fingerprint of this browser.
import { createServiceHeaders } from '../protocol/endpoint'
import { CiamError } from '../protocol/errors'
import type { AppCode } from './app-code'
import type { Environment, Lock } from './ports'
import type { ResolvedOptions } from './options'
import { FINGERPRINT_KEY } from './record'
import { withoutSecrets } from './safe-cause'
import type { StorageAccess } from './storage-access'

type DeviceFacts = { osVersion: string; userAgent: string; fingerprint?: string; ip?: string }

/** What is known before the lock: an app's functions are called outside it. */
export interface PreparedHeaders {
  readonly device: DeviceFacts
  readonly language: string
}

export interface ServiceHeaders {
  /** Asks `device` and `language`. Rejects with CONFIG if they throw, or give no answer in 3 s. */
  prepare(): Promise<PreparedHeaders>
  /** Adds the fingerprint: the session's own, else this browser's, which is made here if there is none. */
  complete(prepared: PreparedHeaders, sessionFingerprint: string | null): Promise<Record<string, string>>
  /** The fingerprint that `complete` made or found, to be kept with a new session. */
  fingerprint(): string | null
}

export interface ServiceHeadersNeeds {
  readonly options: Pick<ResolvedOptions<unknown>, 'clientId' | 'device' | 'language'>
  readonly environment: Environment
  readonly appCode: AppCode
  readonly storage: StorageAccess
  readonly lock: Lock
  /** Which store the fingerprint lies in. */
  readonly area: string
  readonly readDevice: () => Promise<{ osVersion: string; userAgent: string }>
}

const TIME_LIMIT = 3_000

export function createServiceHeaderSource(needs: ServiceHeadersNeeds): ServiceHeaders {
  const { options, environment, appCode, storage, lock } = needs
  let fingerprint: string | null = null

  const ensureFingerprint = async (): Promise<string> => {
    if (fingerprint) return fingerprint
    const findOrMake = async (): Promise<string> => {
      const stored = await storage.readLatest(FINGERPRINT_KEY)
      if (fingerprint) return fingerprint
      if (stored.value) return (fingerprint = stored.value)
      const made = environment.randomId()
      // Not saved is not fatal: a session keeps the fingerprint that it signed in with.
      if (!stored.error) await storage.write(FINGERPRINT_KEY, made)
      return (fingerprint ??= made)
    }
    const locked = await lock.run(`react-ciam:fingerprint:${needs.area}`, 2 * TIME_LIMIT, findOrMake)
    return locked.acquired ? locked.value : findOrMake()
  }

  return {
    async prepare() {
      try {
        const language = appCode.enter(options.language)
        const device = options.device
          ? appCode.limit(Promise.resolve(appCode.enter(options.device)), TIME_LIMIT)
          : needs.readDevice()
        return { language, device: await device }
      } catch (cause) {
        throw new CiamError('CONFIG', 'The device or language option failed: it must return its values within 3 s.', {
          cause: withoutSecrets(cause),
        })
      }
    },
    async complete({ device, language }, sessionFingerprint) {
      const values = options.device
        ? device
        : { ...device, fingerprint: sessionFingerprint ?? (await ensureFingerprint()) }
      return createServiceHeaders({ clientId: options.clientId, device: values as Required<DeviceFacts>, language })
    },
    fingerprint: () => (options.device ? null : fingerprint),
  }
}
