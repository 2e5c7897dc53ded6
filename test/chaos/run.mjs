// `npm run test:chaos`: 10,000 worlds over all cores, with the figures of what was met. Options: --runs=10000 --seed=1,
// and --seed=... --path=... for one world that failed before.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'

const project = resolve(fileURLToPath(new URL('../..', import.meta.url)))
const script = fileURLToPath(import.meta.url)
const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' }, share: { type: 'string' } },
})

if (values.share) await exploreShare(JSON.parse(values.share))
else process.exitCode = await main()

/** In a child: one share, from the bundle that the parent made. */
async function exploreShare({ bundle, ...share }) {
  const { explore } = await import(bundle)
  process.send(await explore(share))
  process.disconnect()
}

async function main() {
  const runs = Number(values.runs ?? 10_000)
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  const folder = mkdtempSync(join(tmpdir(), 'react-ciam-chaos-'))
  try {
    const bundle = await bundleModel(folder)
    const count = values.path === undefined ? Math.min(availableParallelism(), runs) : 1
    const startedAt = performance.now()
    const shares = Array.from({ length: count }, (_, index) => ({
      bundle,
      seed: seed + index,
      runs: Math.ceil(runs / count),
      path: values.path,
    }))
    const results = await Promise.all(shares.map(inChild))
    report(results, shares, (performance.now() - startedAt) / 1000)
    return results.some(({ failure }) => failure) ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function bundleModel(folder) {
  await build({
    root: project,
    configFile: join(project, 'vite.config.ts'),
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: join(project, 'test/chaos/model/explore.ts'),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'explore.mjs' } },
    },
  })
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return join(folder, 'explore.mjs')
}

function inChild(share) {
  return new Promise((settle, fail) => {
    const child = fork(script, ['--share', JSON.stringify(share)])
    let figures
    child.on('message', (message) => (figures = message))
    child.on('error', fail)
    child.on('exit', (code) =>
      figures ? settle(figures) : fail(new Error(`A share ended without figures (${code}).`)),
    )
  })
}

function report(results, shares, seconds) {
  const sum = (name) => results.reduce((total, figures) => total + figures[name], 0)
  const sumEach = (name) => {
    const totals = {}
    for (const figures of results) {
      for (const [what, count] of Object.entries(figures[name])) totals[what] = (totals[what] ?? 0) + count
    }
    return Object.entries(totals).sort()
  }
  const say = (name, value) => console.log(`${name.padEnd(16)} ${value}`)
  say('seeds', shares.map(({ seed }) => seed).join(', '))
  say('runs', `${sum('runs').toLocaleString('en')} in ${seconds.toFixed(1)} s`)
  say('steps', sum('steps').toLocaleString('en'))
  say('pages', sum('pages').toLocaleString('en'))
  say('requests', sum('requests').toLocaleString('en'))
  say('virtual hours', (sum('virtualMs') / 3_600_000).toFixed(0))
  for (const [reason, count] of sumEach('ends')) say('ends', `${count.toLocaleString('en')} ${reason}`)
  say(
    'met',
    sumEach('met')
      .map(([what, count]) => `${what} ${count.toLocaleString('en')}`)
      .join(', '),
  )
  for (const { failure } of results) if (failure) console.error(`\n${failure}`)
}
