// The guide's pages say what the code does: their examples compile, what they quote is there, what they list is complete,
// and their links lead to pages and stories that the sidebar has.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { storyNameFromExport, toId } from 'storybook/internal/csf'
import { describe, expect, test } from 'vitest'
import preview from '../../.storybook/preview'
import { FINGERPRINT_KEY, sessionKeys } from '../../src/client/record'
import { regionOf } from '../../stories/guide/region-of'
import { headersToAllow } from './facts-of-the-code'
import { codeIn, isExample, readPage, type CodeBlock } from './page-parts'
import { declaredNames, typeErrors } from './type-check'

const readme = readPage('README.md')
const pages = readdirSync('stories')
  .filter((name) => name.endsWith('.mdx'))
  .map((name) => readPage(`stories/${name}`))

const titleOf = (text: string): string => /<Meta title="(.+)" \/>/.exec(text)?.[1] ?? ''
const pageOf = (title: string) => pages.find(({ text }) => titleOf(text) === title) ?? readPage('no such page')

/** An example may import the README's, which no page registers a client for. */
const withReadme = (blocks: readonly CodeBlock[]): CodeBlock[] => {
  const own = blocks.filter(isExample)
  const isTaken = ({ fileName }: CodeBlock) => own.some((block) => block.fileName === fileName)
  const others = readme.blocks.filter((block) => isExample(block) && !isTaken(block))
  return [...own, ...others.filter(({ code }) => !code.includes('interface Register'))]
}

describe('the examples', () => {
  test('begin with the name of their file, and no two of a page have the same', () => {
    expect(pages.length).toBeGreaterThan(10)
    for (const { path, blocks } of pages) {
      const names = blocks.filter(isExample).map(({ fileName, line }) => fileName ?? `${path}:${line} has no name`)
      expect(names).toEqual([...new Set(names)].filter((name) => !name.includes(' ')))
    }
  })

  test('that have the name of a file of the README are that file', () => {
    const inBoth = pages.flatMap(({ blocks }) =>
      blocks.flatMap((block) => {
        const other = readme.blocks.find(({ fileName }) => fileName !== null && fileName === block.fileName)
        return other ? [[block.code, other.code]] : []
      }),
    )
    for (const [code, other] of inBoth) expect(code).toBe(other)
  })

  test('compile, each page as an application of its own', { timeout: 120_000 }, () => {
    expect(typeErrors(...pages.map(({ blocks }) => withReadme(blocks)))).toEqual([])
  })

  test('in tables compile, and a wrong one does not', { timeout: 60_000 }, () => {
    const { path, text } = pageOf('Guide/Testing')
    const calls = codeIn(text, /^(emulator\.|createEmulator\()\w*.*\)$/)
    expect(calls.length).toBeGreaterThan(8)
    const toBlock = (lines: string[]): CodeBlock => {
      const code = `import { createEmulator, type Emulator } from 'react-ciam/testing'
declare const emulator: Emulator
declare const request: Request
export const calls = [() => createEmulator(), ${lines.map((call) => `() => ${call}`).join(', ')}]
`
      return { source: path, line: 1, language: 'ts', code, fileName: 'src/calls.ts' }
    }
    expect(typeErrors([toBlock(calls)])).toEqual([])
    expect(typeErrors([toBlock([...calls, "emulator.fail('broken')"])])).toHaveLength(1)
  })
})

describe('the sidebar', () => {
  const { order } = (preview.parameters?.['options'] as { storySort: { order: (string | string[])[] } }).storySort

  test('has every page of the guide, in its order', () => {
    const guide = order[order.indexOf('Guide') + 1] as string[]
    const titles = pages.map(({ text }) => titleOf(text)).sort()
    expect(['Welcome', ...guide.map((title) => `Guide/${title}`)].sort()).toEqual(titles)
  })

  test('has whatever a page links to', () => {
    const docs = pages.map(({ text }) => `?path=/docs/${toId(titleOf(text), 'docs').replace('--docs', '')}--docs`)
    const source = readFileSync('stories/session.stories.tsx', 'utf8')
    const title = /^ {2}title: '(.+)'/m.exec(source)?.[1] ?? ''
    const stories = [...source.matchAll(/^export const (\w+): Story/gm)].map(([, name = '']) => name)
    const ids = stories.map((name) => `?path=/story/${toId(title, storyNameFromExport(name))}`)
    const links = pages.flatMap(({ path, links }) => links.map((link) => `${path}: ${link}`))
    const dead = links.filter(
      (link) => !/: https:\/\//.test(link) && ![...docs, ...ids].includes(link.replace(/.*: /, '')),
    )
    expect(links.length).toBeGreaterThan(30)
    expect(dead).toEqual([])
  })

  test('leads to each page of the guide from the first one', () => {
    const { links } = pageOf('Welcome')
    const missing = pages.filter(({ text }) => {
      const title = titleOf(text)
      return title.startsWith('Guide/') && !links.includes(`?path=/docs/${toId(title, 'docs')}`)
    })
    expect(missing.map(({ path }) => path)).toEqual([])
  })
})

