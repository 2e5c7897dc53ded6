// Type-checks examples as the files of applications, against the package's source, as strictly as the project itself.
import ts from 'typescript'
import type { CodeBlock } from './page-parts'

const root = process.cwd().replaceAll('\\', '/')
/** Nothing is written there: the files exist for the compiler alone. */
const folder = `${root}/test/docs/example`

/** The compiler's own libraries, the packages and the source: the same for every check. */
const parsed = new Map<string, ts.SourceFile | undefined>()

function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: unknown }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  return { ...options, noUnusedLocals: true, noUnusedParameters: true }
}

/** Every error as `README.md:LINE message`, LINE being that of the README. Applications share nothing but global types. */
export function typeErrors(...applications: (readonly CodeBlock[])[]): string[] {
  const files = new Map<string, CodeBlock>(
    applications.flatMap((blocks, index) =>
      blocks.map((block) => [`${folder}/${index}/${block.fileName}`, block] as const),
    ),
  )
  const options = readOptions()
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, directoryExists, getSourceFile } = host
  Object.assign(host, {
    fileExists: (path: string) => files.has(path) || fileExists.call(host, path),
    readFile: (path: string) => files.get(path)?.code ?? readFile.call(host, path),
    getSourceFile: (path: string, ...rest: [ts.ScriptTarget | ts.CreateSourceFileOptions]) => {
      if (files.has(path)) return getSourceFile.call(host, path, ...rest)
      if (!parsed.has(path)) parsed.set(path, getSourceFile.call(host, path, ...rest))
      return parsed.get(path)
    },
    directoryExists: (path: string) => path.startsWith(folder) || directoryExists?.call(host, path),
  })
  const program = ts.createProgram([...files.keys()], options, host)
  const errors = [...files].flatMap(([path, { source, line }]) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ file, start = 0, messageText }) => {
      const within = file?.fileName === path ? file.getLineAndCharacterOfPosition(start).line : 0
      return `${source}:${line + within} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    }),
  )
  return [...new Set(errors)] // One file may be part of several.
}

/** The names of an interface's members, or the members of a union of strings, as a source file declares them. */
export function declaredNames(path: string, type: string): string[] {
  const file = ts.createSourceFile(path, ts.sys.readFile(`${root}/${path}`) ?? '', ts.ScriptTarget.Latest)
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === type) {
      return statement.members.map(({ name }) => (name && 'text' in name ? name.text : ''))
    }
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === type && ts.isUnionTypeNode(statement.type)) {
      return statement.type.types.map((member) =>
        ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal) ? member.literal.text : '',
      )
    }
  }
  throw new Error(`${path} declares no ${type}.`)
}
