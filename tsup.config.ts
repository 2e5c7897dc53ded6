// How the package is built: each entry of package.json's `exports` as ESM and CommonJS with types, and the emulator's
// command. What is in `devDependencies` is bundled; dependencies and peers stay imports.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'
import manifest from './package.json' with { type: 'json' }

/** `./storage` in `exports` is dist/storage.*, built from src/storage/index.ts. */
const entry = Object.fromEntries(
  Object.keys(manifest.exports)
    .filter((path) => !path.endsWith('.json'))
    .map((path) => (path === '.' ? ['index', 'src/index.ts'] : [path.slice(2), `src/${path.slice(2)}/index.ts`])),
) as Record<string, string>

const CLIENT_DIRECTIVE = '"use client";'

/**
 * CommonJS with splitting gets its prologue in front of an entry's 'use client', which then is no directive any more;
 * ESM keeps it. The shared chunks have none in either format and need none: the entry is the boundary.
 */
function restoreClientDirective(): void {
  for (const name of Object.keys(entry)) {
    if (!readFileSync(`dist/${name}.js`, 'utf8').startsWith(CLIENT_DIRECTIVE)) continue
    const commonJs = readFileSync(`dist/${name}.cjs`, 'utf8')
    writeFileSync(`dist/${name}.cjs`, `${CLIENT_DIRECTIVE}\n${commonJs}`)
  }
}

const WITHOUT_NODE = /^(util|timers|timers\/promises|perf_hooks)$/

/**
 * The fake timers of the testing entry ask for modules of Node to fake those, too, and do without where there are none. An
 * entry for browsers names none of them.
 */
const fakeTimersWithoutNode: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'fake-timers-without-node',
  setup(build) {
    build.onResolve({ filter: WITHOUT_NODE }, ({ path, importer }) =>
      /[\\/]@sinonjs[\\/]/.test(importer) ? { path, namespace: 'without-node' } : null,
    )
    build.onLoad({ filter: /./, namespace: 'without-node' }, () => ({ contents: 'module.exports = {}' }))
  },
}

/**
 * `import ... from 'msw'` in the types of the testing entry must not fail an app that has no msw, an optional peer: there
 * the handlers' type is `any`, which nobody uses.
 */
function tolerateMissingMsw(): void {
  for (const file of ['dist/testing.d.ts', 'dist/testing.d.cts']) {
    const text = readFileSync(file, 'utf8')
    const tolerant = text.replace(/^import .* from ["']msw["'];?$/m, '// @ts-ignore\n$&')
    if (tolerant === text) throw new Error(`${file} imports no type of msw: what the build does about it can go.`)
    writeFileSync(file, tolerant)
  }
}

const bundledPackages = new Set<string>()
const LICENSES = 'THIRD_PARTY_LICENSES.txt'

const noteBundledPackages: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'note-bundled-packages',
  setup(build) {
    build.onEnd(({ metafile }) => {
      for (const { inputs } of Object.values(metafile?.outputs ?? {})) {
        for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
          const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]
          if (name && bytesInOutput > 0) bundledPackages.add(name)
        }
      }
    })
  },
}

/** Writes the licenses of the bundled packages beside the code that holds them, as those licenses ask for. */
function shipLicenses(): void {
  const texts = [...bundledPackages].sort().map((name) => {
    const folder = `node_modules/${name}`
    const license = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file))
    if (!license) throw new Error(`${name} is bundled, but has no license file to ship.`)
    return `${name}\n\n${readFileSync(`${folder}/${license}`, 'utf8').trim()}\n`
  })
  if (texts.length > 0) writeFileSync(`dist/${LICENSES}`, texts.join(`\n${'-'.repeat(80)}\n\n`))
}

/** What is no entry of the package, but has to be a file of its own in the build. */
const apart = { 'devtools-development': 'src/devtools/development.ts' }

export default defineConfig([
  {
    entry: { ...entry, ...apart },
    format: ['esm', 'cjs'],
    target: 'es2020',
    platform: 'neutral', // Entries run in browsers and in Node; a Node built-in stays an import.
    external: [/^node:/],
    splitting: true, // Shared chunks: two entries never hold two React contexts.
    dts: { entry, resolve: ['@standard-schema/spec'] },
    clean: ['!emulator-bin.js', `!${LICENSES}`], // Those two may have been written already by the other build.
    esbuildPlugins: [fakeTimersWithoutNode, noteBundledPackages],
    async onSuccess() {
      restoreClientDirective()
      // The types are written beside the code, and end later.
      process.once('exit', (code) => code === 0 && tolerateMissingMsw())
      shipLicenses()
    },
  },
  {
    entry: { 'emulator-bin': 'src/testing/emulator-bin.ts' },
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    splitting: false,
    noExternal: ['jose'], // The command works without further installs.
    banner: { js: '#!/usr/bin/env node' },
    esbuildPlugins: [noteBundledPackages],
    onSuccess: async () => shipLicenses(),
  },
])