describe('what a page quotes', () => {
  const quotes = pages.flatMap(({ path, text }) => {
    const paths = new Map([...text.matchAll(/^import (\w+) from '(.+)\?raw'$/gm)].map(([, name, file]) => [name, file]))
    const tags = [...text.matchAll(/<QuotedFile\s+path="(.+?)"\s+code=\{(\w+)\}(?:\s+region="(.+?)")?\s*\/>/g)]
    expect(tags.length).toBe(text.split('<QuotedFile').length - 1)
    return tags.map(([, label = '', name, region]) => {
      const file = posix.join(posix.dirname(path), paths.get(name) ?? 'not imported')
      return { page: path, label, file, region }
    })
  })

  test('is a file of the project, and named as that', () => {
    expect(quotes.length).toBeGreaterThan(15)
    expect(quotes.filter(({ file }) => !existsSync(file))).toEqual([])
    expect(quotes.filter(({ label, file }) => !file.endsWith(`/${label}`))).toEqual([])
  })

  test('is a region that the file has, without the marks of others', () => {
    for (const { file, region } of quotes) {
      const quoted = regionOf(readFileSync(file, 'utf8'), region)
      expect(quoted.length, file).toBeGreaterThan(50)
      expect(quoted, file).not.toContain('#region')
    }
    expect(() => regionOf('// #region one\ncode\n// #endregion', 'two')).toThrow('no region "two"')
  })

  test('is every recipe that there is', () => {
    const recipes = readdirSync('test/recipes').flatMap((name) => {
      const code = readFileSync(`test/recipes/${name}`, 'utf8')
      return [...code.matchAll(/^\s*\/\/ #region (.+)$/gm)].map(([, region]) => `test/recipes/${name}: ${region}`)
    })
    const quoted = quotes.filter(({ region }) => region).map(({ file, region }) => `${file}: ${region}`)
    expect(recipes.length).toBeGreaterThan(5)
    expect([...new Set(quoted)].sort()).toEqual(recipes.sort())
  })
})

describe('what a page lists', () => {
  const cells = (title: string, column: number) =>
    pageOf(title)
      .tables.flatMap((rows) => rows.slice(1))
      .map((row) => row[column] ?? '')
      .join(' ')

  test('is every error code', () => {
    const codes = declaredNames('src/protocol/errors.ts', 'CiamErrorCode')
    expect(codeIn(cells('Guide/Errors', 0), /^[A-Z_]+$/).sort()).toEqual(codes.sort())
  })

  test('is every reason of a session that ended', () => {
    const reasons = declaredNames('src/client/types.ts', 'SignedOutReason')
    expect(codeIn(cells('Guide/Troubleshooting', 0), /./)).toEqual(expect.arrayContaining(reasons))
  })

  test('is every key in storage', () => {
    const keys = [...Object.values<string>({ ...sessionKeys('BASE_URL', 'CLIENT') }), FINGERPRINT_KEY]
    expect(codeIn(cells('Guide/Storage and security', 0), /^react-ciam:/).sort()).toEqual(keys.sort())
  })

  test('is every header for CORS, and the preflight asks for those of a refresh', () => {
    const { text } = pageOf('Guide/First run against a tenant')
    const allowed = /Allow-Headers: (.*)/.exec(text)?.[1]?.split(', ') ?? []
    const asked = /Request-Headers: (.*)'/.exec(text)?.[1]?.split(',') ?? []
    expect(allowed.sort()).toEqual(headersToAllow())
    // Sorted, as a browser sends them; without those of other calls, of EIAM, and of a device that knows its address.
    const others = /^(x-session-token|x-state-token|authorization|x-device-ip)$/
    expect(asked).toEqual(headersToAllow().filter((name) => !others.test(name)))
  })
})
