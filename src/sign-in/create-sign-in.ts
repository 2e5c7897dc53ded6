// createSignIn: runs the machine of flow.ts for one client, one request at a time, and shows it as an immutable state.
// Long because it is one function: its parts share what a sign-in holds, and nothing else may.
import { createEmitter } from '../client/emitter'
import type { CiamClient } from '../client/types'
import { CiamError } from '../protocol/errors'
import type { Action, ActionScope } from './actions'
import { type FlowEvent, isHalfFinished, START, type Standing, transition } from './flow'
import { globalSignOutUrl } from './global-sign-out-url'
import { inputErrorOf } from './input'
import { resolveSettings } from './options'
import { invalidAnswer, ownProblem, toProblem } from './problems'
import { serviceOf } from './service-call'
import { stateOf, type StepRunner } from './steps'
import type { SignIn, SignInOptions } from './sign-in-types'
import type { SignInState } from './types'

/** A step whose request is under way. */
interface Running {
  readonly controller: AbortController
  readonly promise: Promise<SignInState>
  readonly resolve: (state: SignInState) => void
  /** Its session is being saved: it cannot be left any more. */
  isTaken: boolean
}

/** All that a state is made of, so that it is made anew only when something changed. No secret: it outlives the standing. */
interface Shown extends Pick<Standing, 'place' | 'problem'> {
  readonly isBusy: boolean
  readonly resendAt: number | null
}

const NOTHING: Shown = { place: START.place, problem: null, isBusy: false, resendAt: null }

const isSame = (one: Shown, other: Shown): boolean =>
  (Object.keys(one) as (keyof Shown)[]).every((key) => one[key] === other[key])

const SIGNED_IN: SignInState = Object.freeze({ status: 'signed-in', isBusy: false, problem: null })

const initialStates = new WeakMap<SignIn, SignInState>()

/** The state before anything happened: what a server renders. */
export const initialStateOf = (signIn: SignIn): SignInState => initialStates.get(signIn) ?? signIn.getState()

/**
 * Makes a sign-in for a client: a state machine whose states offer exactly the steps that lead on from there. It ends in
 * the client's session; nothing is sent, listened to or remembered before it is used. Of a session that another tab begins
 * it hears where the client is started, as `<CiamProvider>` does it.
 *
 * A step that is left ends, and so does one that was begun before `client.signOut()`: their late answers sign nobody in. Only
 * while the session of a good answer is being saved it is too late to leave, and the step ends in it.
 *
 * It promises that every call is sent once, whatever comes of it (wrong passwords are counted by the service, for all of a
 * person's apps), that passwords and codes are kept by nothing after their request, and that the state token of a
 * half-finished sign-in is in memory only, until that is done, left, or older than `stepTimeout`. It cannot protect what is
 * typed from scripts that run on the page.
 *
 * @param client - as `createCiamClient` made it.
 * @param options - may be left out, as may each of them: see `SignInOptions` for the defaults.
 * @throws CiamError `CONFIG` for a client that `createCiamClient` did not make, and for an option that is wrong.
 * @example
 * const signIn = createSignIn(client)
 * const state = signIn.getState()
 * if (state.status === 'ready') await state.signInWithPassword({ userName: 'anna', password })
 */
