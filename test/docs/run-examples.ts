// Runs examples as modules, exactly as they are printed, with the packages and the globals that the test hands in.
import { posix } from 'node:path'
import { compileFunction } from 'node:vm'
import ts from 'typescript'
import type { CodeBlock } from './page-parts'

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  jsx: ts.JsxEmit.ReactJSX,
  esModuleInterop: true,
}

/**
 * Gives a function that runs a file of the examples, and those it imports, once each: like a page that is loaded. Of two
 * blocks with one name the first counts. A file with `vi.mock('./a', () => import('./b'))` gets b for a, as do those that it
 * imports.
 */
export function loadExamples(
  blocks: readonly CodeBlock[],
  packages: Record<string, unknown>,
  globals: Record<string, unknown> = {},
  onRun: (block: CodeBlock) => void = () => {},
) {
  const loaded = new Map<string, Record<string, unknown>>()
  const replaced = new Map<string, string>()

  return function load(asked: string): Record<string, unknown> {
    const fileName = replaced.get(asked) ?? asked
    const block = blocks.find((candidate) => candidate.fileName?.replace(/\.tsx?$/, '') === fileName)
    if (!block) throw new Error(`No example is the file ${fileName}.`)
    const present = loaded.get(fileName)
    if (present) return present
    const exports: Record<string, unknown> = {}
    loaded.set(fileName, exports)
    const beside = (specifier: string) => posix.join(posix.dirname(fileName), specifier)
    for (const [, from = '', to = ''] of block.code.matchAll(/^vi\.mock\('(.+)', \(\) => import\('(.+)'\)\)$/gm)) {
      replaced.set(beside(from), beside(to))
    }
    const resolve = (specifier: string): unknown => {
      if (specifier.startsWith('.')) return load(beside(specifier))
      if (specifier in packages) return packages[specifier]
      throw new Error(`${block.source}:${block.line} imports ${specifier}, which this test does not have.`)
    }
    const { outputText } = ts.transpileModule(block.code, { compilerOptions: options, fileName: block.fileName ?? '' })
    const given = { require: resolve, exports, ...globals }
    const run = compileFunction(outputText, Object.keys(given)) as (...values: unknown[]) => void
    run(...Object.values(given))
    onRun(block)
    return exports
  }
}
