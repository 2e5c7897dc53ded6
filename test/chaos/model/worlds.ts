// The worlds that fast-check draws and shrinks: fewer steps, calmer weather.
import fc from 'fast-check'
import type { Act, ScriptStep, Weather, World } from './world'

const seldom = (percent: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(false) }, { weight: percent, arbitrary: fc.constant(true) })
/** Shrinks towards true. */
const mostly = (percent: number): fc.Arbitrary<boolean> => seldom(100 - percent).map((isNot) => !isNot)

const weather: fc.Arbitrary<Weather> = fc.record({
  rotation: fc.constantFrom('revoke' as const, 'revoke' as const, 'on' as const, 'grace' as const, 'off' as const),
  idTokenLife: fc.constantFrom(60_000, 20_000, 300_000),
  sessionLife: fc.oneof(
    { weight: 9, arbitrary: fc.constant(604_800_000) },
    { weight: 1, arbitrary: fc.constant(60_000) },
  ),
  hasLocks: mostly(85),
  isLockFair: fc.boolean(),
  storage: fc.constantFrom('sync' as const, 'async' as const),
  hasLag: seldom(70),
  hasGetLatest: mostly(80),
  fenceFaults: seldom(15),
  storageFaults: seldom(25),
  lostAnswers: seldom(40),
  busyService: seldom(25),
  lostAnnouncements: seldom(40),
  lateTimers: seldom(30),
  hasTwins: seldom(30),
  kills: seldom(50),
  freezes: seldom(30),
  clockTrouble: seldom(15),
  signs: seldom(60),
  clears: seldom(20),
  networkLoss: seldom(25),
  serviceEnds: seldom(25),
})

const acts: Record<Act, number> = {
  force: 10,
  ask: 4,
  abort: 2,
  'sign-out': 3,
  'sign-in': 3,
  'keep-fresh': 3,
  reload: 3,
  doom: 4,
  end: 2,
  kill: 2,
  open: 2,
  freeze: 2,
  thaw: 3,
  hide: 1,
  show: 1,
  focus: 2,
  offline: 1,
  online: 2,
  clear: 1,
  jump: 2,
  sleep: 1,
}

const step: fc.Arbitrary<ScriptStep> = fc.record({
  after: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 60 }) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
  ),
  page: fc.integer({ min: 0, max: 3 }),
  act: fc.oneof(...Object.entries(acts).map(([act, weight]) => ({ weight, arbitrary: fc.constant(act as Act) }))),
})

export const worlds: fc.Arbitrary<World> = fc.record({
  seed: fc.noShrink(fc.integer()),
  pages: fc.integer({ min: 2, max: 4 }),
  weather,
  script: fc.array(step, { minLength: 0, maxLength: 24, size: 'max' }),
})
