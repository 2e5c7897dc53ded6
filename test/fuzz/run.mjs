// `npm run test:fuzz`: every property of this folder, 2,500 times and more, from a new seed. Options: --runs=2500, --seed=1
// for the properties of a run that failed before, and the names of the files to run.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const project = resolve(fileURLToPath(new URL('../..', import.meta.url)))
const { values, positionals } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
})
const runs = values.runs ?? '2500'
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31))
const files = positionals.length ? positionals.map((name) => `test/fuzz/${name}`) : ['test/fuzz']

console.log(`seed ${seed}, ${runs} runs`)
const { status } = spawnSync(
  process.execPath,
  [resolve(project, 'node_modules/vitest/vitest.mjs'), 'run', '--project=unit', ...files],
  { cwd: project, stdio: 'inherit', env: { ...process.env, REACT_CIAM_FUZZ_RUNS: runs, REACT_CIAM_FUZZ_SEED: seed } },
)
process.exitCode = status ?? 1
