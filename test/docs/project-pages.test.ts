// What the pages for contributors name is there: files, tests, mutants, commands, links.
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import manifest from '../../package.json'
import { anchorOf, codeIn, readPage } from './page-parts'

const decisions = readdirSync('docs/decisions').map((file) => `docs/decisions/${file}`)
const pages = ['SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/api/README.md', ...decisions].map(readPage)

describe.each(pages)('$path', ({ path, text, links, blocks, headings }) => {
  test('has no link that leads nowhere', () => {
    const anchors = headings.map((heading) => `#${anchorOf(heading)}`)
    const dead = links
      .filter((link) => !link.startsWith('https://'))
      .filter((link) => {
        const [file, anchor] = link.split('#')
        if (!file) return !anchors.includes(link)
        const target = join(dirname(path), file)
        if (!existsSync(target)) return true
        return anchor !== undefined && !readPage(target).headings.some((heading) => anchorOf(heading) === anchor)
      })
    expect(dead).toEqual([])
  })

  test('names files that there are', () => {
    const named = codeIn(text, /^(src|test|stories|docs|\.github|\.storybook)(\/[\w.-]+)*$/)
    expect(named.filter((file) => !existsSync(file))).toEqual([])
  })

  test('names commands that there are', () => {
    const code = [...blocks.map((block) => block.code), ...codeIn(text, /^npm /)].join('\n')
    const scripts = [...code.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '')
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([])
  })
})

test('SECURITY.md names mutants that there are, and a test for every promise', () => {
  const security = readPage('SECURITY.md')
  const promises = security.tables.find(([head]) => head?.[0] === 'promise')?.slice(1) ?? []
  expect(promises.length).toBeGreaterThan(15)
  for (const [promise, heldBy = '', mutants = ''] of promises) {
    expect([promise, codeIn(heldBy, /^test\/.+\.test\.tsx?$/).length]).not.toEqual([promise, 0])
    const missing = codeIn(mutants, /./).filter((name) => !existsSync(`test/mutants/${name}.patch`))
    expect(missing).toEqual([])
  }
})

test('every decision is in the list, and says what would change it', () => {
  const { links } = readPage('docs/decisions/README.md')
  const own = decisions.filter((path) => !path.endsWith('README.md'))
  expect(links.map((link) => `docs/decisions/${link}`).sort()).toEqual([...own].sort())
  for (const path of own) {
    const { headings } = readPage(path)
    expect([path, ...headings.slice(1)]).toEqual([
      path,
      '## Context',
      '## Decision',
      '## Refused',
      '## What would change it',
    ])
  }
})
