// `npm run test:firefox`: the tests of several tabs, in Firefox. The last line counts those that passed, that failed, and
// that only Chromium can run (test/browser/chromium-only.ts says why); a test left out for any other reason has failed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'react-ciam-firefox-'))
const results = join(folder, 'results.json')
const start = performance.now()
let succeeded = false
let files = []
try {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const { status } = spawnSync(
    join('node_modules', '.bin', 'vitest'),
    ['run', '--project', 'tabs', ...reporters, ...process.argv.slice(2)],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, REACT_CIAM_BROWSER: 'firefox' },
    },
  )
  succeeded = status === 0
  files = JSON.parse(readFileSync(results, 'utf8')).testResults
} catch (error) {
  console.error(`Firefox was not tested: ${error.message}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const tests = files.flatMap(({ assertionResults }) => assertionResults)
const passed = tests.filter(({ status }) => status === 'passed')
const chromiumOnly = tests.filter(({ status, meta }) => status === 'skipped' && meta.chromiumOnly)
const unfinished = files.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.length)
for (const { name, message } of unfinished) console.log(`${name} did not run: ${message}`)
for (const reason of new Set(chromiumOnly.map(({ meta }) => meta.chromiumOnly))) console.log(`Chromium only: ${reason}`)
for (const { title } of chromiumOnly) console.log(`  ${title}`)

const lost = tests.length - passed.length - chromiumOnly.length + unfinished.length
const failed = succeeded && passed.length > 0 ? lost : Math.max(lost, 1)
const seconds = ((performance.now() - start) / 1000).toFixed(1)
console.log(`${passed.length} passed, ${failed} failed, ${chromiumOnly.length} chromium-only, in ${seconds} s`)
process.exitCode = failed > 0 ? 1 : 0
