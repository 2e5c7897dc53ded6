// What `npm pack` would put into the tarball, and the page that lists it.
import { execFileSync } from 'node:child_process'
import { format } from 'prettier'

export interface Published {
  readonly name: string
  readonly version: string
  /** Bytes of the tarball. */
  readonly size: number
  /** Bytes of all files. */
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

export const PAGE = 'test/package/published-files.md'

export function readPublished(): Published {
  const printed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  })
  return (JSON.parse(printed) as Published[])[0]!
}

/** `dist/chunk-42DHYYNQ.js` is a new name in every build that changes it: `dist/chunk-*.js`. */
export const withoutHash = (path: string): string => path.replace(/-[\w-]{8}(?=\.(d\.)?c?[jt]s$)/, '-*')

/** Names without hashes, sorted, each once. */
export const namesOf = ({ files }: Published): string[] =>
  [...new Set(files.map(({ path }) => withoutHash(path)))].sort((left, right) => (left < right ? -1 : 1))

/** The names that the page lists. */
export const namesIn = (page: string): string[] => Array.from(page.matchAll(/^\| `([^`]+)`/gm), ([, name]) => name!)

const bytes = (count: number): string => count.toLocaleString('en')

export async function pageOf(published: Published): Promise<string> {
  const rows = namesOf(published).map((name) => {
    const sizes = published.files.filter(({ path }) => withoutHash(path) === name).map(({ size }) => size)
    return `| \`${name}\` | ${sizes.length} | ${bytes(sizes.reduce((sum, size) => sum + size, 0))} |`
  })
  const text = `# What is published

\`npm run build && npm run published-files\` writes this page from \`npm pack --dry-run\`. A test fails where the names are not these; the bytes are those of the day it was written, and the budgets for them are in \`published-files.test.ts\`. A \`*\` is the hash of a shared chunk.

Version ${published.version}: ${bytes(published.size)} bytes packed, ${bytes(published.unpackedSize)} unpacked, ${published.files.length} files.

| file | files | bytes |
| --- | ---: | ---: |
${rows.join('\n')}
`
  return format(text, { parser: 'markdown', printWidth: 120 })
}
