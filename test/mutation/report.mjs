// What a Stryker report says: the score of each file and folder, and the mutants that no test noticed.
import { dirname } from 'node:path'
import { accepted } from './accepted.mjs'

const plain = (text) => text.replace(/\s+/g, ' ').trim()

/** The code that a mutant replaces, in one line. */
function originalOf(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  lines.push(lines.pop().slice(0, end.column - 1))
  lines[0] = lines[0].slice(start.column - 1)
  return plain(lines.join(' '))
}

/** Of two mutants that look the same, `line` tells which: the beginning of the line on which it is. */
const isMeant = (entry, { from, to, text }) =>
  from === plain(entry.from) && to === plain(entry.to) && text.startsWith(entry.line ?? '')

function survivorsOf([file, { source, mutants }]) {
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  return missed.map(({ location, replacement }) => {
    const { line } = location.start
    const text = source.split('\n')[line - 1].trim()
    const mutant = { file, line, text, from: originalOf(source, location), to: plain(replacement) }
    return { ...mutant, why: accepted[file]?.find((entry) => isMeant(entry, mutant))?.why }
  })
}

function scoreOf(mutants) {
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length
  const [killed, timedOut, missed] = [count('Killed'), count('Timeout'), count('Survived', 'NoCoverage')]
  const all = killed + timedOut + missed
  return [all, killed, timedOut, missed, all ? `${((100 * (killed + timedOut)) / all).toFixed(1)} %` : '-']
}

/** `scores`: rows of file or folder, mutants, killed, timed out, survived, share. `errors`: mutants that no test ran on. */
export function readReport({ files }) {
  const entries = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1))
  const allMutants = (some) => some.flatMap(([, { mutants }]) => mutants)
  const folders = [...new Set(entries.map(([file]) => dirname(file)))]
  const scores = folders.flatMap((folder) => {
    const members = entries.filter(([file]) => dirname(file) === folder)
    const rows = members.map(([file, { mutants }]) => [`\`${file}\``, ...scoreOf(mutants)])
    return [[`**${folder}**`, ...scoreOf(allMutants(members))], ...rows]
  })
  const all = allMutants(entries)
  return {
    scores: [...scores, ['**all**', ...scoreOf(all)]],
    survivors: entries.flatMap(survivorsOf),
    errors: all.filter(({ status }) => /Error|Pending/.test(status)).length,
  }
}
