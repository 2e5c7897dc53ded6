// `npm test`: every check there is; a failed one stops none of the rest. The last line counts the tests and the checks that
// passed and failed; nothing counts as passed that did not run.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { runnerImport } from 'vite'

const folder = mkdtempSync(join(tmpdir(), 'react-ciam-test-'))
const COMPILER = 'node_modules/typescript/bin/tsc'
const steps = []

/** What a step prints is shown whole at its end, for two steps may run at a time. */
async function step(name, run) {
  const start = performance.now()
  const printed = []
  let outcome
  try {
    outcome = await run((text) => printed.push(text))
  } catch (error) {
    printed.push(`${error.stack}\n`)
    outcome = { passed: 0, failed: 1 }
  }
  steps.push({ name, seconds: (performance.now() - start) / 1000, ...outcome })
  console.log(`\n--- ${name}\n${printed.join('')}`)
}

const check = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1 })

/** Runs a program of this project's dependencies, or a script of its own, and tells whether it succeeded. */
function succeeds(print, command, ...args) {
  return new Promise((resolve, reject) => {
    // The other compilers that types are tested on have a `tsc` too: which one .bin has is chance.
    const script = command === 'tsc' ? COMPILER : command
    const [file, first] = /\.mjs$|\/tsc$/.test(script)
      ? [process.execPath, [script]]
      : [join('node_modules', '.bin', script), []]
    const program = spawn(file, [...first, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    program.stdout.on('data', print)
    program.stderr.on('data', print)
    program.on('error', reject)
    program.on('close', (status) => resolve(status === 0))
  })
}

const gate =
  (...command) =>
  async (print) =>
    check(await succeeds(print, ...command))

/** Vitest must pass at least one test in each of `never`: else no browser was tested, or no built package. */
const tests = (projects, never) => async (print) => {
  const results = join(folder, `${projects[0]}.json`)
  const chosen = projects.flatMap((project) => ['--project', project])
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const succeeded = await succeeds(print, 'vitest', 'run', ...chosen, ...reporters)
  const { numPassedTests, numTotalTests, testResults } = JSON.parse(readFileSync(results, 'utf8'))
  const missing = never.filter(
    (path) =>
      !testResults.some(
        ({ name, assertionResults }) =>
          relative(process.cwd(), name).replaceAll(sep, '/').startsWith(path) &&
          assertionResults.some(({ status }) => status === 'passed'),
      ),
  )
  for (const path of missing) print(`No test of ${path} passed.\n`)
  const unfinished = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
  )
  for (const { name, message } of unfinished) print(`${name} did not run: ${message}\n`)
  // What was skipped, and files that could not be loaded, have failed; so has a run that ends badly for any other reason.
  const failed = numTotalTests - numPassedTests + unfinished.length + missing.length
  return { passed: numPassedTests, failed: succeeded ? failed : Math.max(failed, 1) }
}

await step('browser', async () => {
  const { module: browser } = await runnerImport('./test/browser/chromium.ts')
  process.env.REACT_CIAM_CHROMIUM = browser.findChromium().executablePath // Every check below takes this one.
  return check(true)
})

// Tabs wait for clocks more than they compute: what computes runs beside them.
await Promise.all([
  step('tabs', tests(['tabs'], ['test/tabs/'])),
  (async () => {
    await step('build', gate('tsup', '--silent'))
    await step('tests', tests(['unit', 'node', 'react-18'], ['test/client/', 'test/react/', 'test/react-18/']))
    await step('types', gate('tsc', '--noEmit'))
    await step('format', gate('prettier', '--check', '.'))
  })(),
])
await Promise.all([
  step('stories', tests(['stories'], ['stories/'])),
  (async () => {
    await step('lint', gate('eslint', '--max-warnings', '0', '.'))
    await step('unused', gate('knip'))
    await step('licences', gate('test/licenses/run.mjs'))
    await step('api reference', gate('docs/api-reference.mjs', '--check'))
    await step('size', gate('test/size/run.mjs'))
    await step('package', gate('publint', '--strict'))
    // The profile leaves out Node 10 alone: what bundlers resolve is asked, and both formats in Node.
    await step('package types', gate('attw', '--pack', '.', '--profile', 'node16'))
  })(),
])
await step('built package', tests(['package', 'types'], ['test/package/', 'test/types/']))
rmSync(folder, { recursive: true, force: true })

console.log('')
for (const { name, seconds, passed, failed } of steps) {
  const verdict = failed > 0 ? `${failed} FAILED` : 'ok'
  console.log(
    `${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s  ${String(passed).padStart(5)} passed  ${verdict}`,
  )
}
const sum = (key) => steps.reduce((total, entry) => total + entry[key], 0)
process.exitCode = sum('failed') > 0 ? 1 : 0
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
