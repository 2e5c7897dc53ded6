// The guide's page about signing in lists everything that the entry has, and every call that it makes.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codeIn, readPage } from './page-parts'
import { declaredNames } from './type-check'

const rowsOf = (head: string) =>
  readPage('stories/sign-in.mdx')
    .tables.find(([first]) => first?.[0] === head)
    ?.slice(1) ?? []
const inFirstCells = (head: string) => rowsOf(head).flatMap(([cell = '']) => codeIn(cell, /./))

test.each([
  ['`kind`', 'src/sign-in/problem-types.ts', 'SignInProblemKind'],
  ['option', 'src/sign-in/sign-in-types.ts', 'SignInOptions'],
  ['call', 'src/sign-in/account-types.ts', 'Account'],
])('the page lists everything of the sign-in by %s, in its order', (head, path, type) => {
  const declared = declaredNames(path, type)
  expect(declared.length).toBeGreaterThan(3)
  expect(inFirstCells(head)).toEqual(declared)
})

test('the page lists every state of a sign-in, with its steps', () => {
  const source = readFileSync('src/sign-in/types.ts', 'utf8')
  const states = [...source.matchAll(/interface \w+State extends StateBase \{([^]*?)^\}/gm)].map(([, body = '']) => [
    /readonly status: '([\w-]+)'/.exec(body)?.[1],
    [...body.matchAll(/readonly (\w+): Step\b/g)].map(([, step]) => step).sort(),
  ])
  expect(states).toHaveLength(9)
  const listed = rowsOf('`status`').map(([status = '', , steps = '']) => [
    codeIn(status, /./)[0],
    codeIn(steps, /^[a-z]+$/i)
      .filter((step) => !['null', 'resendAt'].includes(step))
      .sort(),
  ])
  expect(listed.sort()).toEqual(states.sort())
})

test('the page lists every call that the sign-in makes, and no call is built that it does not make', () => {
  const source = readdirSync('src/sign-in')
    .map((name) => readFileSync(`src/sign-in/${name}`, 'utf8').replace(/^ *(\/\/|\*|\/\*).*$/gm, ''))
    .join('\n')
  const made = [...source.matchAll(/'(\/[a-z-]+(?:\/[a-z-]+)*)'/g)].map(([, path = '']) => path)
  const built = rowsOf('call of the service')
    .filter(([, , here = '']) => here.startsWith('built'))
    .flatMap(([calls = '']) => codeIn(calls, /./).map((call) => call.replace(/^(GET|POST) /, '')))
    .filter((path) => !path.startsWith('/api/v1/'))
  expect(made.length).toBeGreaterThan(15)
  expect([...new Set(built)].sort()).toEqual(
    [...new Set(made)].filter((path) => path !== '/pwd' && path !== '/api/v2/sdk').sort(),
  )
})
