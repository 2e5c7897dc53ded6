// How often each property is tried, and from which seed. A failure prints its seed: REACT_CIAM_FUZZ_SEED runs that one again.
import fc from 'fast-check'

/** Tries of a property that needs a client; a pure one takes more. */
const RUNS = Number(process.env.REACT_CIAM_FUZZ_RUNS ?? 25)
const SEED = Number(process.env.REACT_CIAM_FUZZ_SEED ?? 20_270_301)

/** For a test of this many tries: 15 s, and more where more was asked for. */
export const patience = { timeout: 15_000 + RUNS * 1_000 }

/** Tries a property. `times`: how many tries the cost of one with a client is worth. */
export async function hold<Values>(property: fc.IAsyncProperty<Values> | fc.IProperty<Values>, times = 1) {
  await fc.assert(property as fc.IAsyncProperty<Values>, { seed: SEED, numRuns: Math.max(1, Math.round(RUNS * times)) })
}
