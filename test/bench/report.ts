// Writes README.md from the results of a run: every figure in it is of that run.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { type Cell, growth, kilobytes, ms, number, seconds, table } from './cells'
import { CONTESTANTS } from './contestants'
import { FAULTS, OUTAGE } from './faults'
import { goals, wins } from './goals'
import { isFailure, type Measured, type Results } from './measure'
import { benchFolder } from './packages'
import { AGE_AT_START, ASKS_EVERY, WATCHED } from './tabs'

const notes: string[] = []

/** What was measured; else a dash, and the reason among the notes. */
function cell<Result>(
  title: string,
  what: string,
  measured: Measured<Result> | undefined,
  show: (result: Result) => Cell,
): Cell {
  if (measured === undefined) return '-'
  if (!isFailure(measured)) return show(measured)
  notes.push(`${title}, ${what}: ${measured.failed}`)
  return '-'
}

const forAll = (row: (id: string, title: string) => readonly Cell[]): (readonly Cell[])[] =>
  CONTESTANTS.map(({ id, title }) => [title, ...row(id, title)])

function sizes({ sizes: { contestants, react } }: Results): string {
  const rows = forAll((id) => {
    const { minimal, minimalWithQuery, everything, whole } = contestants[id]!
    return [
      kilobytes(minimal.gzip),
      kilobytes(minimal.brotli),
      kilobytes(minimalWithQuery.gzip),
      kilobytes(minimalWithQuery.brotli),
      everything && kilobytes(everything.gzip),
      everything && kilobytes(everything.brotli),
      kilobytes(whole.gzip),
    ]
  })
  const head = ['kB', 'smallest, gzip', 'brotli', 'with react-query, gzip', 'brotli', 'everything, gzip', 'brotli']
  return `${table([...head, 'with React too, gzip'], rows)}

The smallest import is what an app needs to show a token: client, provider, hook. React is not counted, and react-query in the first two columns neither; \`everything\` is all that the entry exports, without both. React with react-dom alone: ${kilobytes(react.gzip)} kB gzip.`
}

function mounts({ firstMounts, mountsAgain, renders }: Results): string {
  const bare = firstMounts['bare']!.first!
  const rows = forAll((id, title) => {
    const { first, timersSet, timersPending } = firstMounts[id]!
    const again = mountsAgain[id]
    const rendered = renders[id]
    return [
      ms(first),
      first === null ? '-' : number(first / bare, 1),
      cell(title, 'mounts', again, (times) => times && ms(times.own)),
      cell(title, 'mounts', again, (times) => times && number(times.own / times.bare, 1)),
      timersSet,
      timersPending,
      cell(title, 'renders', rendered, ({ token, showsNew }) => (showsNew ? token : `${token} (old token)`)),
      cell(title, 'renders', rendered, ({ name }) => name),
    ]
  })
  const head = [
    '1,000 readers',
    'first, ms',
    ': bare',
    'again, ms',
    ': bare',
    'timers set',
    'left',
    'renders: token',
    'name',
  ]
  return `${table(head, rows)}

\`first\`: in a new page, from making the client to the moment when 1,000 components show the stored token; median of 5. \`again\`: mounted and unmounted in that page; median of 15. \`: bare\` is the ratio to the same tree over a bare \`useSyncExternalStore\`: ${ms(bare)} ms first; again, it is mounted in turns with each contestant in the same page. \`renders\`: of one component that reads the token, and of one that reads the user's name, for one refresh. \`old token\`: the component goes on showing the token from before, for its library has no hook that gives the token.`
}

