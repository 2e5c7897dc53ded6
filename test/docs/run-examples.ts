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
 * blocks with one name the first counts.
 */
export function loadExamples(
  blocks: readonly CodeBlock[],
  packages: Record<string, unknown>,
  globals: Record<string, unknown> = {},
  onRun: (block: CodeBlock) => void = () => {},
) {
  const loaded = new Map<string, Record<string, unknown>>()

  return function load(fileName: string): Record<string, unknown> {
    const block = blocks.find((candidate) => candidate.fileName?.replace(/\.tsx?$/, '') === fileName)
    if (!block) throw new Error(`No example is the file ${fileName}.`)
    const present = loaded.get(fileName)
    if (present) return present
    const exports: Record<string, unknown> = {}
    loaded.set(fileName, exports)
    const resolve = (specifier: string): unknown => {
      if (specifier.startsWith('.')) return load(posix.join(posix.dirname(fileName), specifier))
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
