// What a person needs of a world that broke an invariant: the invariant, how to see it again, and what happened.
import type { RunDetails } from 'fast-check'
import { simulate } from './simulate'
import type { World } from './world'

const LAST_LINES = 500

export async function describeFailure({
  seed,
  counterexample,
  counterexamplePath,
  numRuns,
}: RunDetails<[World]>): Promise<string> {
  const [world] = counterexample!
  const lines: string[] = []
  const { violations } = await simulate(world, (line) => lines.push(line))
  return [
    ...violations,
    `After ${numRuns} runs. To see it again: npm run test:chaos -- --seed=${seed} --path=${counterexamplePath}`,
    JSON.stringify(world),
    ...lines.slice(-LAST_LINES),
  ].join('\n')
}
