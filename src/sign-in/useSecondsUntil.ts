// The hook that counts down to a moment: until another code may be sent, until a lock ends.
import { useMemo, useSyncExternalStore } from 'react'

const SECOND = 1_000

function createCountdown(at: number) {
  const getSeconds = (): number => Math.max(0, Math.ceil((at - Date.now()) / SECOND))
  const subscribe = (onTick: () => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const sleep = (): void => {
      const left = at - Date.now()
      if (left > 0) timer = setTimeout(tick, left % SECOND || SECOND)
    }
    const tick = (): void => {
      onTick()
      sleep()
    }
    sleep()
    return () => clearTimeout(timer)
  }
  return { getSeconds, subscribe }
}

const none = { getSeconds: () => 0, subscribe: () => () => {} }
const getZero = (): number => 0

/**
 * The whole seconds until a moment, rounded up: renders once a second, and 0 from then on. 0 for null, on a server and
 * while hydrating.
 *
 * @param at - Epoch ms by this device's clock, such as `resendAt` or `lockedUntil`.
 * @example
 * function Resend({ state }: { state: CodeSentState }) {
 *   const seconds = useSecondsUntil(state.resendAt)
 *   return <button disabled={!state.resend} onClick={() => void state.resend?.()}>Send again {seconds || ''}</button>
 * }
 */
export function useSecondsUntil(at: number | null): number {
  const { subscribe, getSeconds } = useMemo(
    () => (typeof at === 'number' && Number.isFinite(at) ? createCountdown(at) : none),
    [at],
  )
  return useSyncExternalStore(subscribe, getSeconds, getZero)
}
