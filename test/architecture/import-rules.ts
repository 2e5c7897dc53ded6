// Who may import whom in src. Each layer lists what it may import; everything else is a violation.
import { importsOf, type ImportStatement, type SourceTree } from './source-tree'

interface Layer {
  /** The files of the layer. */
  readonly files: RegExp
  /** Files of src that it may import, besides the layer's own. */
  readonly may: readonly RegExp[]
  /** Files of src of which it may import types only. */
  readonly mayTypes?: readonly RegExp[]
  readonly packages?: readonly PackageRule[]
  /** Entries and the composition root are no folder of their own: they may not import each other freely. */
  readonly notItself?: boolean
}

interface PackageRule {
  readonly name: RegExp
  readonly typesOnly?: boolean
  /** The only names that may be imported as values. */
  readonly names?: readonly string[]
  /** The only files of the layer that may import values. */
  readonly onlyIn?: RegExp
}

const CONTRACT = [/^src\/client\/(ports|types)\.ts$/, /^src\/protocol\/errors\.ts$/]
const PUBLIC = [/^src\/index\.ts$/, /^src\/storage\/index\.ts$/]
const SCHEMA_TYPES = { name: /^@standard-schema\/spec$/, typesOnly: true }
const REACT = { name: /^react(-dom)?(\/|$)/ }

const layers: readonly Layer[] = [
  {
    files: /^src\/(index|create-ciam-client)\.ts$/, // The composition root: it wires everything but the extra entries.
    may: [/^src\/create-ciam-client\.ts$/, /^src\/(client|protocol|tabs|browser|storage|react)\//],
    notItself: true,
  },
  {
    files: /^src\/protocol\//,
    may: [],
    packages: [{ name: /^jwt-decode$/ }, SCHEMA_TYPES],
  },
  { files: /^src\/(tabs|browser)\//, may: CONTRACT },
  { files: /^src\/storage\//, may: CONTRACT, packages: [{ name: /^idb-keyval$/ }] },
  {
    files: /^src\/client\//,
    may: [/^src\/protocol\//],
    packages: [{ name: /^@tanstack\/react-query$/, onlyIn: /\/schedule\.ts$/ }, SCHEMA_TYPES],
  },
  {
    files: /^src\/react\//,
    may: [/^src\/client\//, /^src\/protocol\/errors\.ts$/],
    mayTypes: [/^src\/protocol\//],
    packages: [REACT, { name: /^@tanstack\/react-query$/, names: ['replaceEqualDeep'] }],
  },
  {
    files: /^src\/testing\//,
    may: [/^src\/client\/(internals|record)\.ts$/, /^src\/protocol\//, ...PUBLIC],
    packages: [
      REACT,
      { name: /^(jose|citty|srvx(\/.+)?|node:.+|zod\/mini)$/ },
      { name: /^msw$/, typesOnly: true }, // An app without it uses the emulator, too.
      { name: /^@sinonjs\/fake-timers$/, onlyIn: /\/fake-time\.ts$/ }, // It is loaded late: importing it sets a timer.
    ],
  },
  { files: /^src\/axios\//, may: [/^src\/client\/internals\.ts$/, ...PUBLIC], packages: [{ name: /^axios$/ }] },
  {
    files: /^src\/devtools\//, // They look into a client, and never build on what they find there.
    may: [/^src\/client\/(internals|ports|record)\.ts$/, /^src\/protocol\/(endpoint|short-hash)\.ts$/, ...PUBLIC],
    mayTypes: [/^src\/client\/engine\.ts$/],
    packages: [REACT],
  },
  {
    files: /^src\/sign-in\//, // It talks to the service as the client does, and hands it what comes of that.
    may: [
      /^src\/client\/(emitter|exchange|internals|safe-cause)\.ts$/,
      /^src\/react\/(ciam-context|useCiamClient)\.ts$/,
      /^src\/protocol\//,
      ...PUBLIC,
    ],
    mayTypes: [/^src\/client\/(engine|ports|types)\.ts$/],
    packages: [REACT],
  },
]

/** Entries that apps load in a browser, and what none of the files that they reach may import there. */
const BROWSER_ENTRIES = /^src\/(index|(storage|testing|axios|devtools|sign-in)\/index)\.tsx?$/
const NODE_ONLY = /^(node:.+|srvx(\/.+)?|citty)$/

/** Every import that the layers do not allow, as a sentence. */
export function importViolations(tree: SourceTree): string[] {
  const sources = [...tree.keys()].filter((path) => path.startsWith('src/'))
  return [...sources.flatMap((path) => layerViolations(path, tree)), ...nodeInBrowserEntries(sources, tree)]
}

function layerViolations(path: string, tree: SourceTree): string[] {
  const layer = layers.find(({ files }) => files.test(path))
  if (!layer) return [`${path} is in no layer: give its folder one in import-rules.ts`]
  return importsOf(path, tree)
    .filter((statement) => !isAllowed(path, statement, layer))
    .map(({ specifier, typeOnly }) => `${path} may not import ${typeOnly ? 'types of ' : ''}${specifier}`)
}

function isAllowed(path: string, statement: ImportStatement, layer: Layer): boolean {
  const { specifier, target, typeOnly, names } = statement
  if (target) {
    if (sameFolder(path, target) && !layer.notItself) return true
    return [...layer.may, ...(typeOnly ? (layer.mayTypes ?? []) : [])].some((files) => files.test(target))
  }
  return (layer.packages ?? []).some((rule) => {
    if (!rule.name.test(specifier)) return false
    if (typeOnly) return true
    if (rule.typesOnly || (rule.onlyIn && !rule.onlyIn.test(path))) return false
    return !rule.names || (names.length > 0 && names.every((name) => rule.names?.includes(name)))
  })
}

/** `src/tabs/lock.ts` and `src/tabs/page/queue.ts` are of one folder. */
function sameFolder(path: string, target: string): boolean {
  return path.split('/')[1] === target.split('/')[1]
}

function nodeInBrowserEntries(sources: readonly string[], tree: SourceTree): string[] {
  const reached = new Set<string>()
  const follow = (path: string): void => {
    if (reached.has(path)) return
    reached.add(path)
    for (const { target, typeOnly } of importsOf(path, tree)) if (target && !typeOnly) follow(target)
  }
  sources.filter((path) => BROWSER_ENTRIES.test(path)).forEach(follow)
  return [...reached].flatMap((path) =>
    importsOf(path, tree)
      .filter(({ specifier, typeOnly }) => !typeOnly && NODE_ONLY.test(specifier))
      .map(({ specifier }) => `${path} is reached by an entry for browsers and may not import ${specifier}`),
  )
}
