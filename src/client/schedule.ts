// The one schedule of a client: a react-query observer whose data is a tick counter. No token enters the query, and what
// an app does to its own QueryClient cannot change what is due: the state decides, a tick only looks.
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import type { Engine } from './engine'
import type { WakeSignal } from './ports'
import type { Refresh } from './refresh'
import type { SessionChanges } from './session-changes'
import type { ActiveSession } from './session-state'
import { now, remainingLife } from './token-age'

export interface Schedule {
  keepFresh(): () => void
  onWake(signal: WakeSignal): void
}

const SHORTEST = 1_000
/** A longer timer could be off after sleep, and past 2^31-1 ms it would fire at once. */
const LONGEST = 60_000

export function createSchedule<Claims>(
  engine: Engine<Claims>,
  changes: SessionChanges<Claims>,
  refresh: Refresh,
  touch: () => void,
): Schedule {
  const { environment, state, options } = engine
  let holders = 0
  let ticks = 0
  let observer: QueryObserver<number> | null = null
  let unsubscribe = (): void => {}

  const mayRefresh = (): boolean =>
    (options.refreshInBackground || environment.isVisible()) && !environment.isLeaving() && !engine.signingIn()

  /** Ms until a refresh is due and allowed; null while none is scheduled. */
  const untilRefresh = ({ token }: ActiveSession<Claims>): number | null => {
    const wait = refresh.waitBeforeScheduled()
    if (wait === null || refresh.isFlying() || !mayRefresh()) return null
    if (!token) return wait
    const ahead = Math.min(options.refreshBefore, token.lifetime / 4)
    return Math.max(wait, remainingLife(token, now(environment)) - ahead)
  }

  const startIfDue = (): void => {
    const session = state.session()
    const wait = session && untilRefresh(session)
    // A session that is over is looked at too, also in a hidden page: that sends nothing.
    if (changes.hasExpired() || (wait !== null && wait <= 0)) void refresh.run(false)
  }

  const tick = (): void => {
    touch()
    state.publish() // An id_token that ended meanwhile leaves the view; publishing starts what is due.
  }

  /** Total: a finite number within bounds in every state but signed-out. */
  const interval = (): number | false => {
    if (state.phase().status === 'signed-out') return false
    const session = state.session()
    if (!session) return LONGEST
    const { token, record, receivedAt } = session
    const moments = [LONGEST, untilRefresh(session) ?? LONGEST]
    if (token && state.liveToken()) moments.push(remainingLife(token, now(environment)))
    if (receivedAt && record.sessionExpiresAt) moments.push(record.sessionExpiresAt - environment.wallClock())
    // Timers cut fractions off: a tick that comes a moment early finds nothing due, and the next is a second away.
    return Math.max(SHORTEST, Math.min(LONGEST, Math.ceil(Math.min(...moments)) + 1))
  }

  // Every option is given, for an app's own QueryClient may have defaults for any of them.
  const queryOptions = {
    queryKey: ['react-ciam', environment.randomId()],
    // No arguments: reading the context's signal would let react-query abort what must run on.
    queryFn: () => {
      tick()
      return Promise.resolve((ticks += 1))
    },
    initialData: 0,
    enabled: true,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    retryOnMount: false,
    networkMode: 'always',
    refetchInterval: interval,
    refetchIntervalInBackground: true,
    refetchOnMount: false,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    notifyOnChangeProps: 'all',
    structuralSharing: false,
    throwOnError: false,
    select: undefined,
    placeholderData: undefined,
    persister: undefined,
    behavior: undefined,
    queryHash: undefined,
    queryKeyHashFn: undefined,
    initialDataUpdatedAt: undefined,
    experimental_prefetchInRender: false,
  } as unknown as ConstructorParameters<typeof QueryObserver<number>>[1]

  const begin = (): void => {
    observer ??= new QueryObserver<number>(options.queryClient ?? new QueryClient(), queryOptions)
    observer.setOptions(queryOptions)
    // An app that writes to the query all the time puts the timer off each time: its writes are ticks, then.
    unsubscribe = observer.subscribe(tick)
    tick()
  }

  state.onPublish(() => {
    if (holders === 0) return
    startIfDue()
    observer?.setOptions(queryOptions)
  })

  return {
    onWake(signal) {
      if (signal === 'online') refresh.networkIsBack()
      tick()
    },
    keepFresh() {
      if (!environment.hasWindow()) return () => {}
      let isHeld = true
      if (holders++ === 0) begin()
      return () => {
        if (!isHeld) return
        isHeld = false
        holders -= 1
        if (holders === 0) unsubscribe()
      }
    },
  }
}