function calls({ tokenCosts, reloads, memory }: Results): string {
  const rows = forAll((id, title) => {
    const reload = reloads[id]
    return [
      cell(title, 'token calls', tokenCosts[id], ({ own }) => number(own, 2)),
      cell(title, 'token calls', tokenCosts[id], ({ own, base }) => number(own / base, 0)),
      cell(title, 'reload', reload, ({ requests }) => number(requests, requests % 1 ? 1 : 0)),
      cell(title, 'reload', reload, (times) => ms(times.ms)),
      cell(title, 'reload', reload, ({ sinceNavigation }) => ms(sinceNavigation)),
      cell(title, 'memory', memory[id], ({ refreshes, missed }) => {
        if (missed === 0) return growth(refreshes)
        notes.push(`${title}, memory after refreshes: ${missed} refreshes of the loop gave no new token.`)
        return '-'
      }),
      cell(title, 'memory', memory[id], ({ cycles }) => growth(cycles)),
    ]
  })
  const own = tokenCosts['react-ciam']
  const base = own && !isFailure(own) ? number(own.base, 3) : '-'
  const head = ['', 'fresh token, µs', ': async', 'reload: requests', 'ms', 'with loading, ms']
  return `${table([...head, '1,000 refreshes, kB', '1,000 mounts, kB'], rows)}

\`fresh token\`: one call for a valid token while there is one, of 10,000 awaited one after the other; \`: async\` is the ratio to awaiting an async function that gives a constant (${base} µs here). \`reload\`: from the client's first line, and from the navigation, to a token on the page; median of 9. The last two: growth of the heap after a garbage collection, with ten readers mounted each time; what the first 300 made is not in it; in brackets the second half of it, where only a leak still grows. A page without a library grows by ${cell('bare', 'memory', memory['bare'], ({ cycles }) => growth(cycles))} kB in 1,000 mounts: the least that React leaves here.`
}

function lifetimes({ lifetimes: found }: Results): string {
  const counts = [1, 4, 8]
  const rows = forAll((id, title) =>
    (['requests', 'sentTwice', 'signedOut'] as const).flatMap((field) =>
      counts.map((count) => cell(title, `${count} tabs`, found[id]?.[count], (result) => result[field])),
    ),
  )
  const head = [
    'one lifetime',
    ...['requests', 'sent twice', 'signed out'].flatMap((name) => counts.map((count) => `${name}: ${count}`)),
  ]
  return `${table(head, rows)}

1, 4 and 8 tabs of one profile, all visible, opened half a second apart with a stored token that is ${AGE_AT_START / 1000} s old of its 300 s, and watched for ${WATCHED / 1000} s of real time; every tab asks for a token each ${ASKS_EVERY / 1000} s. A session ends when a replaced token is sent. \`sent twice\`: requests that presented one. \`signed out\`: tabs that cannot refresh any more at the end.`
}

function together({ together: found, signOuts }: Results): string {
  const list = (values: readonly number[]): string => values.join(', ')
  const rows = forAll((id, title) => [
    ...(['requests', 'sentTwice', 'signedOut'] as const).flatMap((field) => [
      cell(title, '8 tabs together', found[id], ({ revoke }) => list(revoke.map((round) => round[field]))),
      cell(title, '8 tabs together', found[id], ({ grace }) => grace[field]),
    ]),
    cell(title, 'sign-out', signOuts[id], ({ cameBack }) => (cameBack ? 'yes' : 'no')),
    cell(title, 'sign-out', signOuts[id], ({ otherTabGoesOn }) => (otherTabGoesOn ? 'yes' : 'no')),
  ])
  const head = ['8 tabs at once', 'requests', 'grace', 'sent twice', 'grace', 'signed out', 'grace']
  return `${table([...head, 'session comes back', 'other tab goes on'], rows)}

8 tabs that start in the same instant with an ended id_token: two rounds where a used token ends the session, and one with a grace of 10 s. The last two columns: one of two tabs signs out while the other one's refresh is under way; whether a third tab, opened afterwards, has a session, and whether the other tab still gives out a token a second later.`
}

function faultTable({ recoveries, outages }: Results): string {
  const names = Object.keys(FAULTS)
  const rows = forAll((id, title) => [
    ...names.map((name) => cell(title, name, recoveries[id]?.[name], (result) => seconds(result.seconds))),
    cell(title, 'outage', outages[id], ({ requests }) => requests),
    cell(title, 'outage', outages[id], (result) => seconds(result.seconds)),
  ])
  const head = ['seconds to a token', ...names, `outage of ${OUTAGE / 1000} s: requests`, 'back after, s']
  return `${table(head, rows)}

A page starts with an ended id_token, its first refresh meets one fault, and the app asks for a token four times a second: seconds from that request to the next good token; \`none\`: none within 45 s. The service takes a replaced token for a minute, so that \`cut after\` (done, but the answer was lost) can be survived. The last two columns: a service that answers 500 to everything.`
}

