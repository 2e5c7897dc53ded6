// The page of every contestant: `window.bench` is what the runs call. Nothing is started before they ask for it.
import * as React from 'react'
import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import * as contestant from 'contestant'

const { Provider, useToken, useName, getToken, refresh } = contestant
const service = { origin: location.origin, clientId: document.documentElement.dataset.clientId }
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const channel = new MessageChannel()
const nextTask = () =>
  new Promise((resolve) => {
    channel.port1.onmessage = resolve
    channel.port2.postMessage(0)
  })
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

let renders = 0

function Reader() {
  renders += 1
  const token = useToken()
  return <i className={token ? 'shown' : 'empty'}>{token}</i>
}
function Name() {
  renders += 1
  return <b>{useName()}</b>
}

const ROWS = Array.from({ length: 1000 }, (_, index) => index)
const rows = (Row) => ROWS.map((index) => <Row key={index} />)

/** Mounts a tree; ms until `isDone` of its element. */
async function mount(tree, isDone, limit = 20_000) {
  const element = document.body.appendChild(document.createElement('main'))
  const root = createRoot(element)
  const begun = performance.now()
  flushSync(() => root.render(tree))
  while (!isDone(element) && performance.now() - begun < limit) await nextTask()
  const ms = isDone(element) ? performance.now() - begun : null
  const unmount = () => {
    root.unmount()
    element.remove()
  }
  return { ms, unmount, element }
}

const allShown = (element) => element.getElementsByClassName('shown').length >= ROWS.length

/** The store that is the measure: the same tree without any library. */
const bareListeners = new Set()
const bareSubscribe = (listener) => {
  bareListeners.add(listener)
  return () => bareListeners.delete(listener)
}
let bareToken = 'x'.repeat(600)
const bareSnapshot = () => bareToken
const useBareToken = () => React.useSyncExternalStore(bareSubscribe, bareSnapshot)
function BareReader() {
  const token = useBareToken()
  return <i className={token ? 'shown' : 'empty'}>{token}</i>
}
let app
/** The app itself: one reader, and somebody who calls an API every `askEvery` ms. */
async function run({ askEvery, readers = 1 }) {
  const begun = performance.now()
  await contestant.start(service)
  const asks = []
  window.bench.asks = asks
  app = mount(
    <Provider>{readers === 1 ? <Reader /> : rows(Reader)}</Provider>,
    (element) => element.getElementsByClassName('shown').length >= readers,
  )
  if (askEvery) {
    const ask = async () => {
      const entry = { at: performance.timeOrigin + performance.now(), ok: null, error: null }
      asks.push(entry)
      try {
        const token = await getToken()
        const { exp } = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')))
        entry.ok = exp * 1000 > Date.now()
      } catch (error) {
        entry.ok = false
        entry.error = String(error?.message ?? error)
      }
      entry.settledAt = performance.timeOrigin + performance.now()
    }
    setInterval(ask, askEvery)
    await pause(0)
    void ask()
  }
  return begun
}

window.bench = {
  seed: (session) => contestant.seed({ ...service, ...session }),
  signOut: () => contestant.signOut(),
  asks: [],
  run,

  /** Whether a token can be had: the error where not. */
  async tryToken(force) {
    try {
      const token = await Promise.race([
        force ? refresh() : getToken(),
        pause(8000).then(() => Promise.reject(new Error('no answer in 8 s'))),
      ])
      return { token: token.slice(-12), error: null }
    } catch (error) {
      return { token: null, error: String(error?.message ?? error) }
    }
  },

  /** As `run`, at an instant of the device's clock. */
  async runAt(instant, options) {
    await pause(Math.max(0, instant - performance.timeOrigin - performance.now()))
    await run(options)
  },

  /** From the first line of the client to a token on the page. */
  async untilShown() {
    const begun = await run({})
    const { ms, element } = await app
    const shownAt = performance.now()
    return {
      ms: ms === null ? null : shownAt - begun,
      sinceNavigation: ms === null ? null : shownAt,
      text: element.textContent.length,
    }
  },

  /** The first mount of 1,000 readers in this page, the client being made included. */
  async mountFirst() {
    const timers = window.timers
    const before = timers.pending()
    const setBefore = timers.set
    const begun = performance.now()
    await contestant.start(service)
    const { ms } = await mount(<Provider>{rows(Reader)}</Provider>, allShown)
    const total = ms === null ? null : performance.now() - begun
    await pause(50)
    return { ms: total, pending: timers.pending() - before, set: timers.set - setBefore }
  },

  /** The first mount of the same tree over a bare external store. */
  async mountBareFirst() {
    return { ms: (await mount(<>{rows(BareReader)}</>, allShown)).ms }
  },

  /** Mounts again and again beside the bare tree, in turns; medians. Needs `run` first. */
  async mountAgain(rounds) {
    await app
    const own = []
    const bare = []
    for (let round = 0; round < rounds + 4; round += 1) {
      for (const [times, tree] of [
        [own, <Provider key="own">{rows(Reader)}</Provider>],
        [bare, <React.Fragment key="bare">{rows(BareReader)}</React.Fragment>],
      ]) {
        const { ms, unmount } = await mount(tree, allShown)
        if (round >= 4) times.push(ms)
        unmount()
        await pause(15)
      }
    }
    return own.includes(null) ? null : { own: median(own), bare: median(bare) }
  },

  /** Renders of 1,000 readers of the token, and of 1,000 readers of the user's name, for one refresh. */
  async rendersPerRefresh() {
    await app
    const result = {}
    for (const [name, Row] of [
      ['token', Reader],
      ['name', Name],
    ]) {
      const isThere = (element) => element.childElementCount >= 1000 && (Row === Name || allShown(element))
      const { unmount, element } = await mount(<Provider>{rows(Row)}</Provider>, isThere)
      await pause(1200)
      const before = element.textContent
      renders = 0
      window.advance(2000)
      await refresh()
      await pause(400)
      result[name] = Math.round(renders / 1000)
      if (Row === Reader) result.showsNew = element.textContent !== before
      unmount()
    }
    return result
  },

  /** µs of one call for a token that is fresh, beside one of an async function; medians of the rounds. */
  async tokenCost(rounds, calls) {
    await app
    await getToken()
    const value = 'a token'
    const plain = async () => value
    const loop = async (call) => {
      const begun = performance.now()
      for (let index = 0; index < calls; index += 1) await call()
      return ((performance.now() - begun) / calls) * 1000
    }
    const own = []
    const base = []
    for (let round = 0; round < rounds + 2; round += 1) {
      const [ownCost, baseCost] = [await loop(getToken), await loop(plain)]
      if (round >= 2) {
        own.push(ownCost)
        base.push(baseCost)
      }
    }
    return { own: median(own), base: median(base) }
  },

  /** So many refreshes, each 2 s after the one before by the page's clocks; how many failed. */
  async refreshTimes(count) {
    await app
    let failed = 0
    let last = null
    for (let index = 0; index < count; index += 1) {
      window.advance(2000)
      try {
        const token = await refresh()
        if (token === last) failed += 1
        last = token
      } catch {
        failed += 1
      }
    }
    return failed
  },

  /** Mounts and unmounts the provider with ten readers. */
  async cycles(count) {
    await app
    for (let index = 0; index < count; index += 1) {
      const { unmount } = await mount(
        <Provider>
          {ROWS.slice(0, 10).map((row) => (
            <Reader key={row} />
          ))}
        </Provider>,
        (element) => element.getElementsByClassName('shown').length >= 10,
        1000,
      )
      unmount()
    }
  },
}
window.loaded = true
