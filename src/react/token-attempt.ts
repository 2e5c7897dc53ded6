// The wait for an id_token that suspended renders share. It lies outside of React: a render that suspends before it was
// ever mounted has no state, and may be thrown away and begun anew any number of times.
import type { CiamClient } from '../client/types'

interface Attempt {
  /** Never rejects. */
  readonly settled: Promise<void>
  failure?: { readonly error: unknown; readonly at: number; readonly sessionKey: string | null }
}

/** The service is asked no more than once a second: until then nothing but the same failure could come of an attempt. */
const FAILURE_STANDS = 1_000

const attempts = new WeakMap<CiamClient<unknown>, Attempt>()

function sessionKeyOf(client: CiamClient<unknown>): string | null {
  const snapshot = client.getSnapshot()
  return snapshot.status === 'signed-in' ? snapshot.sessionKey : null
}

function startAttempt(client: CiamClient<unknown>, force: boolean): Attempt {
  const attempt: Attempt = {
    settled: client.getIdToken({ force }).then(
      () => void attempts.delete(client),
      (error: unknown) => {
        attempt.failure = { error, at: Date.now(), sessionKey: sessionKeyOf(client) }
      },
    ),
  }
  attempts.set(client, attempt)
  return attempt
}

/** What a render without a token throws: the promise of the attempt under way, or the error of one that just failed. */
export function tokenAttempt(client: CiamClient<unknown>): unknown {
  const last = attempts.get(client)
  const failure = last?.failure
  if (last && !failure) return last.settled
  // To render again after an error was shown is to ask for another attempt.
  const isAskedAgain = failure?.sessionKey === sessionKeyOf(client)
  // Either way: a clock that was set back must not make an old failure last.
  if (failure && isAskedAgain && Math.abs(Date.now() - failure.at) < FAILURE_STANDS) return failure.error
  return startAttempt(client, isAskedAgain).settled
}
