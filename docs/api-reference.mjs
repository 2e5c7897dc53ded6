// `npm run docs:api` writes docs/api from the doc comments of the entries. `npm run docs:api:check` writes it into a folder
// of its own instead, and fails where that differs from docs/api, or where a public name has no doc comment.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, LogLevel } from 'typedoc'

const project = fileURLToPath(new URL('..', import.meta.url))
const committed = join(project, 'docs/api')
const { exports } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))

/** `./storage` of package.json is src/storage/index.ts, as in tsup.config.ts, and has the page storage.md. */
const entries = Object.keys(exports).filter((path) => !path.endsWith('.json'))
const packageName = (page) => (page === 'index' ? 'react-ciam' : `react-ciam/${page}`)

/** Nothing in it may depend on the day, the machine or the commit: the check compares every byte. */
const options = {
  plugin: ['typedoc-plugin-markdown'],
  entryPoints: entries.map((path) => join(project, 'src', path, 'index.ts')),
  tsconfig: join(project, 'tsconfig.json'),
  name: 'react-ciam',
  readme: 'none',
  disableGit: true,
  disableSources: true,
  hideGenerator: true,
  excludeExternals: true,
  excludeInternal: true,
  skipErrorChecking: true, // `tsc --noEmit` does that.
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  outputFileStrategy: 'modules',
  useCodeBlocks: true,
  hidePageHeader: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  sort: ['source-order'],
  expandObjects: true,
  logLevel: LogLevel.Warn,
  hideBreadcrumbs: true,
  pageTitleTemplates: { module: ({ name }) => packageName(name) },
}

/** Writes the reference and gives what typedoc has to say against it. */
async function generate(folder) {
  const app = await Application.bootstrapWithPlugins({ ...options, outputs: [{ name: 'markdown', path: folder }] })
  const warnings = []
  app.logger.log = (message, level) => level >= LogLevel.Warn && warnings.push(message)
  const reflections = await app.convert()
  if (!reflections) return warnings
  app.validate(reflections)
  await app.generateOutputs(reflections)
  writeFileSync(join(folder, 'README.md'), contents())
  // What a type has that was written in place is said where it stands, or by its names.
  return warnings.filter((message) => !message.includes('.__type.'))
}

function contents() {
  const pages = entries.map((path) => (path === '.' ? 'index' : path.slice(2)))
  const links = pages.map((page) => `- [${packageName(page)}](${page}.md)\n`)
  return `# API reference\n\nMade from the doc comments in src by \`npm run docs:api\`: change those, not these pages.\n\n${links.join('')}`
}

function readPages(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  const paths = files.map((file) => join(file.parentPath, file.name).slice(folder.length + 1)).sort()
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

async function check() {
  const folder = mkdtempSync(join(tmpdir(), 'react-ciam-api-'))
  try {
    const problems = await generate(folder)
    const [wanted, found] = [readPages(folder), readPages(committed)]
    for (const path of new Set([...wanted.keys(), ...found.keys()])) {
      if (wanted.get(path) !== found.get(path)) problems.push(`docs/api/${path} is not current: npm run docs:api`)
    }
    return problems
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const problems = process.argv.includes('--check') ? await check() : await generate(committed)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
