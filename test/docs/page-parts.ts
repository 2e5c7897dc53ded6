// Takes a README or a page of the guide apart: code blocks, headings, tables and links, with what the tests ask of each.
import { readFileSync } from 'node:fs'

export interface CodeBlock {
  /** The file, and the line on which the code begins, for messages. */
  readonly source: string
  readonly line: number
  readonly language: string
  readonly code: string
  /** From the first line of an example in TypeScript, such as `// src/App.tsx`: blocks import each other by it. */
  readonly fileName: string | null
}

export interface Page {
  readonly path: string
  readonly text: string
  readonly blocks: readonly CodeBlock[]
  /** As they are written, with their number signs. */
  readonly headings: readonly string[]
  /** Rows of cells, the head first. */
  readonly tables: readonly (readonly (readonly string[])[])[]
  readonly links: readonly string[]
}

export function readPage(path: string): Page {
  const text = readFileSync(path, 'utf8')
  const blocks = [...text.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map((match) => toBlock(path, text, match))
  const prose = text.replace(/^```[^]*?^```$/gm, '')
  return {
    path,
    text,
    blocks,
    headings: [...prose.matchAll(/^#+ .+$/gm)].map(([heading]) => heading),
    tables: [...prose.matchAll(/(^\|.*\n)+/gm)].map(([table]) => table.trim().split('\n').filter(isRow).map(toCells)),
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? ''),
  }
}

function toBlock(path: string, text: string, match: RegExpExecArray): CodeBlock {
  const [, language = '', code = ''] = match
  const fileName = /^tsx?$/.test(language) ? (/^\/\/ (\S+\.tsx?)\n/.exec(code)?.[1] ?? null) : null
  const line = text.slice(0, match.index).split('\n').length + 1
  return { source: path, line, language, code, fileName }
}

const isRow = (line: string): boolean => !/^\|[\s:|-]+$/.test(line)

const toCells = (row: string): string[] =>
  row
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())

/** The name that a row is about: the first word of its first cell, if that is code. */
export const nameOf = ([cell = '']: readonly string[]): string | null => /^`([\w-]+)/.exec(cell)?.[1] ?? null

/** Whatever stands in backticks and looks like the pattern. */
export const codeIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '').filter((code) => pattern.test(code))

/** A file of this project, or the region of it that is meant for readers: it has tests of its own. */
export const isQuote = ({ fileName }: CodeBlock): boolean => !!fileName?.startsWith('test/')

/** Code that is nowhere but in the page. */
export const isExample = (block: CodeBlock): boolean => /^tsx?$/.test(block.language) && !isQuote(block)

/** The part of a file between `// #region NAME` and `// #endregion`; of a file without one, all. */
const quotedPart = (code: string): string =>
  (/^\/\/ #region .*\n([^]*?)^\/\/ #endregion$/m.exec(code)?.[1] ?? code).trim()

/** The page with the code of every quote as its file has it now. */
export const withQuotes = (text: string, readFile: (path: string) => string): string =>
  text.replace(
    /^(```tsx?\n\/\/ (test\/\S+)\n)[^]*?^```$/gm,
    (_quote, head: string, path: string) => `${head}${quotedPart(readFile(path))}\n\`\`\``,
  )

/** Code without its comments, which each README has in its own language. */
export const withoutComments = ({ code }: CodeBlock): string =>
  code
    .replace(/^\/\*\*.*\*\/\n/gm, '')
    .replace(/(^|\s)(\/\/|#) .*$/gm, '')
    .replace(/\n\s*\n/g, '\n')
    .trim()

/** The part of a URL by which GitHub links to a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
    .replaceAll(' ', '-')
