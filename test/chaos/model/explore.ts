// Explores a share of the worlds in this process and says what it met: the part of `npm run test:chaos` that is bundled.
import fc from 'fast-check'
import { describeFailure } from './failure'
import { simulate } from './simulate'
import { worlds } from './worlds'

export interface Share {
  readonly seed: number
  readonly runs: number
  /** A counterexample of fast-check, to be run alone. */
  readonly path?: string | undefined
}

export interface Figures {
  runs: number
  pages: number
  steps: number
  requests: number
  virtualMs: number
  ends: Record<string, number>
  /** How often what was met. */
  met: Record<string, number>
  /** Empty where no invariant was broken. */
  failure: string
}

export async function explore({ seed, runs, path }: Share): Promise<Figures> {
  const figures: Figures = { runs: 0, pages: 0, steps: 0, requests: 0, virtualMs: 0, ends: {}, met: {}, failure: '' }
  const property = fc.asyncProperty(worlds, async (world) => {
    const { violations, pages, steps, requests, virtualMs, ends, met } = await simulate(world)
    figures.runs += 1
    figures.pages += pages
    figures.steps += steps
    figures.requests += requests
    figures.virtualMs += virtualMs
    for (const [reason, count] of Object.entries(ends)) figures.ends[reason] = (figures.ends[reason] ?? 0) + count
    for (const [what, count] of Object.entries(met)) figures.met[what] = (figures.met[what] ?? 0) + count
    return violations.length === 0
  })
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path === undefined ? {} : { path, endOnFailure: true }),
  })
  if (details.failed) figures.failure = await describeFailure(details)
  return figures
}
