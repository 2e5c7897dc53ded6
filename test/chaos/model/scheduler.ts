// Virtual time. Everything that a page waits for is a task here: one task runs, its promises settle, then the next. Tasks
// that are due at the same moment run in an order of chance; each page's own timers keep theirs.
import type { Chance } from './chance'

/** What can be stopped: a page. Its tasks wait while it is frozen, and are gone when it is. */
export interface Runner {
  readonly name: string
  isAlive: boolean
  isFrozen: boolean
}

export interface Scheduler {
  /** Ms since the run began. */
  now(): number
  /** Plans a task; `runner` null: the browser's or the service's own. Returns the cancel function. */
  plan(runner: Runner | null, label: string, delay: number, run: () => void): () => void
  /** Like `plan`, in the order of the runner's timers where the moment is the same. */
  planTimer(runner: Runner, delay: number, run: () => void): () => void
  /** Whose task runs, or ran last. */
  current(): Runner | null
  /** Gives the tasks back that waited while the runner was frozen. */
  thaw(runner: Runner): void
  /** Runs everything that is due until then; throws past `mostSteps`. */
  runUntil(moment: number, mostSteps: number): Promise<void>
  steps(): number
}

interface Task {
  at: number
  readonly rank: number
  readonly order: number
  readonly runner: Runner | null
  readonly label: string
  readonly run: () => void
  isCancelled: boolean
}

export function createScheduler(chance: Chance, trace: (line: string) => void): Scheduler {
  const heap: Task[] = []
  const held = new Map<Runner, Task[]>()
  let time = 0
  let count = 0
  let steps = 0
  let running: Runner | null = null

  const add = (runner: Runner | null, label: string, delay: number, rank: number, run: () => void): (() => void) => {
    const task: Task = { at: time + Math.max(0, delay), rank, order: ++count, runner, label, run, isCancelled: false }
    push(heap, task)
    return () => void (task.isCancelled = true)
  }

  const step = (task: Task): Promise<void> | undefined => {
    const { runner } = task
    if (task.isCancelled || runner?.isAlive === false) return
    if (runner?.isFrozen) {
      held.set(runner, [...(held.get(runner) ?? []), task])
      return
    }
    time = Math.max(time, task.at)
    steps += 1
    running = runner
    trace(`${time.toFixed(0)} ${runner?.name ?? '-'} ${task.label}`)
    task.run()
    return settle()
  }

  return {
    now: () => time,
    plan: (runner, label, delay, run) => add(runner, label, delay, chance.draw(`rank ${runner?.name} ${label}`), run),
    planTimer: (runner, delay, run) => add(runner, 'timer', delay, 0.5, run),
    current: () => running,
    thaw(runner) {
      for (const task of held.get(runner) ?? []) {
        task.at = Math.max(task.at, time)
        push(heap, task)
      }
      held.delete(runner)
    },
    async runUntil(moment, mostSteps) {
      while (heap.length && heap[0]!.at <= moment) {
        const settling = step(pop(heap))
        if (settling) await settling
        if (steps > mostSteps) throw new Error(`More than ${mostSteps} steps by ${time} ms: something spins.`)
      }
      time = Math.max(time, moment)
    },
    steps: () => steps,
  }
}

/** Microtasks all run before the next immediate. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const isBefore = (a: Task, b: Task): boolean =>
  a.at !== b.at ? a.at < b.at : a.rank !== b.rank ? a.rank < b.rank : a.order < b.order

function push(heap: Task[], task: Task): void {
  let index = heap.push(task) - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    if (!isBefore(task, heap[parent]!)) break
    heap[index] = heap[parent]!
    index = parent
  }
  heap[index] = task
}

function pop(heap: Task[]): Task {
  const first = heap[0]!
  const last = heap.pop()!
  if (!heap.length) return first
  let index = 0
  for (;;) {
    let child = 2 * index + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
    if (!isBefore(heap[child]!, last)) break
    heap[index] = heap[child]!
    index = child
  }
  heap[index] = last
  return first
}
