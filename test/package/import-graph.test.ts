// What each entry of the packed package reaches when it is loaded, in both formats: no package, no global of Node and no
// part of another entry that it has no business with. An entry that no rule names keeps the rules of the main one.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reachedFrom } from './import-graph'
import { installPackage, type InstalledPackage } from './installed-package'
import { entries, fileOf, manifest } from './promised-names'

interface Rule {
  readonly packages: readonly string[]
  readonly sources: readonly string[]
  readonly nodeGlobals?: readonly RegExp[]
}

const storage = ['src/storage', 'node_modules/idb-keyval']
const main: Rule = {
  packages: ['react', 'react/jsx-runtime', '@tanstack/react-query', 'jwt-decode'],
  sources: [
    ...['src/create-ciam-client', 'src/client', 'src/protocol', 'src/tabs', 'src/browser', 'src/react'],
    ...storage,
  ],
}
const more = ({ packages, sources, nodeGlobals = [] }: Rule): Rule => ({
  packages: [...main.packages, ...packages],
  sources: [...main.sources, ...sources],
  nodeGlobals,
})

const rules: Record<string, Rule> = {
  'react-ciam': main,
  'react-ciam/storage': { packages: [], sources: [...storage, 'src/client'] }, // The name of an adapter's details.
  'react-ciam/axios': more({ packages: ['axios'], sources: ['src/axios'] }),
  'react-ciam/testing': more({
    packages: ['jose', 'zod/mini'],
    sources: [
      'src/testing',
      'node_modules/@sinonjs/fake-timers',
      'node_modules/@sinonjs/commons',
      'node_modules/type-detect',
    ],
    nodeGlobals: [/^(process|global) in dist\/fake-time-\w+\.c?js$/], // To turn those, too, where they are.
  }),
  'react-ciam/devtools': more({
    packages: ['react-dom'],
    sources: ['src/devtools'],
    nodeGlobals: [/^process in dist\/devtools\.c?js$/], // NODE_ENV, which bundlers replace.
  }),
}

/** Everything that the entry's file reaches and should not, as sentences. */
function violations(dist: string, entry: string, ending: string): string[] {
  const rule = rules[entry] ?? more({ packages: [], sources: [`src/${fileOf(entry)}`] })
  const { packages, sources, nodeGlobals } = reachedFrom(join(dist, fileOf(entry) + ending))
  return [
    ...packages.filter((name) => !rule.packages.includes(name)).map((name) => `imports ${name}`),
    ...sources.filter((source) => !rule.sources.includes(source)).map((source) => `holds ${source}`),
    ...nodeGlobals.filter((global) => !rule.nodeGlobals?.some((allowed) => allowed.test(global))),
  ]
}

let installed: InstalledPackage
let dist: string
beforeAll(() => {
  installed = installPackage()
  dist = join(installed.packageFolder, 'dist')
})
afterAll(() => installed?.remove())

describe.each(entries)('%s', (entry) => {
  test.each(['.js', '.cjs'])('reaches what it needs and nothing else (%s)', (ending) => {
    expect(reachedFrom(join(dist, fileOf(entry) + ending)).sources.length).toBeGreaterThan(0)
    expect(violations(dist, entry, ending)).toEqual([])
  })

  test.each(['.d.ts', '.d.cts'])(
    'names in its types only packages that come with it or that it asks for (%s)',
    (ending) => {
      const listed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
      const { packages } = reachedFrom(join(dist, fileOf(entry) + ending))
      expect(packages.filter((name) => !listed.includes(packageOf(name)))).toEqual([])
    },
  )
})

/** `zod` of `zod/v4/core`, `@tanstack/react-query` of itself. */
const packageOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier

test('what is imported at run time is installed with the package, or the app is asked for it', () => {
  const imported = entries.flatMap((entry) => reachedFrom(join(dist, `${fileOf(entry)}.js`)).packages.map(packageOf))
  const { dependencies, peerDependencies, peerDependenciesMeta } = manifest
  expect(Object.keys(dependencies).filter((name) => !imported.includes(name))).toEqual([])
  const required = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional)
  const ofMain = reachedFrom(join(dist, 'index.js')).packages.map(packageOf)
  expect(ofMain.filter((name) => ![...Object.keys(dependencies), ...required].includes(name))).toEqual([])
})

describe('what is wrong is found', () => {
  let copy: string
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'react-ciam-graph-'))
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  /** The chunk that holds the client, which the main entry is made of. */
  const chunkOf = (ending: string) =>
    readdirSync(copy).find((file) => {
      const isChunk = file.startsWith('chunk-') && file.endsWith(ending)
      return isChunk && readFileSync(join(copy, file), 'utf8').includes('// src/create-ciam-client')
    })!

  test.each([
    ['.js', "import 'node:fs'", 'imports node:fs'],
    ['.js', "export * from 'jose'", 'imports jose'],
    ['.js', "const late = () => import('msw')", 'imports msw'],
    ['.js', "import './testing.js'", 'holds src/testing'],
    ['.js', "import './devtools-development.js'", 'holds src/devtools'],
    ['.js', "__require('util')", 'imports util'],
    ['.js', 'if (process.env.NODE_ENV) {}', /^process in dist\/chunk/],
    ['.js', 'globalThis.process?.cwd()', /^process in dist\/chunk/],
    ['.js', 'Buffer.from("")', /^Buffer in dist\/chunk/],
    ['.cjs', "require('node:fs')", 'imports node:fs'],
    ['.cjs', "require('./testing.cjs')", 'holds src/testing'],
  ])('in a chunk of the main entry: %s with %s', (ending, code, violation) => {
    cpSync(dist, copy, { recursive: true })
    const chunk = join(copy, chunkOf(ending))
    writeFileSync(chunk, `${readFileSync(chunk, 'utf8')}\n${code}\n`)
    const found = violations(copy, 'react-ciam', ending).map((text) =>
      text.replace(/ in [\w-]+\/chunk/, ' in dist/chunk'),
    )
    expect(found).toContainEqual(typeof violation === 'string' ? violation : expect.stringMatching(violation))
  })
})
