// The guide's pages say what the code does: their examples compile, what they quote is there, what they list is complete,
// and their links lead to pages and stories that the sidebar has.
import { readdirSync, readFileSync } from 'node:fs'
import { createEmulator, type Fault } from 'react-ciam/testing'
import { storyNameFromExport, toId } from 'storybook/internal/csf'
import { describe, expect, test } from 'vitest'
import preview from '../../.storybook/preview'
import { FINGERPRINT_KEY, sessionKeys } from '../../src/client/record'
import { PAGE_IDS } from '../../stories/guide/page-ids'
import { CONTROL_PATH } from '../../src/testing/server-control'
import { headersToAllow } from './facts-of-the-code'
import { codeIn, isExample, isQuote, readPage, withQuotes, type CodeBlock } from './page-parts'
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

  test('of tests compile with a claims schema, too, in an application that registered its client', () => {
    const { path, blocks } = pageOf('Guide/Testing')
    const withClaims = (code: string): string =>
      code
        .replace('// claims,', 'claims,')
        .replace(/^import \{ createCiamClient \} from 'react-ciam'$/m, "$&\nimport { claims } from './typed-ciam'")
    const own = blocks.filter(isExample).map((block) => ({
      ...block,
      code: block.code.includes('// claims,') ? withClaims(block.code) : block.code,
    }))
    expect(own.filter(({ code }) => code.includes('./typed-ciam'))).toHaveLength(1)
    const others = readme.blocks.filter(
      (block) => isExample(block) && !own.some((one) => one.fileName === block.fileName),
    )
    expect(typeErrors([...own, ...others])).toEqual([])
    const without = own.map((block) => ({ ...block, code: block.code.replace(/ +claims,$/m, '') }))
    expect(typeErrors([...without, ...others]).filter((error) => error.startsWith(path))).not.toEqual([])
  }, 120_000)

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

  test('knows every page by the name of its file', () => {
    const ids = pages.map(({ path, text }) => [path.replace('stories/', ''), toId(titleOf(text), 'docs')])
    expect(PAGE_IDS).toEqual(Object.fromEntries(ids))
  })

  test('has whatever a page links to', () => {
    const source = readFileSync('stories/session.stories.tsx', 'utf8')
    const title = /^ {2}title: '(.+)'/m.exec(source)?.[1] ?? ''
    const stories = [...source.matchAll(/^export const (\w+): Story/gm)].map(([, name = '']) => name)
    const ids = stories.map((name) => `?path=/story/${toId(title, storyNameFromExport(name))}`)
    const links = pages.flatMap(({ path, links }) => links.map((link) => `${path}: ${link}`))
    const known = [...Object.keys(PAGE_IDS), ...ids]
    const dead = links.filter((link) => !/: https:\/\//.test(link) && !known.includes(link.replace(/.*: /, '')))
    expect(links.length).toBeGreaterThan(30)
    expect(dead).toEqual([])
  })

  test('leads to each page of the guide from the first one', () => {
    const { links } = pageOf('Welcome')
    const names = pages.map(({ path }) => path.replace('stories/', ''))
    expect(names.filter((name) => name !== 'welcome.mdx' && !links.includes(name))).toEqual([])
  })
})

describe('what a page quotes', () => {
  const read = (path: string) => readFileSync(path, 'utf8')
  const quotes = pages.flatMap(({ blocks }) => blocks.filter(isQuote))

  // `npx vitest run --project unit test/docs/guide.test.ts -u` puts what the files have now into the pages.
  test.each(pages)('$path: is what the files have, word for word', async ({ path, text }) => {
    await expect(withQuotes(text, read)).toMatchFileSnapshot(`../../${path}`)
  })

  test('is the part of a file that is meant for readers', () => {
    expect(quotes.length).toBeGreaterThan(20)
    for (const { code, fileName } of quotes) {
      expect(code.length, fileName!).toBeGreaterThan(50)
      expect(code, fileName!).not.toContain('#region')
    }
    const page = (code: string) => `\`\`\`ts\n// test/a.ts\n${code}\n\`\`\``
    expect(withQuotes(page('old'), () => '// A file.\n// #region a\nnew\n// #endregion\nrest')).toBe(page('new'))
  })

  test('is every recipe that there is', () => {
    const recipes = readdirSync('test/recipes').map((name) => `test/recipes/${name}`)
    const meant = recipes.filter((path) => /^\/\/ #region/m.test(read(path)))
    const quoted = quotes.map(({ fileName }) => fileName!).filter((path) => path.startsWith('test/recipes/'))
    expect(meant.length).toBeGreaterThan(10)
    expect(quoted.sort()).toEqual(meant.sort())
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

  test('is every message word for word, where it names one', () => {
    const { headings } = pageOf('Guide/Troubleshooting')
    const messages = headings.flatMap((heading) => codeIn(heading, / .*\.$/))
    const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => readFileSync(`src/${name}`, 'utf8'))
    expect(messages).toHaveLength(2)
    for (const message of messages)
      expect(
        source.some((code) => code.includes(message)),
        message,
      ).toBe(true)
  })

  test('is faults that there are, and controls of the server', () => {
    const { text } = pageOf('Guide/Testing')
    const [, path = '', faults = ''] = /curl -s http:\/\/127\.0\.0\.1:4010(\S+) -d '(.+)'/.exec(text) ?? []
    expect(path).toBe(`${CONTROL_PATH}/fail`)
    expect(() => createEmulator().fail(JSON.parse(faults) as Fault[])).not.toThrow()
    const routes = readFileSync('src/testing/server-control.ts', 'utf8')
    const named = codeIn(text, /^\/__emulator/)
    expect(named).toHaveLength(3)
    for (const name of named) expect(routes).toMatch(new RegExp(`(GET|POST) +${name}\\b`))
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