function machine({ machine: found, date, minutes, versions, commit, loadBefore }: Results): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `${date}${commit ? `, commit ${commit}` : ''}: ${found.cpu}, ${found.cores} cores, ${number(found.memory / 2 ** 30)} GB, ${found.system}; Node ${found.node.slice(1)}, Chromium ${found.browser}. The run took ${number(minutes, 1)} minutes; before it the machine's load was ${number(loadBefore, 1)}.

${list.join(', ')}.`
}

/** Both files as the project's formatter has them: `npm test` checks that. */
export async function writeResults(results: Results): Promise<void> {
  await writeFormatted('results.json', JSON.stringify(results))
  await writeFormatted('README.md', reportOf(results))
}

async function writeFormatted(name: string, text: string): Promise<void> {
  const filepath = join(benchFolder, name)
  writeFileSync(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }))
}

function reportOf(results: Results): string {
  notes.length = 0
  const parts = [
    '<!-- Written by `npm run bench`: edit test/bench/report.ts instead. -->',
    '# react-ciam beside its peers',
    machine(results),
    'Run it: `npm ci && npm run bench`. It installs the peers once, into `.bench`, builds the package and takes a real Chromium, as the tests do. Times are of this machine: compare the ratios, which are of one run.',
    'All contestants have the same loopback service with the same rotation, the same lifetimes (300 s) and production builds by esbuild. The service is the emulator of this package; a small OAuth endpoint in front of it hands its session_token on as the refresh_token. Sessions are put into storage as an earlier visit would have left them; nobody signs in. All are configured to keep the session in localStorage and to use the refresh_token; what differs from their defaults is in `contestants/`.',
    `## Goals\n\n${goals(results)}`,
    `## Where others did better\n\n${wins(results)}`,
    `## Bytes\n\n${sizes(results)}`,
    `## Mounting and rendering\n\n${mounts(results)}`,
    `## Calls, reload, memory\n\n${calls(results)}`,
    `## A lifetime with several tabs\n\n${lifetimes(results)}`,
    `## Tabs that start or end together\n\n${together(results)}`,
    `## Faults\n\n${faultTable(results)}`,
    `## What to know\n\n${remarks()}`,
  ]
  if (notes.length > 0) parts.push(`Not measured:\n\n${[...new Set(notes)].map((note) => `- ${note}`).join('\n')}`)
  return `${parts.join('\n\n')}\n`
}

const remarks = (): string =>
  [
    'Supabase has no React binding: it is measured with the context that its guide shows. Auth0 and MSAL have no hook that gives the token: each component asks for it in an effect, as their guides show.',
    'MSAL refuses http: its network client is pointed at the loopback service. Its leeway of 300 s is as long as a token here lives and is set to 60 s; its hidden frame as a second way is off.',
    'Okta on localhost takes its own leeway of 30 s, as elsewhere.',
    'The page and the service have one origin: no preflight is in any figure. Against another origin react-ciam and the version by hand pay one preflight each 10 minutes, for the service wants headers of its own; form-encoded token requests need none.',
    'react-ciam is slower after a fault by decision: the next attempt comes after 1 s, or Retry-After, plus a random share of a window that doubles, so that a service that comes back is not met by every tab at once; and while a request that got no answer may still be answered (three times `requestTimeout`, 30 s), no other one is sent, for that answer may hold the only valid session_token.',
    'A fresh token costs react-ciam a reading of both clocks, which the version by hand and a function that gives a constant do not look at: a token that ended while the device slept is never given out.',
    'Mounting again: a bare store has one function to call, react-ciam keeps for each component which fields it read.',
    '@auth0/auth0-spa-js is pinned to 2.27.0: 2.28.3 needs a version of a dependency that could not be installed.',
  ]
    .map((text) => `- ${text}`)
    .join('\n')
