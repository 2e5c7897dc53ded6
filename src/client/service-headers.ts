// The headers of every call of the service: the device's values, the language, and the one fingerprint of this browser.
import { createServiceHeaders } from '../protocol/endpoint'
import { CiamError } from '../protocol/errors'
import { type Engine, runAnyway } from './engine'
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
  /** Both, for a call that no lock is around. */
  current(): Promise<Record<string, string>>
  /** The fingerprint that `complete` made or found, to be kept with a new session. */
  fingerprint(): string | null
}

const TIME_LIMIT = 3_000

/** `area`: which store the fingerprint lies in. */
export function createServiceHeaderSource<Claims>(
  { options, environment, appCode, lock, state }: Engine<Claims>,
  storage: StorageAccess,
  area: string,
  readDevice: () => Promise<DeviceFacts>,
): ServiceHeaders {
  let fingerprint: string | null = null

  const findOrMake = async (): Promise<string> => {
    const stored = await storage.readLatest(FINGERPRINT_KEY)
    if (!fingerprint && !stored.value?.trim()) {
      const made = environment.randomId()
      // Not saved is not fatal: a session keeps the fingerprint that it signed in with.
      if (!stored.error) await storage.write(FINGERPRINT_KEY, made)
      fingerprint ??= made
    }
    return (fingerprint ??= stored.value as string)
  }

  const source: ServiceHeaders = {
    async prepare() {
      try {
        const language = appCode.enter(options.language)
        const device = await (options.device ? appCode.call(options.device, TIME_LIMIT) : readDevice())
        const { osVersion, userAgent, fingerprint, ip } = device as Required<DeviceFacts>
        return { language, device: { osVersion, userAgent, fingerprint, ip } } // Read here: an app's getter may throw.
      } catch (cause) {
        throw new CiamError('CONFIG', 'The device or language option failed: it must return its values within 3 s.', {
          cause: withoutSecrets(cause),
        })
      }
    },
    async complete({ device, language }, sessionFingerprint) {
      let values = device
      if (!options.device) {
        // Kept for the next sign-in, too: the same device has the same fingerprint.
        const own = (fingerprint = sessionFingerprint ?? fingerprint)
        const lockName = `react-ciam:fingerprint:${area}`
        values = { ...device, fingerprint: own ?? (await runAnyway(lock, lockName, 2 * TIME_LIMIT, findOrMake)) }
      }
      return createServiceHeaders({ clientId: options.clientId, device: values as Required<DeviceFacts>, language })
    },
    current: async () => source.complete(await source.prepare(), state.session()?.record.fingerprint ?? null),
    fingerprint: () => (options.device ? null : fingerprint),
  }
  return source
}
