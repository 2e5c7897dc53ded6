// `npm run test:mutation`: Stryker changes the engine in every small way that it knows, and its tests must notice. What they
// do not notice must be in accepted.mjs, with the reason. Options:
//   FILES...        the source files, or globs, to change; else all of stryker.config.mjs
//   --survivors     change again what lived in the report, and let all unit tests look; the report is brought up to date
//   --report=FILE   judge the results of an earlier run instead
//   --write         put the scores and what survived into README.md
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { merge, placesOfSurvivors } from './survivors.mjs'
import { readReport } from './report.mjs'

const project = resolve(fileURLToPath(new URL('../..', import.meta.url)))
const { values, positionals } = parseArgs({
  options: { report: { type: 'string' }, survivors: { type: 'boolean' }, write: { type: 'boolean' } },
  allowPositionals: true,
})
const ownReportFile = resolve(project, '.mutation/report.json')
const reportFile = resolve(values.report ?? ownReportFile)
process.chdir(project)

const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const mutate = (files) =>
  new Stryker({
    configFile: 'test/mutation/stryker.config.mjs',
    ...(files.length && { mutate: files }),
  }).runMutationTest()

if (values.survivors) {
  const before = read(reportFile)
  process.env.MUTATION_TESTS = 'all'
  await mutate(placesOfSurvivors(before))
  writeFileSync(reportFile, JSON.stringify(merge(before, read(ownReportFile))))
} else if (!values.report) await mutate(positionals)

const { scores, survivors, errors } = readReport(read(reportFile))
const unexplained = survivors.filter(({ why }) => !why)

const inTable = (rows) => rows.map((row) => `| ${row.join(' | ')} |`).join('\n')
const asCode = (text) => `\`${(text.length > 90 ? `${text.slice(0, 89)}…` : text).replaceAll('|', '\\|') || ' '}\``

function write() {
  const pageFile = 'test/mutation/README.md'
  const page = readFileSync(pageFile, 'utf8')
  const put = (text, mark, table) =>
    text.replace(
      new RegExp(`(<!-- ${mark} -->\\n)[^]*(<!-- end of ${mark} -->)`),
      (_all, begin, end) => `${begin}\n${table}\n\n${end}`,
    )
  const heads = [
    ['', 'mutants', 'killed', 'timed out', 'survived', 'score'],
    ['---', '--:', '--:', '--:', '--:', '--:'],
  ]
  const left = survivors.map(({ file, line, from, to, why = '**unexplained**' }) => [
    `\`${file}:${line}\``,
    asCode(from),
    asCode(to),
    why,
  ])
  const survivorHeads = [
    ['where', 'code', 'mutant', 'why it is accepted'],
    ['---', '---', '---', '---'],
  ]
  writeFileSync(
    pageFile,
    put(put(page, 'scores', inTable([...heads, ...scores])), 'survivors', inTable([...survivorHeads, ...left])),
  )
}

for (const [name, mutants, , , missed, score] of scores) {
  console.log(
    `${name.replace(/[*`]/g, '').padEnd(36)} ${String(mutants).padStart(5)} mutants ${String(missed).padStart(4)} survived ${score.padStart(8)}`,
  )
}
for (const { file, line, from, to } of unexplained) console.log(`SURVIVED ${file}:${line}  ${from}  =>  ${to}`)
if (errors) console.log(`${errors} mutants could not be judged: see .mutation/report.html`)
console.log(`${unexplained.length} survivors without a reason in test/mutation/accepted.mjs`)
if (values.write) write()
process.exitCode = unexplained.length || errors ? 1 : 0
