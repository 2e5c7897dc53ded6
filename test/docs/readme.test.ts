// Both READMEs say what the code does: their examples compile, their tables name what the types have, their links lead
// somewhere, and the Chinese one says as much as the English one.
import { existsSync } from 'node:fs'
import * as main from 'react-ciam'
import * as storage from 'react-ciam/storage'
import * as testing from 'react-ciam/testing'
import { describe, expect, test } from 'vitest'
import manifest from '../../package.json'
import { resolveOptions } from '../../src/client/options'
import { meaningOf, serviceError } from '../../src/protocol/service-errors'
import { DEFAULT_PORT, runEmulatorCommand } from '../../src/testing/command'
import { CONTROL_PATH } from '../../src/testing/server-control'
import { anchorOf, codeIn, isExample, nameOf, readPage, withoutComments, type CodeBlock, type Page } from './page-parts'
import { declaredServiceCodes, headersToAllow } from './facts-of-the-code'
import { declaredNames, typeErrors } from './type-check'

const english = readPage('README.md')
const chinese = readPage('README.zh-CN.md')

const sorted = (names: readonly (string | null)[]): string[] => names.map(String).sort()

describe('the examples', () => {
  const examples = english.blocks.filter(isExample)

  test('begin with the name of their file, and no two have the same', () => {
    const nameless = english.blocks.filter((block) => isExample(block) && !block.fileName)
    expect(nameless.map(({ source, line }) => `${source}:${line}`)).toEqual([])
    const names = examples.map(({ fileName }) => fileName)
    expect(names).toEqual([...new Set(names)])
    expect(names).toContain('src/SignInForm.tsx')
  })

  test('compile as an application that registered its client', { timeout: 60_000 }, () => {
    expect(typeErrors(examples)).toEqual([])
  })

  test('compile as an application that registered none', { timeout: 60_000 }, () => {
    const unregistered = examples.filter(({ code }) => !code.includes('interface Register'))
    expect(unregistered.length).toBe(examples.length - 1)
    expect(typeErrors(unregistered)).toEqual([])
  })

  test('with a mistake are reported with the line of the README', { timeout: 60_000 }, () => {
    const code = `// src/mistake.ts
import { useClaims } from 'react-ciam'
import { client } from './ciam'

void client.signIn('token')
export const useMobile = () => useClaims((claims) => claims.mobile)
`
    const mistake: CodeBlock = { source: 'README.md', line: 1_000, language: 'ts', code, fileName: 'src/mistake.ts' }
    expect(typeErrors([...examples, mistake])).toEqual([
      expect.stringMatching(/^README\.md:1004 .*SignInReply/),
      expect.stringMatching(/^README\.md:1005 .*'mobile' does not exist/),
    ])
  })
})

describe('the two READMEs', () => {
  const levels = ({ headings }: Page) => headings.map((heading) => heading.replace(/ .*/, ''))
  const outline = (readme: Page) => readme.blocks.map(({ language, fileName }) => `${language} ${fileName}`)
  const names = ({ tables }: Page) => tables.map((rows) => rows.map(nameOf))

  test('have the same headings, by number and level', () => {
    expect(levels(chinese)).toEqual(levels(english))
  })

  test('have the same code, comments aside', () => {
    expect(outline(chinese)).toEqual(outline(english))
    expect(chinese.blocks.map(withoutComments)).toEqual(english.blocks.map(withoutComments))
  })

  test('have the same tables, by the names that their rows are about', () => {
    expect(names(chinese)).toEqual(names(english))
  })

  test('link to each other', () => {
    expect(english.links).toContain('README.zh-CN.md')
    expect(chinese.links).toContain('README.md')
  })
})