export function createSignIn(client: CiamClient<unknown>, options?: SignInOptions): SignIn {
  const scope: ActionScope = { ...serviceOf(client, 'createSignIn'), settings: resolveSettings(options) }
  const {
    environment,
    state: { phase },
  } = scope.engine
  const listeners = createEmitter<void>(environment)
  let listenerCount = 0
  let standing: Standing = START
  let running: Running | null = null
  let published: SignInState
  // The state of the present place, made once, and what was last shown of it.
  let idle: SignInState
  let shown: SignInState
  let shownOf: Shown
  let cancelTimeout: (() => void) | null = null
  let endsAt = Infinity
  /** By the monotonic clock: when another code may be sent, whatever becomes of the wall clock. */
  let resendBy = Infinity
  let cancelWait: (() => void) | null = null
  let unwatch: (() => void) | null = null

  /** When another code may be sent, null if that is now. A clock that was set back makes nobody wait for it. */
  const waitsUntil = (): number | null => {
    const { place } = standing
    if (place.at !== 'code-sent' || place.resendAt === null) return null
    const left = place.resendAt - environment.wallClock()
    return left > 0 && left <= scope.settings.resendAfter && environment.monotonicClock() < resendBy
      ? place.resendAt
      : null
  }

  const getState = (): SignInState => {
    if (isSignedIn()) return SIGNED_IN
    const { place, problem } = standing
    const now: Shown = { place, problem, isBusy: !!running, resendAt: waitsUntil() }
    if (!isSame(now, shownOf)) {
      if (shownOf.place !== place) idle = stateOf(place, runner)
      const { isBusy, resendAt } = now
      const waiting = resendAt === null ? {} : { resendAt, resend: null }
      shown = isSame(now, NOTHING) ? initial : Object.freeze({ ...idle, isBusy, problem, ...waiting })
      shownOf = now
    }
    return shown
  }

  /** Asks the client; a session, whoever began it, ends what is half-finished here. */
  const isSignedIn = (): boolean => {
    const isIn = client.getSnapshot().status === 'signed-in'
    if (isIn && (running || standing !== START)) settle({ type: 'over', problem: null })
    return isIn
  }

  /** Ends the step under way, if there is one, with an event. */
  const settle = (event: FlowEvent): void => {
    const own = running
    running = null
    apply(event)
    own?.controller.abort() // Of a step that is over this ends nothing.
    own?.resolve(getState())
  }

  const apply = (event: FlowEvent): void => {
    const before = standing
    standing = transition(standing, event)
    if (event.type === 'code-sent') resendBy = environment.monotonicClock() + scope.settings.resendAfter
    if (before.place !== standing.place) limitPlace(before.stateToken)
    watch()
  }

  /** A state token counts from when it came, however many codes are asked for with it. */
  const limitPlace = (tokenBefore: string | null): void => {
    const { stateToken } = standing
    const isHalf = isHalfFinished(standing)
    if (isHalf && cancelTimeout && stateToken !== null && stateToken === tokenBefore) return
    cancelTimeout?.()
    const { stepTimeout } = scope.settings
    cancelTimeout = isHalf ? environment.setTimer(forget, stepTimeout) : null
    endsAt = isHalf ? environment.wallClock() + stepTimeout : Infinity
  }

  const forget = (): void => {
    if (running?.isTaken) return
    const error = new CiamError('TIMEOUT', 'The sign-in took longer than stepTimeout: begin again.')
    settle({ type: 'over', problem: ownProblem('step-over', error) })
    publish()
  }

  /** Hears of sessions while somebody listens or something is to be forgotten; tells listeners when a wait is over. */
  const watch = (): void => {
    if (listenerCount || running || isHalfFinished(standing)) unwatch ??= client.subscribe(publish)
    else {
      unwatch?.()
      unwatch = null
    }
    cancelWait?.()
    const until = listenerCount ? waitsUntil() : null
    // A second at a time: a timer of a minute would be that much late after the device slept.
    const wait = until === null ? 0 : Math.min(until - environment.wallClock(), 1_000)
    cancelWait = until === null ? null : environment.setTimer(publish, wait)
  }

  const publish = (): void => {
    const state = getState()
    watch()
    if (state === published) return
    published = state
    listeners.emit()
  }

  const isOverdue = (): boolean => environment.wallClock() >= endsAt

  const isElsewhere = (place: Standing['place']): boolean => {
    if (isOverdue()) forget() // Timers stand still while the device sleeps.
    return isSignedIn() || standing.place !== place
  }

  const isMoved = (place: Standing['place']): boolean => !!running || standing.place !== place

  const present = (): Promise<SignInState> => running?.promise ?? Promise.resolve(getState())

  const refuse = (error: unknown): Promise<SignInState> => {
    apply({ type: 'failed', problem: toProblem(inputErrorOf(error)) })
    publish()
    return Promise.resolve(getState())
  }

  const begin = <Prepared>(action: Action<Prepared>, prepared: Prepared): Promise<SignInState> => {
    const own = (running = createRunning())
    apply({ type: 'began' })
    publish()
    if (running === own) void execute(own, action, prepared)
    return own.promise
  }

  const execute = async <Prepared>(own: Running, action: Action<Prepared>, prepared: Prepared): Promise<void> => {
    const before = phase()
    /** Not for who left, and not for who asked before somebody signed out. */
    const mayTake = (): boolean => {
      const now = phase()
      const isSignedOut = now !== before && now.status === 'signed-out' && now.reason === 'signed-out'
      return (own.isTaken = running === own && !isSignedOut)
    }
    const unreadable = (): FlowEvent => ({ type: 'failed', problem: toProblem(invalidAnswer()) })
    const event = await action(scope, prepared, own.controller.signal, mayTake).catch(unreadable)
    if (running !== own) return // It was left, or another tab signed in: its late answer changes nothing.
    settle(event)
    publish()
    if (isOverdue()) forget() // It was not forgotten while its session was being saved, and there was none.
  }

  const runner: StepRunner = {
    run(place, prepare, action, input) {
      if (isElsewhere(place) || running) return present()
      try {
        const prepared = prepare(input, standing)
        // A getter of what was handed in may have called a step itself.
        return isMoved(place) ? present() : begin(action, prepared)
      } catch (error) {
        return refuse(error)
      }
    },
    async move(place, prepare, input) {
      if (isElsewhere(place) || running) return present()
      try {
        const event = prepare(input, standing)
        if (isMoved(place)) return present()
        apply(event)
      } catch (error) {
        return refuse(error)
      }
      publish()
      return getState()
    },
    async leave(place) {
      if (isElsewhere(place) || running?.isTaken) return present()
      settle({ type: 'left' })
      publish()
      return getState()
    },
  }

  const initial = Object.freeze(stateOf(START.place, runner))
  idle = initial
  shown = initial
  shownOf = NOTHING

  const signIn: SignIn = Object.freeze({
    getState,
    subscribe(listener: () => void) {
      const remove = listeners.add(listener)
      let isOver = false
      if (!listenerCount) published = getState() // What changed before concerns nobody.
      listenerCount += 1
      watch()
      return () => {
        if (isOver) return
        isOver = true
        remove()
        listenerCount -= 1
        watch()
      }
    },
    globalSignOutUrl: (urlOptions) => globalSignOutUrl(scope.engine, urlOptions),
  } satisfies SignIn)
  initialStates.set(signIn, initial)
  return signIn
}

function createRunning(): Running {
  let resolve!: Running['resolve']
  const promise = new Promise<SignInState>((settle) => (resolve = settle))
  return { controller: new AbortController(), promise, resolve, isTaken: false }
}
