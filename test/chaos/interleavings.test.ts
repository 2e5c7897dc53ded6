// @vitest-environment node
// A fixed share of the worlds that `npm run test:chaos` explores: the same ones in every run, shrunk where one fails.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeFailure } from './model/failure'
import { simulate } from './model/simulate'
import { worlds } from './model/worlds'

const SEED = 20_270_115
const RUNS = 500

describe('every interleaving of pages, storage, network and people', () => {
  it(
    'the session survives what it can survive, and ends as it should where it cannot',
    { timeout: 60_000 },
    async () => {
      let requests = 0
      const property = fc.asyncProperty(worlds, async (world) => {
        const { violations, requests: sent } = await simulate(world)
        requests += sent
        return violations.length === 0
      })
      const details = await fc.check(property, { seed: SEED, numRuns: RUNS })
      if (details.failed) throw new Error(await describeFailure(details))
      // A model in which nothing happens finds nothing.
      expect(requests).toBeGreaterThan(RUNS)
    },
  )

  it('the same world runs the same way twice', async () => {
    const [world] = fc.sample(worlds, { seed: SEED, numRuns: 1 })
    const traceOf = async (): Promise<string[]> => {
      const lines: string[] = []
      await simulate(world!, (line) => lines.push(line))
      return lines
    }
    const first = await traceOf()
    expect(first.length).toBeGreaterThan(20)
    expect(await traceOf()).toEqual(first)
  })
})
