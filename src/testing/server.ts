// The emulator over HTTP on Node, on loopback only: its own module, so that a browser never loads it.
import { setImmediate } from 'node:timers'
import type { ServerRequest } from 'srvx'
import { serve } from 'srvx/node'
import { answerControl, isControl } from './server-control'
import { createEmulator } from './emulator/create-emulator'
import { isCut } from './emulator/replies'
import type { Emulator, EmulatorOptions } from './emulator/types'

/** Options of `startEmulatorServer`. */
export interface EmulatorServerOptions {
  /** Default 0: a free one. */
  port?: number
  /** A loopback address or `localhost`; any other throws. Default `127.0.0.1`. */
  host?: string
  /** An emulator that there is already. Default: a new one with `options`. */
  emulator?: Emulator
  options?: EmulatorOptions
  /**
   * Whether connections are used again. Browsers send a POST a second time by themselves when a connection that was used
   * before breaks without an answer, so that one `cut-after` shows as a rejected token; true shows that. Default false:
   * each answer ends its connection, and a cut is a network error for the page.
   */
  keepAlive?: boolean
}

/** A server that runs. */
export interface EmulatorServer {
  /** The origin, such as `http://127.0.0.1:4010`: what a client takes as `baseUrl`. */
  readonly url: string
  readonly port: number
  readonly emulator: Emulator
  /** Stops listening and cuts what is open. */
  close(): Promise<void>
}

/** Whether a host is this machine only. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)

/**
 * Serves an emulator over HTTP. A cut fault destroys the socket; what `handle` answers goes out as it is. Below
 * `/__emulator` are the control routes, for pages and tests in other processes: see `server-control.ts`.
 * Rejects with a `TypeError` for a wrong option, and with an `Error` that says so if the port is taken.
 *
 * @example
 * const server = await startEmulatorServer({ options: { rotation: 'on' } })
 * const client = createCiamClient({ baseUrl: server.url, clientId: EMULATOR_CLIENT_ID })
 * await server.close()
 */
export async function startEmulatorServer({
  port = 0,
  host = '127.0.0.1',
  emulator: given,
  options,
  keepAlive = false,
}: EmulatorServerOptions = {}): Promise<EmulatorServer> {
  if (!isLoopback(host)) {
    throw new TypeError(
      `The emulator does not listen on "${host}": anybody who reaches it can sign in. Use 127.0.0.1, ::1 or localhost.`,
    )
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError("The emulator's port must be a whole number from 0 (a free one) to 65535.")
  }
  if (given && options) throw new TypeError('Give the server an emulator or the options for a new one, not both.')
  const emulator = given ?? createEmulator(options)
  const server = serve({
    port,
    hostname: host.replace(/[[\]]/g, ''),
    manual: true,
    silent: true,
    gracefulShutdown: false,
    fetch: (request) => answer(emulator, request, keepAlive),
  })
  try {
    await server.serve()
  } catch (error) {
    throw explain(error, host, port)
  }
  const url = (server.url ?? '').replace(/\/$/, '')
  return { url, port: Number(new URL(url).port), emulator, close: () => server.close(true) }
}

function explain(error: unknown, host: string, port: number): Error {
  const code = (error as { code?: unknown }).code
  const known: Record<string, string> = {
    EADDRINUSE: 'it is taken. Stop the program that uses it, or choose another port (0 takes a free one).',
    EACCES: 'this user may not use it. Choose a port above 1023.',
    EADDRNOTAVAIL: 'this machine does not have that address.',
  }
  const reason = known[String(code)] ?? `the system says ${String(code)}.`
  return new Error(`The emulator cannot listen on ${host}, port ${port}: ${reason}`, { cause: error })
}

async function answer(emulator: Emulator, request: ServerRequest, keepAlive: boolean): Promise<Response> {
  const node = request.runtime?.node
  if (!keepAlive && node?.res && 'shouldKeepAlive' in node.res) node.res.shouldKeepAlive = false
  try {
    const reply = await (isControl(request) ? answerControl(emulator, request) : emulator.handle(request))
    return reply.body ? new Response(flushedBeforeCut(reply.body), reply) : reply
  } catch (error) {
    // Cut by a fault, or the caller is gone anyway; what else is thrown is a defect, and shows as one.
    if (!isCut(error) && !request.signal.aborted) throw error
    node?.req.socket.destroy()
    return new Response(null)
  }
}

/** Passes a body on; before a cut in it, what was passed on goes out to the wire. */
function flushedBeforeCut(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        await new Promise((resolve) => setImmediate(resolve))
        controller.error(error)
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
