// The fake timers behind the manual clock. Loaded when a clock is made: the package touches the globals when it is imported.
import { withGlobal, type Clock } from '@sinonjs/fake-timers'

/** Replaces the timers and Date of this page, from now on. Time goes on by itself, some ms at a time. */
export function fakeTime(): Clock {
  // What promises, frames and messages are scheduled with stays real: things settle by themselves.
  return withGlobal(globalThis).install({
    now: Date.now(),
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    shouldAdvanceTime: true,
    shouldClearNativeTimers: true, // Of timers that are older than the clock.
  })
}
