// `npm run size`, after `npm run build`: every budget of package.json, with what is left of it. The limits are bytes of
// gzip; brotli is shown beside it. Fails where a budget is overdrawn, and where an entry of package.json has none.
//
// What each counts: its import, bundled and minified for production, with the dependencies and without the peers. "and of
// react-query" names that peer once more, with no import of it, for size-limit counts a peer that a budget names.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'react-ciam-size-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const { exports, 'size-limit': budgets } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Names and sizes as size-limit finds them. It prints no JSON where it fails for any reason but a limit. */
function measure(checks) {
  const config = join(folder, '.size-limit.json')
  writeFileSync(config, JSON.stringify(checks))
  const program = resolve('node_modules/size-limit/bin.js')
  const { stdout, stderr } = spawnSync(process.execPath, [program, '--json', '--config', config], { encoding: 'utf8' })
  if (!stdout.startsWith('[')) throw new Error(`size-limit failed:\n${stdout}${stderr}`)
  return JSON.parse(stdout)
}

/** Its imports with whole paths: size-limit takes paths from the folder of its configuration. */
const whole = ({ path, import: imported, ...check }) => ({
  ...check,
  path: resolve(path),
  import:
    typeof imported === 'string'
      ? imported
      : Object.fromEntries(
          Object.entries(imported).map(([from, names]) => [from.startsWith('dist/') ? resolve(from) : from, names]),
        ),
})

const checks = budgets.map(whole)
const gzipped = measure(checks)
const brotli = measure(checks.map((check) => ({ ...check, limit: undefined, gzip: false, brotli: true })))

const bytes = (count) => count.toLocaleString('en')
const rows = gzipped.map(({ name, size, sizeLimit }, index) => [
  name,
  ...[size, sizeLimit, sizeLimit - size, brotli[index].size].map(bytes),
  size > sizeLimit ? 'OVER' : '',
])
const table = [['budget', 'gzip', 'limit', 'slack', 'brotli', ''], ...rows]
const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)))
for (const row of table) {
  const [name, ...rest] = row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0])))
  console.log([name, ...rest].join('  ').trimEnd())
}

const paths = budgets.map(({ path }) => `./${path}`)
const without = Object.entries(exports).filter(([, target]) => target.import && !paths.includes(target.import.default))
for (const [entry] of without) console.error(`${entry} of package.json has no budget: add one to "size-limit".`)
const isOver = gzipped.some(({ passed, sizeLimit }) => !passed || sizeLimit === undefined)
process.exitCode = isOver || without.length > 0 ? 1 : 0
