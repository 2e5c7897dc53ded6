// What the browser says of the device and of the page's language. Globals are looked up at each call.

/** Ms to wait for client hints, which a browser may hold back while it asks the user. */
const HINTS_LIMIT = 500
const UNKNOWN = 'unknown'

/** The part of `navigator.userAgentData` that is read; not every browser has it. */
interface UserAgentData {
  getHighEntropyValues?(hints: string[]): Promise<{ platform?: string; platformVersion?: string }>
}

/** In this order: an iPhone says that it is like Mac OS X, an Android that it is Linux. */
const SYSTEMS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/Windows NT ([\d.]+)/, 'windows'],
  [/OpenHarmony ([\d.]+)/, 'openharmony'],
  [/(?:iPhone|CPU) OS ([\d_]+)/, 'ios'],
  [/Mac OS X ([\d._]+)/, 'macos'],
  [/Android ([\d.]+)/, 'android'],
  [/CrOS \S+ ([\d.]+)/, 'chromeos'],
  [/Linux/, 'linux'],
]

/**
 * The values of X-operating-sys-version (such as `windows10.0.0`) and X-agent: client hints where there are, the user
 * agent where not. Never rejects, takes at most 500 ms, and no value is empty.
 */
export async function readDevice(): Promise<{ osVersion: string; userAgent: string }> {
  const userAgent = globalThis.navigator?.userAgent || UNKNOWN
  return { osVersion: (await readHints()) || parseUserAgent(userAgent), userAgent }
}

/** X-L: the page's language, then the browser's, cut to `zh` or `en`; any other is `en`. */
export function defaultLanguage(): string {
  const language = globalThis.document?.documentElement.lang || globalThis.navigator?.language
  return /^zh([-_]|$)/i.test(language) ? 'zh' : 'en'
}

/** Empty where there are no hints. */
async function readHints(): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const { userAgentData } = navigator as { userAgentData?: UserAgentData }
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, HINTS_LIMIT, null)
    })
    const hints = await Promise.race([userAgentData?.getHighEntropyValues?.(['platform', 'platformVersion']), late])
    const { platform, platformVersion } = hints ?? {}
    if (!platform || !platformVersion) return ''
    const major = parseInt(platformVersion)
    // The number that Windows gives here is not its name: 13 and later are Windows 11, 1 to 10 are Windows 10.
    if (platform === 'Windows') return major >= 13 ? 'windows11' : major >= 1 ? 'windows10' : ''
    return (platform + platformVersion).replace(/\s/g, '').toLowerCase()
  } catch {
    return '' // Refused by the browser or by the page's permissions policy.
  } finally {
    clearTimeout(timer)
  }
}

function parseUserAgent(userAgent: string): string {
  for (const [pattern, name] of SYSTEMS) {
    const match = pattern.exec(userAgent)
    if (match) return name + (match[1] ?? '').replace(/_/g, '.')
  }
  return UNKNOWN
}
