// `npm run test:herd`: 100,000 clients that come back after an outage of ten minutes, and how much busier than usual the
// service is then. Options: --clients=100000 --seed=1.
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'

const { values } = parseArgs({ options: { clients: { type: 'string' }, seed: { type: 'string' } } })
const clients = Number(values.clients ?? 100_000)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const { module } = await runnerImport('./test/herd/simulate.ts')

const say = (name, value) => console.log(`${name.padEnd(16)} ${value}`)
const number = (value) => value.toLocaleString('en', { maximumFractionDigits: 1 })

function report({ steady, during, after, later, allBackAfter, perClient }) {
  const sum = perClient.reduce((total, count) => total + count, 0)
  const share = (part) => perClient[Math.min(clients - 1, Math.floor(clients * part))]
  const peak = ({ requests, second }) =>
    `${number(requests)} requests, ${number(requests / steady)} : 1, in second ${number(second)}`
  say('steady', `${number(steady)} requests a second`)
  say('in the outage', `${number(sum / clients)} requests a client; half of them ${share(0.5)} or less,`)
  say('', `99 % ${share(0.99)} or less, all ${share(1)} or less`)
  say('busiest second', `of the outage: ${peak(during)}`)
  say('', `after it: ${peak(after)}`)
  say('', `once all are back: ${peak(later)}`)
  say('all back', `${number(allBackAfter)} s after it`)
}

say('seed', seed)
say('clients', `${number(clients)}; an id_token lives 300 s; the outage lasts 600 s`)
for (const [title, outage] of [
  ['Signed in at any time:', module.tenMinutes(clients, seed)],
  ['All signed in within one second:', module.tenMinutes(clients, seed, 1_000)],
]) {
  const startedAt = performance.now()
  console.log(`\n${title}`)
  report(module.simulateHerd(outage))
  say('computed in', `${number((performance.now() - startedAt) / 1_000)} s`)
}
