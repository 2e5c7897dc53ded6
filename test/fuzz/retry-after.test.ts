// @vitest-environment node
// Retry-After in any form: the wait that comes of it, compared with an independent reading.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRefreshReply } from '../../src/protocol/replies'
import { anyText } from './arbitraries'
import { hold, patience } from './runs'

const NOW = Date.UTC(2027, 2, 1, 12, 0, 0)
const dates = fc.date({ min: new Date(-8e14), max: new Date(8e14), noInvalidDate: true })
const after = (seconds: number): Date => new Date(NOW + seconds * 1_000)
const waitFor = async (retryAfter: string | null): Promise<number | null> => {
  const reply = await readRefreshReply(
    { status: 429, headers: { get: () => retryAfter }, text: () => Promise.resolve('') },
    NOW,
  )
  return reply.kind === 'failed' ? reply.retryAfter : NaN
}

test('Retry-After in seconds is kept to between a second and a quarter of an hour', patience, async () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 400 })
  const seconds = fc.oneof(digits, fc.nat().map(String), fc.nat({ max: 1_000 }).map(String))
  const property = fc.asyncProperty(seconds, fc.constantFrom('', ' ', '\t'), async (text, space) => {
    const wanted = Math.min(900, Math.max(1, Number(text))) * 1_000
    expect(await waitFor(space + text + space)).toBe(wanted)
  })
  await hold(property, 10)
})

test('Retry-After as a date is kept to the same, and one that is past asks for nothing', patience, async () => {
  const property = fc.asyncProperty(fc.oneof(dates, fc.integer({ min: -5, max: 2_000 }).map(after)), async (date) => {
    const text = date.toUTCString()
    const wait = Math.floor(date.getTime() / 1_000) * 1_000 - NOW
    // Years of five digits and those before the first have no form of their own.
    fc.pre(/ \d{4} /.test(text) && date.getUTCFullYear() >= 100)
    expect(await waitFor(text)).toBe(wait < 0 ? null : Math.min(900_000, Math.max(1_000, wait)))
  })
  await hold(property, 10)
})

test('Retry-After of any other form asks for nothing', patience, async () => {
  const other = fc.oneof(
    anyText,
    fc.double().map(String),
    dates.map((date) => date.toISOString()),
    fc.constant('1, 2'),
  )
  const property = fc.asyncProperty(other, async (text) => {
    fc.pre(!/^\s*\d+\s*$/.test(text) && !text.trim().endsWith(' GMT'))
    expect(await waitFor(text)).toBeNull()
  })
  await hold(property, 10)
})
