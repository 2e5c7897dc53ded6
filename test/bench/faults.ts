// How long a page is without a token when one refresh goes wrong, and what an outage makes it send.
import type { Browser } from 'playwright'
import type { Fault } from '../../src/testing'
import type { Contestant } from './contestants'
import { openScene, type Scene, sleep } from './scene'

export const FAULTS: Readonly<Record<string, Fault>> = {
  'cut before': 'cut-before',
  'cut after': 'cut-after',
  '500': '500',
  'html-502': 'html-502',
  busy: 'busy',
  '429, Retry-After 2': { kind: '429', retryAfter: 2 },
  hang: 'hang',
}

/** Ms between two calls for a token by the app, and until it gives up. */
export const ASKS_EVERY = 250
const LIMIT = 45_000

export interface Recovery {
  /** From the request that went wrong to the next good token; null where none came. */
  readonly seconds: number | null
  readonly requests: number
}

async function untilToken(scene: Scene, limit: number): Promise<number | null> {
  const [page] = scene.context.pages()
  const found = await page!
    .waitForFunction(() => window.bench.asks.find(({ ok }) => ok)?.settledAt ?? null, undefined, {
      polling: 50,
      timeout: limit,
    })
    .catch(() => null)
  return found ? found.jsonValue() : null
}

/** A page that starts with an ended token, and whose first refresh goes wrong. A replaced token has a minute of grace. */
export async function recover(browser: Browser, contestant: Contestant, fault: Fault): Promise<Recovery> {
  const scene = await openScene(browser, contestant, { rotation: 'grace', graceSeconds: 60 })
  try {
    await scene.seed(3_600_000)
    const [page] = await scene.open(1)
    scene.service.emulator.fail(fault)
    await page!.evaluate((askEvery) => window.bench.run({ askEvery }), ASKS_EVERY)
    const at = await untilToken(scene, LIMIT)
    const refreshes = scene.service.emulator.ledger.refreshes()
    const failedAt = refreshes.find((entry) => entry.fault)?.time
    return {
      seconds: at === null || failedAt === undefined ? null : Math.max(0, at - failedAt) / 1000,
      requests: refreshes.length,
    }
  } finally {
    await scene.close()
  }
}

/** Ms that everything fails. */
export const OUTAGE = 20_000

export interface Outage {
  readonly requests: number
  /** From its end to the next good token; null where none came. */
  readonly seconds: number | null
}

/** 500 to every request of one tab that calls its API four times a second. */
export async function outage(browser: Browser, contestant: Contestant): Promise<Outage> {
  const scene = await openScene(browser, contestant, { rotation: 'on' })
  try {
    await scene.seed(3_600_000)
    const [page] = await scene.open(1)
    const { emulator } = scene.service
    const always = emulator.ledger.subscribe(({ kind, fault }) => {
      if (kind === 'refresh' && fault) emulator.fail('500')
    })
    emulator.fail('500')
    await page!.evaluate((askEvery) => window.bench.run({ askEvery }), ASKS_EVERY)
    await sleep(OUTAGE)
    always()
    const requests = emulator.ledger.refreshes().length
    // What is in line yet is one fault more than there was an outage: it is taken out by a request of nobody.
    await emulator.handle(
      new Request(`${scene.service.origin}/api/v2/sdk/sso/session-token/id-token`, { method: 'POST' }),
    )
    const endedAt = Date.now()
    const at = await untilToken(scene, LIMIT)
    return { requests, seconds: at === null ? null : Math.max(0, at - endedAt) / 1000 }
  } finally {
    await scene.close()
  }
}
