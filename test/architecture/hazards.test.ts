// test/hazards.md names tests that exist, and every hazard once; each rule is shown to fail on a list that breaks it.
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { HAZARDS, hazardViolations, readHazards, titlesOf } from './hazard-list'

const list = readFileSync('test/hazards.md', 'utf8')
const known = new Map<string, readonly string[] | null>()

/** Each file is read once. */
function titlesIn(path: string): readonly string[] | null {
  if (!known.has(path)) known.set(path, existsSync(path) ? titlesOf(path, readFileSync(path, 'utf8')) : null)
  return known.get(path) ?? null
}

test('every hazard is listed once, and every test that is named exists', () => {
  expect(readHazards(list).hazards.length).toBe(HAZARDS)
  expect(hazardViolations(list, titlesIn)).toEqual([])
})

describe('a list that', () => {
  const [named] = readHazards(list).hazards.flatMap(({ tests }) => tests)
  const lineOf = (number: number): string => list.split('\n').find((line) => line.startsWith(`${number}. `))!

  test.each<[string, (text: string) => string, RegExp]>([
    ['names a test by another title', (text) => text.replace(named!.title, 'a rule of nobody'), /no test "a rule/],
    ['names a test by half of its title', (text) => text.replace(named!.title, named!.title.slice(0, 20)), /no test/],
    ['names a file that is not there', (text) => text.replace(named!.path, 'test/nowhere.test.ts'), /does not exist/],
    ['leaves a hazard out', (text) => text.replace(`${lineOf(40)}\n`, ''), /40 is listed 0 times/],
    ['lists a hazard twice', (text) => text.replace(lineOf(40), `${lineOf(40)}\n${lineOf(40)}`), /40 is listed 2/],
    ['lists one too many', (text) => text.replace(lineOf(100), lineOf(100).replace('100.', '101.')), /no hazard 101/],
    [
      'says nothing of a hazard',
      (text) => text.replace(lineOf(40), '40. **A hazard.**'),
      /neither a test nor a reason/,
    ],
    ['has a line of another form', (text) => text.replace(lineOf(40), '40. A hazard. Tests: all.'), /another form/],
    ['names a test without its file', (text) => text.replace(`\`${named!.path}\` — `, ''), /another form/],
  ])('%s is found', (_what, change, violation) => {
    const changed = change(list)
    expect(changed).not.toBe(list)
    expect(hazardViolations(changed, titlesIn).join('\n')).toMatch(violation)
  })
})

test('a title has those of the suites around it, and stays as it is written where it has parameters', () => {
  const text = `
    test('alone', () => {})
    describe.each(['a'])('over %s', () => {
      test.each([1])("is %j of 'it'", () => {})
      describe('within', () => it(\`deep\`, () => {}))
      expect.soft('no test')
    })`
  expect(titlesOf('sample.test.ts', text)).toEqual(['alone', "over %s > is %j of 'it'", 'over %s > within > deep'])
})
