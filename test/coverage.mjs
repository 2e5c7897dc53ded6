// `npm run coverage`: what the tests in jsdom and in Node run of src, a line for each folder. It is a report: there is no
// threshold, for a line that runs is not yet one that is tested (`npm run test:mutants` asks that). What only a browser
// runs is not in it. `npm run coverage -- --write` keeps the table in test/coverage.md.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { format } from 'prettier'

const folder = mkdtempSync(join(tmpdir(), 'react-ciam-coverage-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const coverage = ['enabled', 'provider=v8', 'include=src/**', 'reporter=json-summary', 'reportOnFailure', 'clean']
const options = [...coverage, `reportsDirectory=${folder}`].map((option) => `--coverage.${option}`)
const { status } = spawnSync(
  process.execPath,
  [resolve('node_modules/vitest/vitest.mjs'), 'run', '--project=unit', '--project=node', ...options],
  { stdio: ['ignore', 'inherit', 'inherit'] },
)
process.exitCode = status ?? 1

const KINDS = ['branches', 'functions', 'lines']
const { total, ...files } = JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8'))
const folders = new Map()
for (const [path, counts] of Object.entries(files)) {
  const parts = relative(process.cwd(), path).split(sep)
  const name = parts.length > 2 ? parts.slice(0, 2).join('/') : 'src'
  const sums = folders.get(name) ?? Object.fromEntries(KINDS.map((kind) => [kind, { covered: 0, total: 0 }]))
  for (const kind of KINDS) {
    sums[kind].covered += counts[kind].covered
    sums[kind].total += counts[kind].total
  }
  folders.set(name, sums)
}
const share = ({ covered, total }) => `${((100 * covered) / (total || 1)).toFixed(1)} % (${covered} of ${total})`
const rows = [...[...folders].sort(([left], [right]) => (left < right ? -1 : 1)), ['all', total]].map(
  ([name, counts]) => `| \`${name}\` | ${KINDS.map((kind) => share(counts[kind])).join(' | ')} |`,
)
const table = `| folder | ${KINDS.join(' | ')} |\n| --- | ---: | ---: | ---: |\n${rows.join('\n')}\n`
console.log(`\n${await format(table, { parser: 'markdown' })}`)

if (process.argv.includes('--write') && status === 0) {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const date = new Date().toISOString().slice(0, 10)
  const text = `# Coverage

\`npm run coverage -- --write\` wrote this page on ${date}, on Node ${process.versions.node} with Vitest ${devDependencies.vitest} and V8's own counts. It runs the projects \`unit\` and \`node\`: what only a browser runs (\`npm run test:browser\`) counts as not covered. There is no threshold: a line that runs is not yet one that is tested.

${table}`
  writeFileSync('test/coverage.md', await format(text, { parser: 'markdown', printWidth: 120 }))
}
