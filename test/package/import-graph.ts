// What a file of the build reaches: through its chunks, and in both formats. Reads the build as it is, as text.
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Linter } from 'eslint'
import ts from 'typescript'

export interface Reached {
  /** Packages, as they are written in imports: `zod/v4/core`. */
  readonly packages: readonly string[]
  /** What the reached files were built of: `src/client`, and packages that are inside (`node_modules/idb-keyval`). */
  readonly sources: readonly string[]
  /** Globals that only Node has, with the file that reads them: `process in dist/devtools.js`. */
  readonly nodeGlobals: readonly string[]
}

/** What this file needs when it is loaded, and what it may load later. Throws where a file is missing. */
export function reachedFrom(file: string): Reached {
  const files = new Set<string>()
  const packages = new Set<string>()
  const follow = (path: string): void => {
    if (files.has(path)) return
    files.add(path)
    for (const specifier of importsOf(path)) {
      if (specifier.startsWith('.')) follow(join(dirname(path), declarationOf(path, specifier)))
      else packages.add(specifier)
    }
  }
  follow(file)
  const place = dirname(dirname(file))
  return {
    packages: [...packages].sort(),
    sources: [...new Set([...files].flatMap(sourcesOf))].sort(),
    nodeGlobals: [...files].flatMap((path) => nodeGlobalsOf(path).map((name) => `${name} in ${relative(place, path)}`)),
  }
}

/** Declarations import the code of their neighbours; what they mean is the declarations of that code. */
const declarationOf = (from: string, specifier: string): string =>
  /\.d\.c?ts$/.test(from) ? specifier.replace(/\.(c?)js$/, '.d.$1ts') : specifier

/** The large chunks are reached from many entries. */
const known = new Map<string, string[]>()
const once = (question: string, path: string, answer: (text: string) => string[]): string[] => {
  const text = readFileSync(path, 'utf8')
  const key = `${question} of ${path}: ${text}`
  return known.get(key) ?? known.set(key, answer(text)).get(key)!
}

/** Static, dynamic, re-exported, required, and named in a type. */
const importsOf = (path: string): string[] => once('imports', path, (text) => findImports(path, text))

function findImports(path: string, text: string): string[] {
  const found: string[] = []
  const add = (specifier: ts.Node | undefined) => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(specifier.text)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal)
    else if (ts.isCallExpression(node) && loads(node.expression)) add(node.arguments[0])
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest))
  return found
}

/** `__require` is what the build makes of a `require` in an ES module. */
const loads = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && /^(__)?require$/.test(callee.text))

/** The build says above each part which file it comes from. */
const sourcesOf = (path: string): string[] =>
  Array.from(
    readFileSync(path, 'utf8').matchAll(/^ *\/\/ (src\/[\w-]+|node_modules\/(?:@[\w.-]+\/)?[\w.-]+)/gm),
    ([, source]) => source!,
  )

const linter = new Linter()
const NODE_GLOBALS = ['process', 'Buffer', 'global', '__dirname', '__filename', 'setImmediate', 'clearImmediate']

const nodeGlobalsOf = (path: string): string[] =>
  /\.c?js$/.test(path) ? once('globals', path, (text) => findNodeGlobals(path, text)) : []

/** Names that the file declares itself are its own. */
function findNodeGlobals(path: string, text: string): string[] {
  const messages = linter.verify(text, {
    files: ['**'],
    linterOptions: { noInlineConfig: true }, // Bundled code has comments for the rules of its own project.
    languageOptions: { sourceType: path.endsWith('.cjs') ? 'commonjs' : 'module' },
    rules: { 'no-restricted-globals': ['error', { globals: NODE_GLOBALS, checkGlobalObject: true }] },
  })
  const found = messages.filter(({ fatal, ruleId }) => fatal || ruleId === 'no-restricted-globals')
  return [...new Set(found.map(({ fatal, message }) => (!fatal && /'(\w+)'/.exec(message)?.[1]) || message))]
}
