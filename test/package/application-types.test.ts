// The types of every entry in an application that installed the package, found by each way of resolving modules that the
// manifest is made for, on the oldest supported, the project's own and the newest compiler.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPackage, type InstalledPackage } from './installed-package'
import { entries, promisedNames } from './promised-names'

const COMPILERS = ['typescript-5.4', 'typescript', 'typescript-7']

let installed: InstalledPackage
beforeAll(() => {
  installed = installPackage()
})
afterAll(() => installed?.remove())

/** Ways to resolve modules, with the ending of a file that is resolved so. */
const resolutions = [
  ['bundler', 'esnext', '.ts'],
  ['node16, from an ES module', 'node16', '.mts'],
  ['node16, from CommonJS', 'node16', '.cts'],
] as const

/** Every promised name must be there and have a type that is no `any`; and lines that must not compile. */
const application = `
  type Typed<Type> = 0 extends 1 & Type ? false : true
  type Expect<Statement extends true> = Statement
  ${entries.map((entry, index) => `import * as entry${index} from '${entry}'`).join('\n  ')}
  export type Names = [${entries
    .flatMap((entry, index) => ['', ...promisedNames[entry]!.map((name) => `.${name}`)].map((name) => index + name))
    .map((value) => `Expect<Typed<typeof entry${value}>>`)
    .join(', ')}]
  export type Untyped = Expect<Typed<any>> // Wrong.
  ${entries.map((_, index) => `void entry${index}.noSuchName // Wrong.`).join('\n  ')}
`
const wrongLines = application.split('\n').flatMap((line, index) => (line.endsWith('// Wrong.') ? [index + 1] : []))

/** Every error in the application and in the declarations of react-ciam; those of other packages are their own affair. */
async function typeErrors(compiler: string, module: string, file: string): Promise<string[]> {
  const compilerOptions = {
    ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [], noEmit: true },
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
    ...{ module, moduleResolution: module === 'node16' ? 'node16' : 'bundler' },
  }
  const config = join(installed.folder, `${file}.json`)
  writeFileSync(join(installed.folder, file), application)
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }))
  const program = resolve('node_modules', compiler, 'bin/tsc')
  const { stdout } = spawn(process.execPath, [program, '--pretty', 'false', '-p', config], {
    cwd: installed.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const errors = (await text(stdout)).split('\n').filter((line) => line.includes('error TS'))
  return errors.filter((error) => !/node_modules\/(?!react-ciam\/)/.test(error.split('(')[0]!))
}

describe.each(COMPILERS)('on %s', (compiler) => {
  test.each(resolutions)('every entry has its types by %s', async (_way, module, ending) => {
    const errors = await typeErrors(compiler, module, `application${ending}`)
    expect(errors.map((error) => /^application\.\w+\((\d+),/.exec(error)?.[1] ?? error)).toEqual(wrongLines.map(String))
  })
})
