// Runs the examples of the guide's pages, and remembers which ones ran. Each half of the pages has a test file.
import { readdirSync } from 'node:fs'
import { cleanup } from '@testing-library/react'
import type { CiamClient } from 'react-ciam'
import { afterEach, beforeEach, vi } from 'vitest'
import { emulator, network, packages, readme } from './example-app'
import { isExample, readPage, type CodeBlock } from './page-parts'
import { loadExamples } from './run-examples'

/** The pages about the app itself; all others are about what is around it. */
const ABOUT_THE_APP = ['welcome', 'concepts', 'sign-in', 'calling-apis', 'recipes']

const pages = readdirSync('stories')
  .filter((name) => name.endsWith('.mdx'))
  .map((name) => name.replace('.mdx', ''))

const ran = new Set<string>()
const idOf = ({ source, fileName }: CodeBlock): string => `${source}: ${fileName}`

/** The examples of one half of the pages, each with whether it ran. */
export function examplesOf(half: 'about the app' | 'about the rest'): { id: string; ran: boolean }[] {
  const chosen = pages.filter((page) => ABOUT_THE_APP.includes(page) === (half === 'about the app'))
  const ids = chosen.flatMap((page) => readPage(`stories/${page}.mdx`).blocks.filter(isExample).map(idOf))
  return ids.map((id) => ({ id, ran: ran.has(id) }))
}

/** The files of a page, and those of the README that they import. Each call is a page load of its own. */
export function open(page: string, more: Record<string, unknown> = {}, globals: Record<string, unknown> = {}) {
  const { blocks } = readPage(`stories/${page}.mdx`)
  const all = [...blocks.filter(isExample), ...readme.blocks.filter(isExample)]
  const load = loadExamples(all, { ...packages, ...more }, globals, (block) => void ran.add(idOf(block)))
  return <Exports>(fileName: string) => load(fileName) as Exports
}

/** What `src/ciam` of the README exports. */
export interface Ciam {
  client: CiamClient
  baseUrl: string
}

/** As `open`, with a session. */
export async function openSignedIn(page: string, more?: Record<string, unknown>, globals?: Record<string, unknown>) {
  const load = open(page, more, globals)
  const { client } = load<Ciam>('src/ciam')
  await client.signIn({ ...(await emulator.login()) })
  return { load, client }
}

/** The service's calls of the README's client. */
export const SERVICE = 'https://tenant.example.com/api/v2/sdk'

/** Answers some calls of the service that the emulator does not have, and hands the rest on. */
export function answer(replies: Record<string, (init: RequestInit) => unknown>): void {
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const reply = replies[url.replace(SERVICE, '')]
    return reply ? new Response((await reply(init)) as BodyInit | null) : network(input, init)
  })
}

/** Called once by a test file: a new service, storage and page for each test. */
export function freshForEachTest(): void {
  beforeEach(() => {
    emulator.reset()
    localStorage.clear()
    vi.stubGlobal('fetch', network)
  })
  afterEach(cleanup)
}
