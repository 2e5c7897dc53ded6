// The emulator over HTTP, with a record of every request as it came over the wire, and of its answer.
import { createEmulator, type Emulator, type EmulatorOptions } from 'react-ciam/testing'
import { startEmulatorServer } from '../../../src/testing/server'

const API = '/api/v2/sdk'

/** A request that arrived. */
export interface Sent {
  readonly method: string
  /** Below the SDK's path, without the query. */
  readonly path: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Parsed; null where there is none. */
  readonly body: Readonly<Record<string, unknown>> | null
  /** The answer's JSON; null until it is there, and where it is none. */
  reply: Record<string, unknown> | null
}

export interface RecordedService {
  readonly emulator: Emulator
  readonly url: string
  /** All requests but preflights, in order. */
  readonly sent: Sent[]
  readonly preflights: Sent[]
  /** Keeps the answer to the next request of a path back until the function that it gives is called. */
  hold(path: string): () => void
  close(): Promise<void>
}

const parse = (text: string): Record<string, unknown> | null => {
  try {
    return JSON.parse(text) as Record<string, unknown> | null
  } catch {
    return null
  }
}

async function read(request: Request): Promise<Sent> {
  const { method, url } = request
  const path = new URL(url).pathname.replace(API, '')
  const body = parse(await request.clone().text())
  return { method, path, url, headers: Object.fromEntries(request.headers), body, reply: null }
}

/** The answer's text, as far as it comes, and an answer that comes in the same pieces and breaks off where it did. */
async function readAhead(response: Response): Promise<{ text: string; response: Response }> {
  if (!response.body) return { text: '', response }
  const chunks: Uint8Array[] = []
  const reader = response.body.getReader()
  let finish = (controller: ReadableStreamDefaultController) => controller.close()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value)
  } catch (error) {
    finish = (controller) => controller.error(error)
  }
  const text = Buffer.concat(chunks).toString()
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks.shift()
      if (chunk) controller.enqueue(chunk)
      else finish(controller)
    },
  })
  return { text, response: new Response(body, response) }
}

export async function startRecordedService(options: EmulatorOptions = {}): Promise<RecordedService> {
  const emulator = createEmulator(options)
  const sent: Sent[] = []
  const preflights: Sent[] = []
  const holds = new Map<string, Promise<void>>()
  const handle = async (request: Request): Promise<Response> => {
    const entry = await read(request)
    const list = request.method === 'OPTIONS' ? preflights : sent
    list.push(entry)
    const { text, response } = await readAhead(await emulator.handle(request))
    if (list === sent) {
      const held = holds.get(entry.path)
      holds.delete(entry.path)
      await held
    }
    entry.reply = parse(text)
    return response
  }
  const { url, close } = await startEmulatorServer({ emulator: { ...emulator, handle } })
  const hold = (path: string): (() => void) => {
    let release!: () => void
    holds.set(path, new Promise((resolve) => (release = resolve)))
    return release
  }
  return { emulator, url, sent, preflights, hold, close }
}
