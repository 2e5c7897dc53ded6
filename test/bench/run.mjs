// `npm run bench`: react-ciam beside its peers, in a real Chromium. Installs the peers on first use, builds the package, and
// writes test/bench/README.md and test/bench/results.json. About eight minutes on an otherwise idle machine.
import { runnerImport } from 'vite'

const { module } = await runnerImport('./test/bench/measure.ts')
await module.measureAll()
