// react-query's timers belong to the page whose task runs, so that the real schedule of each client runs in virtual time.
import { environmentManager, notifyManager, timeoutManager } from '@tanstack/react-query'
import type { Scheduler } from './scheduler'

let scheduler: Scheduler | null = null
let count = 0
const cancels = new Map<number, () => void>()

/** From now on react-query counts this run's time. */
export function driveQueryTimers(ofThisRun: Scheduler): void {
  scheduler = ofThisRun
  cancels.clear()
}

function plan(callback: () => void, delay: number, isRepeated: boolean): number {
  const id = (count += 1)
  const page = scheduler?.current()
  if (!scheduler || !page) throw new Error('A query timer outside of any page.')
  const arm = (): void => {
    const run = (): void => {
      if (isRepeated) arm()
      else cancels.delete(id)
      callback()
    }
    cancels.set(id, scheduler!.planTimer(page, delay, run))
  }
  arm()
  return id
}

function cancel(id: number | undefined): void {
  if (id === undefined) return
  cancels.get(id)?.()
  cancels.delete(id)
}

// For all runs of this process: there is a window as far as react-query is concerned, and no real timer.
environmentManager.setIsServer(() => false)
timeoutManager.setTimeoutProvider<number>({
  setTimeout: (callback, delay) => plan(callback, delay, false),
  setInterval: (callback, delay) => plan(callback, delay, true),
  clearTimeout: cancel,
  clearInterval: cancel,
})
notifyManager.setScheduler((callback) => void plan(callback, 0, false))
