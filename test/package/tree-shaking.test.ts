// What an app does not import is not in its bundle, whichever bundler it uses.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, bundlers } from './bundlers'
import { installPackage, type InstalledPackage } from './installed-package'
import { entries } from './promised-names'

let installed: InstalledPackage
beforeAll(() => {
  installed = installPackage()
})
afterAll(() => installed?.remove())

/** What an app has anyway. */
const externals = ['react', 'react/jsx-runtime', 'react-dom', '@tanstack/react-query']
const build = async (bundler: string, source: string): Promise<string> =>
  (await bundle(bundler, installed.folder, source, { externals })).code
/** Imports of what is external stay, but cost an app nothing: it loads them anyway. */
const bytesOf = (code: string): number => code.replace(/import(\{[^}]*\}from)?["'`][^"'`]+["'`];?/g, '').length

/** Texts that a minifier keeps, and only these parts hold. */
const traces = {
  client: ['session-token/id-token', 'react-ciam:fingerprint', 'createCiamClient: '],
  database: ['indexedDB.open', 'readwrite'],
  descriptions: ['Please contact the administrator.'],
}
const holds = (code: string, part: keyof typeof traces) => traces[part].some((trace) => code.includes(trace))

describe.each(bundlers)('%s', (bundler) => {
  let whole: { main: string; storage: string }
  beforeAll(async () => {
    whole = {
      main: await build(bundler, "export * from 'react-ciam'"),
      storage: await build(bundler, "export * from 'react-ciam/storage'"),
    }
  })

  test('the traces are in what holds everything', () => {
    for (const trace of [...traces.client, ...traces.descriptions, ...traces.database])
      expect(whole.main).toContain(trace)
    for (const trace of traces.database) expect(whole.storage).toContain(trace)
  })

  test.each(entries)('an import of %s for nothing leaves not a byte', async (entry) => {
    const loaded = async (source: string) =>
      readFileSync((await bundle(bundler, installed.folder, source)).file, 'utf8') // With nothing external.
    expect(await loaded(`import '${entry}'`)).toBe(await loaded('export {}'))
  })

  test('the check of an error brings no client', async () => {
    const code = await build(bundler, "export { isCiamError } from 'react-ciam'")
    expect([holds(code, 'client'), holds(code, 'database'), holds(code, 'descriptions')]).toEqual([false, false, false])
    expect(bytesOf(code) / bytesOf(whole.main)).toBeLessThan(0.02)
  })

  test('the text for an error brings the texts and no client', async () => {
    const code = await build(bundler, "export { describeError } from 'react-ciam'")
    expect([holds(code, 'client'), holds(code, 'database'), holds(code, 'descriptions')]).toEqual([false, false, true])
    expect(bytesOf(code) / bytesOf(whole.main)).toBeLessThan(0.1)
  })

  test('a hook brings no client', async () => {
    const code = await build(bundler, "export { useIdToken } from 'react-ciam'")
    expect([holds(code, 'client'), holds(code, 'database'), holds(code, 'descriptions')]).toEqual([false, false, false])
    expect(bytesOf(code) / bytesOf(whole.main)).toBeLessThan(0.1)
  })

  test('storage in memory brings neither the fence nor IndexedDB', async () => {
    const code = await build(bundler, "export { memoryStorage } from 'react-ciam/storage'")
    expect(holds(code, 'database')).toBe(false)
    expect(bytesOf(code) / bytesOf(whole.storage)).toBeLessThan(0.12)
  })
})
