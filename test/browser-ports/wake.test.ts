// The wake port: which page event is which signal, and when the page counts as leaving.
import { afterEach, expect, test, vi } from 'vitest'
import { createWakeSource } from '../../src/browser/wake'

const unsubscribes: (() => void)[] = []

function listen(source = createWakeSource()) {
  const heard = vi.fn()
  unsubscribes.push(source.subscribe(heard))
  return { source, heard, signals: () => heard.mock.calls.map(([signal]) => signal as string) }
}

const setVisibility = (state: DocumentVisibilityState) =>
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
const fire = (target: EventTarget, type: string, fields: object = {}) =>
  target.dispatchEvent(Object.assign(new Event(type), fields))

afterEach(() => {
  unsubscribes.splice(0).forEach((unsubscribe) => unsubscribe())
})

test.each<[string, string, EventTarget, object, DocumentVisibilityState]>([
  ['visible', 'visibilitychange', document, {}, 'visible'],
  ['hidden', 'visibilitychange', document, {}, 'hidden'],
  ['focus', 'focus', window, {}, 'visible'],
  ['online', 'online', window, {}, 'visible'],
  ['restored', 'pageshow', window, { persisted: true }, 'visible'],
  ['restored', 'resume', document, {}, 'hidden'],
])('%s: from %s', (signal, type, target, fields, visibility) => {
  setVisibility(visibility)
  const { signals } = listen()
  fire(target, type, fields)
  expect(signals()).toEqual([signal])
})

test('the first showing of a page, its leaving, and the focus of one of its elements are no signals', () => {
  const { signals } = listen()
  const input = document.body.appendChild(document.createElement('input'))
  fire(window, 'pageshow', { persisted: false })
  fire(document, 'freeze')
  fire(window, 'pagehide', { persisted: true })
  input.focus()
  expect(document.activeElement).toBe(input)
  expect(signals()).toEqual([])
})

test('a page that stops the events of its document is heard all the same', () => {
  const stop = (event: Event) => event.stopImmediatePropagation()
  document.addEventListener('visibilitychange', stop)
  const { signals } = listen()
  fire(document, 'visibilitychange')
  document.removeEventListener('visibilitychange', stop)
  expect(signals()).toEqual(['visible'])
})

test.each<[string, string, EventTarget, EventTarget, string, object]>([
  ['pagehide', 'it is shown again from the cache', window, window, 'pageshow', { persisted: true }],
  ['pagehide', 'it is shown again', window, window, 'pageshow', { persisted: false }],
  ['pagehide', 'it is visible', window, document, 'visibilitychange', {}],
  ['freeze', 'it resumes', document, document, 'resume', {}],
])('the page is leaving from %s on until %s', (type, _until, target, backTarget, backType, fields) => {
  const { source } = listen()
  expect(source.isLeaving()).toBe(false)
  fire(target, type)
  expect(source.isLeaving()).toBe(true)
  fire(backTarget, backType, fields)
  expect(source.isLeaving()).toBe(false)
})

test('a page that is leaving still is after it was hidden, and after the network came back', () => {
  const { source } = listen()
  fire(window, 'pagehide')
  setVisibility('hidden')
  fire(document, 'visibilitychange')
  fire(window, 'online')
  expect(source.isLeaving()).toBe(true)
})

test('when a listener hears that the page is back, the page is no longer leaving', () => {
  const source = createWakeSource()
  const seen: boolean[] = []
  unsubscribes.push(source.subscribe(() => seen.push(source.isLeaving())))
  fire(window, 'pagehide')
  fire(window, 'pageshow', { persisted: true })
  expect(seen).toEqual([false])
})

test('whether the page is leaving is known as long as one listens, and forgotten with the last', () => {
  const source = createWakeSource()
  const [first, last] = [source.subscribe(() => {}), source.subscribe(() => {})]
  fire(window, 'pagehide')
  first()
  first()
  expect(source.isLeaving()).toBe(true)
  last()
  expect(source.isLeaving()).toBe(false)
})

test('a listener that throws stops no other, and its error reaches the global handler', () => {
  const error = new Error('broken')
  const errors: unknown[] = []
  const collect = (event: ErrorEvent) => {
    event.preventDefault()
    errors.push(event.error)
  }
  window.addEventListener('error', collect)
  const source = createWakeSource()
  unsubscribes.push(
    source.subscribe(() => {
      throw error
    }),
  )
  const { signals } = listen(source)
  fire(window, 'online')
  window.removeEventListener('error', collect)
  expect(signals()).toEqual(['online'])
  expect(errors).toEqual([error])
})

test('every listener that is added is removed again, and none is for unload or beforeunload', () => {
  const added = vi.spyOn(window, 'addEventListener')
  const removed = vi.spyOn(window, 'removeEventListener')
  const onDocument = vi.spyOn(document, 'addEventListener')
  const { signals } = listen()
  const types = added.mock.calls.map(([type]) => type)
  unsubscribes.pop()?.()
  expect(removed.mock.calls).toEqual(added.mock.calls)
  expect(onDocument).not.toHaveBeenCalled()
  expect(types).not.toContain('unload')
  expect(types).not.toContain('beforeunload')
  fire(window, 'online')
  expect(signals()).toEqual([])
})

test('neither importing nor creating listens to anything', async () => {
  const added = vi.spyOn(window, 'addEventListener')
  vi.resetModules()
  const { createWakeSource: create } = await import('../../src/browser/wake')
  create()
  expect(added).not.toHaveBeenCalled()
})
