// `npm test`: every check there is, one after the other; a failed one stops none of the rest. The last line counts the
// tests and the checks that passed and failed; nothing counts as passed that did not run.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

/** Vitest must have passed at least one test in each of these: otherwise no browser was tested, or no built package. */
const NEVER_WITHOUT = ['test/tabs/', 'stories/', 'test/package/']

/** The projects that still tell something where there is no browser; the run has failed by then. */
const WITHOUT_BROWSER = ['unit', 'node', 'package']

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const folder = mkdtempSync(join(tmpdir(), 'react-ciam-test-'))
const results = join(folder, 'results.json')
const steps = []
let browserFound = false

async function step(name, run) {
  console.log(`\n--- ${name}`)
  const start = performance.now()
  let outcome
  try {
    outcome = await run()
  } catch (error) {
    console.error(error)
    outcome = { passed: 0, failed: 1 }
  }
  steps.push({ name, seconds: (performance.now() - start) / 1000, ...outcome })
}

const check = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1 })

/** Runs a program of this project's dependencies and tells whether it succeeded. */
function succeeds(command, ...args) {
  const { status, error } = spawnSync(join('node_modules', '.bin', command), args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (error) throw error
  return status === 0
}

function runTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const projects = browserFound ? [] : WITHOUT_BROWSER.map((project) => `--project=${project}`)
  const succeeded = succeeds('vitest', 'run', ...reporters, ...projects)
  const { numPassedTests, numTotalTests, testResults } = JSON.parse(readFileSync(results, 'utf8'))
  const missing = NEVER_WITHOUT.filter(
    (path) =>
      !testResults.some(
        ({ name, assertionResults }) =>
          relative(process.cwd(), name).replaceAll(sep, '/').startsWith(path) &&
          assertionResults.some(({ status }) => status === 'passed'),
      ),
  )
  for (const path of missing) console.error(`No test of ${path} passed.`)
  const unfinished = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
  )
  for (const { name, message } of unfinished) console.error(`${name} did not run: ${message}`)
  // What was skipped, and files that could not be loaded, have failed; so has a run that ends badly for any other reason.
  const failed = numTotalTests - numPassedTests + unfinished.length + missing.length
  return { passed: numPassedTests, failed: succeeded ? failed : Math.max(failed, 1) }
}

await step('browser', async () => {
  const { module: browser } = await runnerImport('./test/browser/chromium.ts')
  process.env.REACT_CIAM_CHROMIUM = browser.findChromium().executablePath // Every check below takes this one.
  browserFound = true
  return check(true)
})
await step('types', () => check(succeeds('tsc', '--noEmit')))
await step('lint', () => check(succeeds('eslint', '--max-warnings', '0', '.')))
await step('format', () => check(succeeds('prettier', '--check', '.')))
await step('build', () => {
  rmSync('dist', { recursive: true, force: true }) // No later check may pass on an older build.
  return check(succeeds('tsup', '--silent'))
})
await step('tests', runTests)
await step('size', () => check(succeeds('size-limit')))
await step('package', () => check(succeeds('publint', '--strict')))
await step('package types', () => check(succeeds('attw', '--pack', '.', '--profile', 'node16')))
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
