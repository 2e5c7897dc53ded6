// Reads the list of hazards (test/hazards.md), and the tests that a file holds, for the check that both agree.
import ts from 'typescript'
import { parse } from './source-tree'

/** How many hazards there are. */
export const HAZARDS = 100

export interface NamedTest {
  readonly path: string
  /** The titles of the `describe`s around the test and its own, joined by ` > `, as they stand in the source. */
  readonly title: string
}

export interface Hazard {
  readonly number: number
  readonly name: string
  readonly tests: readonly NamedTest[]
  /** Why it cannot happen here. */
  readonly impossible: string
  /** What of it is not handled, and why. */
  readonly open: string
}

const LINE = /^(\d+)\. +\*\*(.+?)\*\*(?: Tests: (.+?)\.)?(?: Cannot happen: (.+?\.))?(?: Not handled: (.+\.))?$/
const TEST = /^`(test\/[^`]+)` — `([^`]+)`$/

/** The hazards of the list, and every line that looks like one and cannot be read. */
export function readHazards(text: string): { hazards: Hazard[]; unreadable: string[] } {
  const hazards: Hazard[] = []
  const unreadable: string[] = []
  for (const line of text.split('\n').filter((each) => /^\s*\d+\. /.test(each))) {
    const [, number, name, tests = '', impossible = '', open = ''] = LINE.exec(line) ?? []
    const parts = tests ? tests.split(/; (?=`test\/)/).map((part) => TEST.exec(part)) : []
    if (!name || parts.includes(null)) unreadable.push(line)
    const named = parts.flatMap((part) => (part ? [{ path: part[1]!, title: part[2]! }] : []))
    if (name) hazards.push({ number: Number(number), name, tests: named, impossible, open })
  }
  return { hazards, unreadable }
}

/** The tests of a file with the titles of the `describe`s around them; a title with `%s` is as it stands in the source. */
export function titlesOf(path: string, text: string): string[] {
  const titles: string[] = []
  const visit = (node: ts.Node, around: readonly string[]): void => {
    let inside = around
    if (ts.isCallExpression(node) && node.arguments[0] && ts.isStringLiteralLike(node.arguments[0])) {
      const kind = /^(describe|it|test)\b/.exec(node.expression.getText())?.[1]
      if (kind) inside = [...around, node.arguments[0].text]
      if (kind && kind !== 'describe') titles.push(inside.join(' > '))
    }
    ts.forEachChild(node, (child) => visit(child, inside))
  }
  visit(parse(path, text), [])
  return titles
}

/** What is wrong with the list, as sentences. `titlesIn` gives the titles of a test file, or null where there is none. */
export function hazardViolations(list: string, titlesIn: (path: string) => readonly string[] | null): string[] {
  const { hazards, unreadable } = readHazards(list)
  const found = unreadable.map((line) => `This line has another form than the others: ${line}`)
  for (let number = 1; number <= HAZARDS; number += 1) {
    const times = hazards.filter((hazard) => hazard.number === number).length
    if (times !== 1) found.push(`Hazard ${number} is listed ${times} times`)
  }
  for (const { number, tests, impossible, open } of hazards) {
    if (number > HAZARDS || number < 1) found.push(`There is no hazard ${number}`)
    if (!tests.length && !impossible && !open) found.push(`Hazard ${number} has neither a test nor a reason`)
    if (tests.length && impossible) found.push(`Hazard ${number} cannot happen, and has a test all the same`)
    for (const { path, title } of tests) {
      const titles = titlesIn(path)
      if (!titles) found.push(`Hazard ${number} names ${path}, which does not exist`)
      else if (!titles.includes(title)) found.push(`Hazard ${number}: ${path} has no test "${title}"`)
    }
  }
  return found
}