describe.each([english, chinese])('$path', ({ text, headings, tables, links, blocks }) => {
  /** The rows of the table that has a row about this name, without its head. */
  const rowsAbout = (name: string) => tables.find((rows) => rows.some((row) => nameOf(row) === name))?.slice(1) ?? []
  const namesBeside = (name: string) => sorted(rowsAbout(name).map(nameOf))

  test('begins with the two commands', () => {
    const commands = (blocks[0]?.code ?? '').split('\n').map((line) => line.replace(/ +# .*/, ''))
    expect(commands).toEqual(['npm ci && npm start', 'npm ci && npm test', ''])
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(['start', 'test']))
  })

  test.each([
    ['options', 'src/client/types.ts', 'CiamClientOptions'],
    ['members of the client', 'src/client/types.ts', 'CiamClient'],
    ['events', 'src/client/types.ts', 'CiamEvents'],
    ['error codes', 'src/protocol/errors.ts', 'CiamErrorCode'],
  ])('names exactly the %s that there are', (_what, path, type) => {
    const declared = declaredNames(path, type)
    expect(declared.length).toBeGreaterThan(4)
    expect(namesBeside(declared[0] ?? '')).toEqual(sorted(declared))
  })

  test('names exactly the hooks that there are', () => {
    const hooks = Object.keys(main).filter((name) => name.startsWith('use'))
    const table = tables.find((rows) => rows.slice(1).every((row) => nameOf(row)?.startsWith('use')))
    expect(sorted((table ?? []).slice(1).map(nameOf))).toEqual(sorted(hooks))
  })

  test('names the storages and the reasons of a signed-out session', () => {
    expect(namesBeside('memoryStorage')).toEqual(expect.arrayContaining(Object.keys(storage)))
    expect(codeIn(text, /^[a-z-]+$/)).toEqual(
      expect.arrayContaining(declaredNames('src/client/types.ts', 'SignedOutReason')),
    )
  })

  test('gives the defaults that options have', () => {
    const browser = { storage: () => storage.memoryStorage(), language: () => 'en', fetch: globalThis.fetch }
    const resolved = resolveOptions({ baseUrl: '/ciam', clientId: 'a' }, browser)
    for (const name of ['refreshBefore', 'refreshInBackground', 'requestTimeout', 'sessionTokenHeader'] as const) {
      const given = rowsAbout('baseUrl').find((row) => nameOf(row) === name)?.[2]
      expect([name, given?.replace(/[`'_]/g, '')]).toEqual([name, String(resolved[name])])
    }
  })

  test('lists under each error the codes of the service that mean it, and whether it is tried again', () => {
    const known = declaredServiceCodes()
    const rows = rowsAbout('CONFIG').map(([name = '', happened = '', , again = '']) => ({ name, happened, again }))
    const listed = rows.flatMap(({ name, happened, again }) =>
      codeIn(happened, /SDK\./).map((code) => [code, name.replaceAll('`', ''), /^(yes|是)/.test(again)]),
    )
    const meant = known.map((code) => {
      const error = serviceError(meaningOf(code), {})
      return [code, error.code, error.retryable]
    })
    expect(known.length).toBeGreaterThan(9)
    expect(listed.sort()).toEqual(meant.sort())
  })

  test('asks CORS for every header that is sent', () => {
    const allowed = /Allow-Headers: (.*)/.exec(text)?.[1]?.split(', ')
    expect(sorted(allowed ?? [])).toEqual(headersToAllow())
  })

  test("uses the command's own options, users and password", async () => {
    let help = ''
    await runEmulatorCommand(['--help'], { print: (line) => (help += line), printError: () => {} })
    const given = blocks.flatMap(
      ({ code }) => /^npx react-ciam-emulator(.*)$/m.exec(code)?.[1]?.match(/--[\w-]+/g) ?? [],
    )
    const mentioned = codeIn(text, /^--/).map((code) => code.replace(/ .*/, ''))
    expect(given.length).toBeGreaterThan(0)
    for (const option of [...given, ...mentioned].filter((name) => name !== '--help')) expect(help).toContain(option)
    const named = codeIn(text, /^[+\w-]+$/)
    const users = testing.EMULATOR_USERS.map(({ userName }) => userName)
    const { mobile } = testing.EMULATOR_USERS.find(({ status }) => status === 'MFA_AUTH')!
    expect(named).toEqual(expect.arrayContaining([testing.EMULATOR_PASSWORD, mobile, ...users]))
  })

  test("has the command's address and client id to copy, its API, and faults that there are", () => {
    const settings = blocks.find(({ language }) => language === 'ini')?.code
    const url = `http://127.0.0.1:${DEFAULT_PORT}`
    expect(settings).toBe(`VITE_CIAM_BASE_URL=${url}\nVITE_CIAM_CLIENT_ID=${testing.EMULATOR_CLIENT_ID}\n`)
    expect(codeIn(text, /^import\.meta/)).toEqual(
      [...settings!.matchAll(/^VITE\w+/gm)].map(([name]) => `import.meta.env.${name}`),
    )
    expect(codeIn(text, /^\$\{baseUrl\}/)).toContain(`\${baseUrl}${testing.SAMPLE_API_PATH}`)
    expect(codeIn(text, /^EMULATOR_/).filter((name) => !(name in testing))).toEqual([])
    const [, address, fault = ''] = blocks.map(({ code }) => /curl -s (\S+) -d '(.+)'/.exec(code)).find(Boolean) ?? []
    expect(address).toBe(`${url}${CONTROL_PATH}/fail`)
    expect(() => testing.createEmulator().fail(JSON.parse(fault) as testing.Fault)).not.toThrow()
    expect(text).toContain(testing.EMULATOR_USERS[0]?.name)
  })

  test('has all packages that its tests need', () => {
    const installed = blocks.flatMap(({ code }) => /^npm install .*/gm.exec(code)?.[0].split(' ') ?? [])
    const ofTests = blocks.filter(({ fileName }) => /test/.test(fileName ?? ''))
    const imported = ofTests.flatMap(({ code }) =>
      [...code.matchAll(/from '([^.][^']*)'/g)].map(([, name]) => name ?? ''),
    )
    // The Vite template brings its plugin for React.
    const missing = imported.filter(
      (name) => !/^react-ciam\/|^@vitejs/.test(name) && !installed.includes(name.replace(/\/config$/, '')),
    )
    expect(ofTests).toHaveLength(4)
    expect(missing).toEqual([])
    expect(installed).toEqual(expect.arrayContaining(['jsdom', 'jose', '@testing-library/dom']))
  })

  test('has no link that leads nowhere', () => {
    const anchors = headings.map((heading) => `#${anchorOf(heading)}`)
    const local = links.filter((link) => !link.startsWith('https://'))
    const dead = local.filter((link) => (link.startsWith('#') ? !anchors.includes(link) : !existsSync(link)))
    expect(local.length).toBeGreaterThan(2)
    expect(dead).toEqual([])
  })

  test('names every entry that there is, and no other', () => {
    const entries = Object.keys(manifest.exports).filter((path) => !path.endsWith('.json'))
    const named = text.match(/\breact-ciam\/[a-z-]+/g) ?? []
    expect(sorted([...new Set(named)])).toEqual(
      sorted(entries.filter((path) => path !== '.').map((path) => path.replace('.', 'react-ciam'))),
    )
  })
})
