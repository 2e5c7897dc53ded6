// What the project set out for beside what a run says, and every figure in which somebody else did better.
import { kilobytes, ms, number, table } from './cells'
import { CONTESTANTS } from './contestants'
import { FAULTS } from './faults'
import { isFailure, type Measured, type Results } from './measure'

interface Goal {
  readonly text: string
  readonly found: string
  readonly isMet: boolean
}

const PEERS = CONTESTANTS.filter(({ id }) => id !== 'react-ciam')

/** The lowest figure of the others, and whose it is. */
function lowest(figureOf: (id: string) => number | null, among = PEERS): { value: number; title: string } {
  const figures = among.map(({ id, title }) => ({ value: figureOf(id) ?? Infinity, title }))
  return figures.reduce((best, next) => (next.value < best.value ? next : best))
}

const value = <Result>(measured: Measured<Result> | undefined, read: (result: Result) => number | null) =>
  measured === undefined || isFailure(measured) ? null : read(measured)

/** What the project set out for, beside what this run says. */
export function goals({
  sizes: { contestants },
  firstMounts,
  mountsAgain,
  renders,
  tokenCosts,
  reloads,
}: Results): string {
  const own = 'react-ciam'
  const libraries = PEERS.filter(({ id }) => id !== 'by-hand')
  const size = (id: string) => contestants[id]!.minimal.gzip
  const smallest = lowest(size, libraries)
  const first = (id: string) => firstMounts[id]!.first
  const fastest = lowest(first)
  const bare = firstMounts['bare']!.first!
  const cost = value(tokenCosts[own], (times) => times.own / times.base)
  const again = value(mountsAgain[own], (times) => times && times.own / times.bare)
  const names = value(renders[own], ({ name }) => name)
  const requests = value(reloads[own], (times) => times.requests)
  const ratio = (found: number | null) => (found === null ? '-' : number(found, 1))
  const isAtMost = (found: number | null, limit: number) => found !== null && found <= limit
  const list: Goal[] = [
    {
      text: 'smaller than every library here, react-query not counted',
      found: `${kilobytes(size(own))} kB; ${smallest.title} ${kilobytes(smallest.value)} kB`,
      isMet: size(own) < smallest.value,
    },
    {
      text: 'at most 25.5 kB with react-query',
      found: `${kilobytes(contestants[own]!.minimalWithQuery.gzip)} kB`,
      isMet: contestants[own]!.minimalWithQuery.gzip <= 25_500,
    },
    {
      text: '1,000 readers show a token sooner than with any other',
      found: `${ms(first(own))} ms; ${fastest.title} ${ms(fastest.value)} ms`,
      isMet: (first(own) ?? Infinity) < fastest.value,
    },
    {
      text: 'and within 1.2 of the bare tree',
      found: `first ${ratio((first(own) ?? NaN) / bare)}, again ${ratio(again)}`,
      isMet: isAtMost((first(own) ?? Infinity) / bare, 1.2) && isAtMost(again, 1.2),
    },
    {
      text: 'a fresh token within twice the cost of awaiting an async function',
      found: `${cost === null ? '-' : number(cost)} times`,
      isMet: isAtMost(cost, 2),
    },
    {
      text: 'a refresh renders only who reads what changed',
      found: `${names ?? '-'} renders of who reads the name`,
      isMet: names === 0,
    },
    { text: 'a reload without a request', found: `${requests ?? '-'}`, isMet: requests === 0 },
  ]
  return table(
    ['goal', 'this run', 'met'],
    list.map(({ text, found, isMet }) => [text, found, isMet ? 'yes' : 'no']),
  )
}

/** Every figure in which somebody else did better, by the same numbers as the tables. */
export function wins({
  sizes: { contestants },
  firstMounts,
  mountsAgain,
  tokenCosts,
  reloads,
  ...rest
}: Results): string {
  const better: string[] = []
  const compare = (what: string, figureOf: (id: string) => number | null, show: (found: number) => string): void => {
    const own = figureOf('react-ciam') ?? Infinity
    const found = PEERS.filter(({ id }) => (figureOf(id) ?? Infinity) < own)
    const others = found.map(({ id, title }) => `${title} ${show(figureOf(id)!)}`)
    if (found.length > 0) better.push(`${what}: ${others.join(', ')}; react-ciam ${show(own)}`)
  }
  const none = (found: number): string => (found === Infinity ? 'none' : `${number(found, 1)} s`)
  compare(
    'Smallest import without react-query',
    (id) => contestants[id]!.minimal.gzip,
    (found) => `${kilobytes(found)} kB`,
  )
  compare(
    'Smallest import with react-query',
    (id) => contestants[id]!.minimalWithQuery.gzip,
    (found) => `${kilobytes(found)} kB`,
  )
  compare(
    'First mount',
    (id) => firstMounts[id]!.first,
    (found) => `${ms(found)} ms`,
  )
  compare(
    'Mount again',
    (id) => value(mountsAgain[id], (times) => times && times.own),
    (found) => `${ms(found)} ms`,
  )
  compare(
    'Fresh token',
    (id) => value(tokenCosts[id], ({ own }) => own),
    (found) => `${number(found, 2)} µs`,
  )
  compare(
    'Reload',
    (id) => value(reloads[id], (times) => times.ms),
    (found) => `${ms(found)} ms`,
  )
  for (const name of Object.keys(FAULTS)) {
    compare(`After ${name}`, (id) => value(rest.recoveries[id]?.[name], ({ seconds: found }) => found), none)
  }
  compare(
    'Requests in an outage',
    (id) => value(rest.outages[id], ({ requests }) => requests),
    (found) => number(found),
  )
  compare('Back after an outage', (id) => value(rest.outages[id], ({ seconds: found }) => found), none)
  return better.map((line) => `- ${line}.`).join('\n')
}
