// Every entry of the packed package through each bundler, for a browser and with everything that it needs: what comes out
// is imported and exports what was promised. Next.js: server-rendering.test.ts.
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, bundlers } from './bundlers'
import { installPackage, type InstalledPackage } from './installed-package'
import { entries, promisedNames } from './promised-names'

let installed: InstalledPackage
beforeAll(() => {
  installed = installPackage()
})
afterAll(() => installed?.remove())

/** What a module exports once it is run, in a process of its own. */
const exportsOf = (file: string): string[] => {
  const code = `console.log(JSON.stringify(Object.keys(await import('${pathToFileURL(file).href}')).sort()))`
  return JSON.parse(installed.run('module', code)) as string[]
}

describe.each(bundlers)('%s', (bundler) => {
  test.each(entries)('bundles all of %s without a warning, and its promised names come out', async (entry) => {
    const { file } = await bundle(bundler, installed.folder, `export * from '${entry}'`)
    expect(exportsOf(file)).toEqual([...(promisedNames[entry] ?? [])].sort())
  })

  test('says so where an entry needs what a browser has not, and where a name is missing', async () => {
    const build = (source: string) => bundle(bundler, installed.folder, source)
    await expect(build("export { createServer } from 'node:http'")).rejects.toThrow(/node:http/)
    await expect(build("export { noSuchName } from 'react-ciam'")).rejects.toThrow(/noSuchName/)
    await expect(build("export { memoryStorage } from 'react-ciam/no-such-entry'")).rejects.toThrow(/no-such-entry/)
  })
})
