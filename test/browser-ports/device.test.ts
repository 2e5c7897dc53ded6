// What is read of the device and of the language: client hints, user agents, and browsers that say nothing.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultLanguage, readDevice } from '../../src/browser/device'

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36'

function stubNavigator(userAgent: unknown, getHighEntropyValues?: unknown): void {
  const userAgentData = getHighEntropyValues && { getHighEntropyValues }
  vi.stubGlobal('navigator', { userAgent, userAgentData, language: 'en' })
}
const hints = (platform?: string, platformVersion?: string) => () => Promise.resolve({ platform, platformVersion })
const osVersion = async (): Promise<string> => (await readDevice()).osVersion

describe('readDevice with client hints', () => {
  it.each([
    ['Windows', '15.0.0', 'windows11'],
    ['Windows', '13.0.0', 'windows11'],
    ['Windows', '10.0.0', 'windows10'],
    ['Windows', '1.0.0', 'windows10'],
    ['Windows', '0.3.0', 'windows10.0'],
    ['macOS', '14.5.0', 'macos14.5.0'],
    ['Android', '13', 'android13'],
    ['Chrome OS', '14541.0.0', 'chromeos14541.0.0'],
    ['Linux', '6.5.0', 'linux6.5.0'],
  ])('calls %s %s %s', async (platform, version, name) => {
    stubNavigator(CHROME, hints(platform, version))
    expect(await readDevice()).toEqual({ osVersion: name, userAgent: CHROME })
  })

  it('asks for the platform and its version only', async () => {
    const ask = vi.fn(hints('macOS', '14.5.0'))
    stubNavigator(CHROME, ask)
    await readDevice()
    expect(ask).toHaveBeenCalledExactlyOnceWith(['platform', 'platformVersion'])
  })

  it.each([
    ['give no version', hints('Windows')],
    ['give an empty version', hints('Windows', '')],
    ['give no platform', hints('', '15.0.0')],
    ['give nothing', () => Promise.resolve(undefined)],
    ['are refused', () => Promise.reject(new DOMException('no', 'NotAllowedError'))],
    [
      'throw',
      () => {
        throw new TypeError('Illegal invocation')
      },
    ],
    ['are no function', 5],
  ])('falls back to the user agent where they %s', async (_title, ask) => {
    stubNavigator(CHROME, ask)
    expect(await osVersion()).toBe('windows10.0')
  })
})

describe('readDevice with hints that never come', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('waits 500 ms and no longer', async () => {
    stubNavigator(CHROME, () => new Promise(() => {}))
    const settled = vi.fn()
    const reading = readDevice().finally(settled)
    await vi.advanceTimersByTimeAsync(499)
    expect(settled).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(await reading).toEqual({ osVersion: 'windows10.0', userAgent: CHROME })
  })

  it('leaves no timer behind when they come', async () => {
    stubNavigator(CHROME, hints('macOS', '14.5.0'))
    await readDevice()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('readDevice without client hints', () => {
  it.each([
    [CHROME, 'windows10.0'],
    ['Mozilla/5.0 (Windows NT 6.1; rv:109.0) Gecko/20100101 Firefox/115.0', 'windows6.1'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X)', 'ios13.3'],
    ['Mozilla/5.0 (iPad; CPU OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 Version/17.4.1 Safari/604.1', 'ios17.4.1'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15',
      'macos10.15.7',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko/20100101 Firefox/128.0', 'macos10.15'],
    ['Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0', 'android14'],
    ['Mozilla/5.0 (Linux; Android 10; HarmonyOS; NOH-AN00) Chrome/99.0 Mobile Safari/537.36', 'android10'],
    [
      'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0.0.0 ArkWeb/4.1.6.1 Mobile',
      'openharmony5.0',
    ],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36', 'chromeos14541.0.0'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'linux'],
    ['Something else', 'unknown'],
  ])('reads %s as %s', async (userAgent, name) => {
    stubNavigator(userAgent)
    expect(await readDevice()).toEqual({ osVersion: name, userAgent })
  })

  it.each(['', undefined])('gives no empty value for the user agent %j', async (userAgent) => {
    stubNavigator(userAgent)
    expect(await readDevice()).toEqual({ osVersion: 'unknown', userAgent: 'unknown' })
  })

  it('gives no empty value without a navigator', async () => {
    vi.stubGlobal('navigator', undefined)
    expect(await readDevice()).toEqual({ osVersion: 'unknown', userAgent: 'unknown' })
  })
})

describe('defaultLanguage', () => {
  const languageOf = (page: string | undefined, browser: string | undefined): string => {
    vi.stubGlobal('document', page === undefined ? undefined : { documentElement: { lang: page } })
    vi.stubGlobal('navigator', browser === undefined ? undefined : { language: browser })
    return defaultLanguage()
  }

  it.each([
    ['zh', 'en', 'zh'],
    ['zh-CN', 'en', 'zh'],
    ['zh-Hant-TW', 'en', 'zh'],
    ['zh_CN', 'en', 'zh'],
    ['ZH-cn', 'en', 'zh'],
    ['en-GB', 'zh-CN', 'en'],
    ['fr', 'zh-CN', 'en'],
    ['zha', 'zh-CN', 'en'],
    ['', 'zh-TW', 'zh'],
    ['', 'de', 'en'],
    ['', '', 'en'],
    ['', undefined, 'en'],
    [undefined, 'zh-CN', 'zh'],
    [undefined, undefined, 'en'],
  ])('of a page in %j and a browser in %j is %s', (page, browser, language) => {
    expect(languageOf(page, browser)).toBe(language)
  })

  it('is looked up at each call', () => {
    expect(languageOf('zh', 'en')).toBe('zh')
    expect(languageOf('en', 'en')).toBe('en')
  })
})
