// The type tests of this folder against the declarations that were built, on the oldest supported and the newest compiler.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const COMPILERS = ['typescript-5.4', 'typescript-7']

/** What is wrong here must be found, or nothing that was found right means anything. */
const wrong = `import { same, type Equal, type Expect, type HoldsNoAny } from '${resolve('test/types/expect')}'
import { type CiamClient, type Session, createCiamClient } from 'react-ciam'
declare const anything: any
export type A = Expect<Equal<any, string>>
export type B = Expect<Equal<string, any>>
export type C = Expect<Equal<{ a?: string }, { a: string | undefined }>>
export type D = Expect<Equal<{ readonly a: string }, { a: string }>>
export type E = Expect<HoldsNoAny<{ a: any }>>
export type F = Expect<Equal<Session<{ a: string }>, Session<{ a: number }>>>
export type G = Expect<Equal<CiamClient<{ a: string }>, CiamClient<unknown>>>
same<string>()(anything)
same<CiamClient<{ a: string }>>()(createCiamClient({ baseUrl: '', clientId: '' }))
`
const RIGHT_LINES = 3
const wrongDeclaration = 'export declare const value: Missing'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'react-ciam-types-'))
  writeFileSync(join(folder, 'wrong.ts'), wrong)
  writeFileSync(join(folder, 'declaration.d.ts'), wrongDeclaration)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files = (name: string) =>
  readdirSync(`test/types/${name}`)
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => resolve('test/types', name, file))

/** Every error in the given files and in the declarations of this package; those of other packages are their own affair. */
async function typeErrors(compiler: string, sources: string[]): Promise<string[]> {
  const config = join(folder, `${compiler}.json`)
  const compilerOptions = {
    ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], module: 'esnext', moduleResolution: 'bundler' },
    ...{ jsx: 'react-jsx', types: [], noEmit: true, allowUnreachableCode: false, skipLibCheck: false },
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true },
    paths: { 'react-ciam': [resolve('dist/index.d.ts')], 'react-ciam/*': [resolve('dist/*.d.ts')] },
  }
  writeFileSync(config, JSON.stringify({ compilerOptions, files: sources }))
  const program = resolve('node_modules', compiler, 'bin/tsc')
  const { stdout } = spawn(process.execPath, [program, '--pretty', 'false', '-p', config], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return (await text(stdout))
    .split('\n')
    .filter((line) => /error|Error/.test(line) && !/^[^(]*\/?node_modules\//.test(line))
}

test('the oldest compiler is 5.4, and the newest is newer than the one that the project uses', () => {
  const [oldest, newest, used] = [...COMPILERS, 'typescript'].map(
    (name) => (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version,
  )
  expect(oldest).toMatch(/^5\.4\./)
  expect(parseInt(newest ?? '')).toBeGreaterThan(parseInt(used ?? ''))
})

describe.each(COMPILERS)('on %s', (compiler) => {
  test('what is wrong is found: any, other claims, and a declaration with an error of its own', async () => {
    const errors = await typeErrors(compiler, [join(folder, 'wrong.ts'), join(folder, 'declaration.d.ts')])
    const found = errors.map((error) => /([\w.]+)\((\d+),/.exec(error)?.slice(1).join(':'))
    const wrongLines = wrong.trimEnd().split('\n').slice(RIGHT_LINES)
    expect(found.sort()).toEqual(
      ['declaration.d.ts:1', ...wrongLines.map((_, index) => `wrong.ts:${RIGHT_LINES + 1 + index}`)].sort(),
    )
  })

  test('the types of an app that registered no client are right, and so are the declarations of every entry', async () => {
    const declarations = readdirSync('dist').filter((file) => /\.d\.c?ts$/.test(file))
    expect(declarations).toContain('index.d.ts')
    expect(files('unregistered').length).toBeGreaterThan(1)
    const sources = [...files('unregistered'), ...declarations.map((file) => resolve('dist', file))]
    expect(await typeErrors(compiler, sources)).toEqual([])
  })

  test('every hook knows the claims of an app that registered its client', async () => {
    expect(files('registered').length).toBeGreaterThan(1)
    expect(await typeErrors(compiler, files('registered'))).toEqual([])
  })
})
