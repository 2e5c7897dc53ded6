// `npm run test:mutants`: breaks the code in one small way after another, and requires the named test to notice each.
// A mutant is a patch in this folder. Its first lines say what it breaks and which test must fail:
//
//   # What is broken, in a sentence.
//   # test: test/client/refresh.test.ts > the title of the test, or the beginning of several titles
//
// A title begins with those of the `describe`s around the test, each followed by ` > `. The test is one of the projects
// `unit` and `node`. Patches are applied to a copy of the project, never to the project itself. All the named tests must
// pass in one run without a patch; then each must fail with its own. `npm run test:mutants -- NAME` takes the patches
// whose file name has NAME in it.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
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
  const [, path, title] = /^# .+\n# test: (\S+) > (.+)$/m.exec(text) ?? []
  if (!path) throw new Error(`${file} must begin with what is broken and "# test: FILE > TITLE".`)
  if (!existsSync(join(project, path))) throw new Error(`${file} names ${path}, which does not exist.`)
  return { name: basename(file, '.patch'), patch: join(folder, file), path, title: title.split(' > ').join(' ') }
}

const copy = realpathSync(mkdtempSync(join(tmpdir(), 'react-ciam-mutants-')))

function makeCopy() {
  for (const entry of readdirSync(project)) {
    if (['node_modules', 'dist', '.git', 'storybook-static', 'coverage', '.storybook'].includes(entry)) continue
    cpSync(join(project, entry), join(copy, entry), { recursive: true })
  }
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'), 'junction')
}

/** Runs the tests that the mutants name. Gives a function that counts those of one mutant which passed and failed. */
function runTests(named) {
  const results = join(copy, 'results.json')
  rmSync(results, { force: true })
  const titles = [...new Set(named.map(({ title }) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))]
  const run = spawnSync(
    process.execPath,
    [
      join(project, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...new Set(named.map(({ path }) => path)),
      '--project=unit',
      '--project=node',
      `--testNamePattern=^(?:${titles.join('|')})`,
      '--reporter=json',
      `--outputFile=${results}`,
    ],
    { cwd: copy, encoding: 'utf8', timeout: 180_000, env: { ...process.env, CI: 'true' } },
  )
  let files = []
  try {
    files = JSON.parse(readFileSync(results, 'utf8')).testResults
  } catch {
    // Nothing is counted then, and what the run printed says why.
  }
  return ({ path, title }) => {
    const tests = files
      .filter(({ name }) => resolve(name) === join(copy, path))
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ fullName }) => fullName.startsWith(title))
    const count = (status) => tests.filter((test) => test.status === status).length
    return { passed: count('passed'), failed: count('failed'), output: files.length ? '' : run.stdout + run.stderr }
  }
}

function apply({ patch }, ...options) {
  execFileSync('git', ['apply', ...options, patch], { cwd: copy, stdio: ['ignore', 'ignore', 'pipe'] })
}

/** What came of a mutant, and what there is to say about it. */
function judge(mutant, countSound) {
  const sound = countSound(mutant)
  if (sound.passed === 0 || sound.failed > 0) {
    return ['NO TEST', `"${mutant.title}" in ${mutant.path} must pass without the patch. ${sound.output}`]
  }
  try {
    apply(mutant)
  } catch (error) {
    return ['NO PATCH', `The patch does not apply any more: ${error.stderr}`]
  }
  const { passed, failed, output } = runTests([mutant])(mutant)
  apply(mutant, '--reverse')
  if (failed > 0) return ['killed']
  // A patch that merely breaks the file would fail any test: only the named one's own failure counts.
  return passed > 0 ? ['SURVIVED'] : ['NOT RUN', `The test did not run with the patch. ${output}`]
}

const begunAt = performance.now()
let killed = 0
try {
  makeCopy()
  const countSound = runTests(mutants)
  for (const mutant of mutants) {
    const [verdict, reason] = judge(mutant, countSound)
    if (verdict === 'killed') killed += 1
    console.log(`${verdict.padEnd(10)} ${mutant.name}${reason ? `\n  ${reason}` : ''}`)
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
const seconds = Math.round((performance.now() - begunAt) / 1000)
console.log(`${killed} killed, ${mutants.length - killed} not, in ${seconds} s`)
process.exitCode = killed === 0 || killed < mutants.length ? 1 : 0
