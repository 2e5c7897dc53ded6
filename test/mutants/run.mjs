// `npm run test:mutants`: breaks the code in one small way after another, and requires the named test to notice each.
// A mutant is a patch in this folder. Its first lines say what it breaks and which test must fail:
//
//   # What is broken, in a sentence.
//   # test: test/client/refresh.test.ts > the title of the test, or the beginning of several titles
//
// Patches are applied to a copy of the project, never to the project itself. `npm run test:mutants -- NAME` runs those
// whose file name has NAME in it.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const project = resolve(folder, '../..')
const wanted = process.argv[2] ?? ''

const mutants = readdirSync(folder)
  .filter((file) => file.endsWith('.patch') && file.includes(wanted))
  .sort()
  .map(readMutant)

function readMutant(file) {
  const text = readFileSync(join(folder, file), 'utf8')
  const [, path, title] = /^# test: (\S+) > (.+)$/m.exec(text) ?? []
  if (!path) throw new Error(`${file} does not name its test: "# test: FILE > TITLE"`)
  return { name: basename(file, '.patch'), patch: join(folder, file), path, title }
}

const copy = mkdtempSync(join(tmpdir(), 'react-ciam-mutants-'))
for (const entry of readdirSync(project)) {
  if (['node_modules', 'dist', '.git', 'storybook-static', 'coverage', '.storybook'].includes(entry)) continue
  cpSync(join(project, entry), join(copy, entry), { recursive: true })
}
symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'), 'junction')

/** What vitest counted: how many of the named tests passed and failed. */
function runTest({ path, title }) {
  const results = join(copy, 'results.json')
  rmSync(results, { force: true })
  const pattern = `^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`
  const run = spawnSync(
    process.execPath,
    [
      join(project, 'node_modules/vitest/vitest.mjs'),
      'run',
      path,
      '--testNamePattern',
      pattern,
      '--reporter=json',
      `--outputFile=${results}`,
    ],
    { cwd: copy, encoding: 'utf8', timeout: 180_000, env: { ...process.env, CI: 'true' } },
  )
  try {
    const { numPassedTests: passed, numFailedTests: failed, success } = JSON.parse(readFileSync(results, 'utf8'))
    return { passed, failed: failed || (success ? 0 : 1) }
  } catch {
    return { passed: 0, failed: 0, output: run.stdout + run.stderr }
  }
}

function apply({ patch }, ...options) {
  execFileSync('git', ['apply', '--recount', ...options, patch], { cwd: copy, stdio: ['ignore', 'ignore', 'pipe'] })
}

const survivors = []
const report = (mutant, verdict) => console.log(`${verdict.padEnd(10)} ${mutant.name}`)
try {
  for (const mutant of mutants) {
    const sound = runTest(mutant)
    if (sound.passed === 0 || sound.failed > 0) {
      report(mutant, 'NO TEST')
      console.log(`  "${mutant.title}" in ${mutant.path} must pass without the patch. ${sound.output ?? ''}`)
      survivors.push(mutant)
      continue
    }
    try {
      apply(mutant)
    } catch (error) {
      report(mutant, 'NO PATCH')
      console.log(`  The patch does not apply any more: ${error.stderr}`)
      survivors.push(mutant)
      continue
    }
    const { failed } = runTest(mutant)
    apply(mutant, '--reverse')
    report(mutant, failed > 0 ? 'killed' : 'SURVIVED')
    if (failed === 0) survivors.push(mutant)
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
console.log(`${mutants.length - survivors.length} killed, ${survivors.length} survived`)
process.exitCode = survivors.length > 0 || mutants.length === 0 ? 1 : 0
