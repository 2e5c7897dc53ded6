// The tarball holds the files that are listed, and no more bytes than it may.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { namesIn, namesOf, PAGE, pageOf, readPublished, withoutHash } from './published-files'
import { entries, fileOf } from './promised-names'

/** A change that needs more raises them, and says what for. */
const BUDGET = { size: 359_000, unpackedSize: 1_352_000 }

const published = readPublished()

test('the files are those that the page lists: else `npm run published-files`, and look at what came', () => {
  expect(namesOf(published)).toEqual(namesIn(readFileSync(PAGE, 'utf8')))
})

test('the tarball and what is in it keep their budgets', () => {
  expect(published.size).toBeLessThanOrEqual(BUDGET.size)
  expect(published.unpackedSize).toBeLessThanOrEqual(BUDGET.unpackedSize)
  expect(published.size).toBeGreaterThan(BUDGET.size * 0.9) // Or the budgets are no budgets.
})

test('every entry is there in both formats, with types for both', () => {
  const paths = published.files.map(({ path }) => path)
  const expected = entries.flatMap((entry) =>
    ['.js', '.cjs', '.d.ts', '.d.cts'].map((ending) => `dist/${fileOf(entry)}${ending}`),
  )
  expect(paths).toEqual(expect.arrayContaining(expected))
})

test('the page lists what was packed, and no other', async () => {
  const files = ['LICENSE', 'dist/chunk-42DHYYNQ.js', 'dist/chunk-6EANJSYQ.js', 'dist/types-iQSN0Fo0.d.cts']
  const page = await pageOf({ ...published, files: files.map((path) => ({ path, size: 1000 })) })
  expect(namesIn(page)).toEqual(['LICENSE', 'dist/chunk-*.js', 'dist/types-*.d.cts'])
  expect(page).toMatch(/`dist\/chunk-\*\.js` *\| *2 \| *2,000 \|/)
})

test.each(['dist/devtools-development.js', 'dist/emulator-bin.js', 'dist/index.d.ts'])('%s has no hash', (path) => {
  expect(withoutHash(path)).toBe(path)
})
