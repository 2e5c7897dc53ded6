// Reads a source tree for the architecture rules: what each file imports, exports and begins with.
import { posix } from 'node:path'
import ts from 'typescript'

/** Path from the project's root (`src/client/record.ts`) to text. */
export type SourceTree = ReadonlyMap<string, string>

export interface ImportStatement {
  /** As it is written. */
  readonly specifier: string
  /** The file of the tree that it means; undefined for a package, or where there is no such file. */
  readonly target: string | undefined
  /** Erased by the compiler: costs nothing and runs nothing. */
  readonly typeOnly: boolean
  /** The names that are imported as values; empty for a namespace, a side effect or a dynamic import. */
  readonly names: readonly string[]
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}

/** Every import of a file: static, dynamic, re-export and `import('...')` type. */
export function importsOf(path: string, tree: SourceTree): ImportStatement[] {
  const found: ImportStatement[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, names: readonly string[] = []) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return
    found.push({ specifier: specifier.text, target: resolve(path, specifier.text, tree), typeOnly, names })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings
      const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : undefined
      add(node.moduleSpecifier, isTypeOnly(node.importClause, elements), valueNames(elements))
    } else if (ts.isExportDeclaration(node)) {
      const elements =
        node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : undefined
      add(node.moduleSpecifier, isTypeOnly(node, elements), valueNames(elements))
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false)
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true)
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(path, tree.get(path) ?? ''))
  return found
}

type Elements = ts.NodeArray<ts.ImportSpecifier | ts.ExportSpecifier> | undefined

function isTypeOnly(clause: ts.ImportClause | ts.ExportDeclaration | undefined, elements: Elements): boolean {
  if (clause?.isTypeOnly) return true
  const hasDefault = clause !== undefined && ts.isImportClause(clause) && clause.name !== undefined
  return !hasDefault && elements !== undefined && elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly)
}

function valueNames(elements: Elements): string[] {
  return (elements ?? [])
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ name, propertyName }) => (propertyName ?? name).text)
}

function resolve(from: string, specifier: string, tree: SourceTree): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const path = posix.join(posix.dirname(from), specifier)
  return ['.ts', '.tsx', '/index.ts', '/index.tsx'].map((ending) => path + ending).find((file) => tree.has(file))
}

export interface DeclaredExport {
  readonly name: string
  readonly isFunction: boolean
}

/** What a file itself declares and exports; what it only passes on from another file is not in it. */
export function exportsOf(path: string, text: string): DeclaredExport[] {
  const found: DeclaredExport[] = []
  for (const statement of parse(path, text).statements) {
    if (ts.isExportAssignment(statement)) found.push({ name: 'default', isFunction: false })
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      for (const { name } of statement.exportClause.elements) {
        if (!statement.moduleSpecifier || name.text === 'default') found.push({ name: name.text, isFunction: false })
      }
    }
    if (!ts.canHaveModifiers(statement)) continue
    const kinds = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? []
    if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) continue
    if (kinds.includes(ts.SyntaxKind.DefaultKeyword)) found.push({ name: 'default', isFunction: false })
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        const isFunction = initializer !== undefined && ts.isFunctionLike(initializer)
        if (ts.isIdentifier(name)) found.push({ name: name.text, isFunction })
      }
    } else if ('name' in statement && statement.name && ts.isIdentifier(statement.name)) {
      found.push({ name: statement.name.text, isFunction: ts.isFunctionDeclaration(statement) })
    }
  }
  return found
}

/** The comments before the first statement. */
export function openingComment(text: string): string {
  const withoutShebang = text.replace(/^#!.*\n/, '')
  return /^(?:\s*(?:\/\/.*|\/\*[^]*?\*\/))*/.exec(withoutShebang)?.[0] ?? ''
}
