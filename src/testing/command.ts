// The command `react-ciam-emulator`: its options, what it prints, and how it ends.
import { stripVTControlCharacters } from 'node:util'
import { defineCommand, renderUsage, runCommand, type ArgsDef } from 'citty'
import { checkCommandLine } from './command-line'
import { issuerAndAudience } from './emulator/identity-tokens'
import { KEYS_PATH, SAMPLE_API_PATH } from './emulator/sample-api'
import { EMULATOR_PASSWORD, EMULATOR_USERS } from './emulator/users'
import { startEmulatorServer, type EmulatorServer } from './server'
import { CONTROL_PATH } from './server-control'

/** Where it listens unless `--port` says otherwise. */
export const DEFAULT_PORT = '4010'

const ARGUMENTS = {
  port: { type: 'string', default: DEFAULT_PORT, description: 'Port; 0 takes a free one' },
  host: { type: 'string', default: '127.0.0.1', description: 'A loopback address' },
  'client-id': { type: 'string', description: 'The X-client-id that is registered' },
  dialect: { type: 'string', valueHint: 'ciam|eiam', description: 'Header names and error codes' },
  rotation: {
    type: 'string',
    valueHint: 'off|on|grace|revoke',
    description: 'What becomes of a session_token (default: off)',
  },
  'grace-seconds': { type: 'string', description: 'Life of a replaced session_token with --rotation grace' },
  'id-token-lifetime': { type: 'string', valueHint: 'seconds', description: 'Life of an id_token (default: 300)' },
  'session-lifetime': {
    type: 'string',
    valueHint: 'seconds',
    description: 'Life of a session_token (default: 604800)',
  },
  latency: { type: 'string', valueHint: 'ms', description: 'How long an answer is under way' },
  'clock-offset': { type: 'string', valueHint: 'ms', description: "The service's clock minus this machine's" },
  'bind-fingerprint': { type: 'boolean', description: 'A session answers only to the device that signed in' },
  'api-refusal': { type: 'string', valueHint: '401|400', description: 'How the sample API refuses an id_token' },
  'keep-alive': { type: 'boolean', description: 'Use connections again (browsers then resend a POST that was cut)' },
} satisfies ArgsDef

const toCamelCase = (name: string): string => name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())

/** The arguments whose values are numbers. */
const NUMBERS = ['grace-seconds', 'id-token-lifetime', 'session-lifetime', 'latency', 'clock-offset', 'port']

/** Where the command prints. */
export interface CommandOutput {
  print(text: string): void
  printError(text: string): void
}

/**
 * Runs the command. Resolves to the server that runs; to null after `--help`, and after an error, which it has then
 * printed, having set `failed`.
 */
export async function runEmulatorCommand(
  rawArgs: string[],
  output: CommandOutput,
): Promise<{ server: EmulatorServer | null; failed: boolean }> {
  let server: EmulatorServer | null = null
  const command = defineCommand({
    meta: { name: 'react-ciam-emulator', description: 'An emulator of the CIAM service, for development' },
    args: ARGUMENTS,
    async run({ args }) {
      server = await startEmulatorServer(toServerOptions(args))
    },
  })
  try {
    if (rawArgs.some((argument) => argument === '--help' || argument === '-h')) {
      output.print(stripVTControlCharacters(await renderUsage(command))) // It may go into a file.
      return { server, failed: false }
    }
    checkCommandLine(rawArgs, ARGUMENTS)
    await runCommand(command, { rawArgs })
  } catch (error) {
    output.printError(`${inItsOwnWords(error)}\nSee react-ciam-emulator --help.`)
    return { server, failed: true }
  }
  if (server) {
    output.print(greeting(server))
    follow(server, output)
  }
  return { server, failed: false }
}

/** Prints each code that is "sent", for a person to type. */
function follow({ emulator }: EmulatorServer, output: CommandOutput): void {
  emulator.outbox.subscribe(({ to, type, code }) => output.print(`${type} to ${to}: ${code}`))
}

type ServerOptions = NonNullable<Parameters<typeof startEmulatorServer>[0]>

function toServerOptions(args: Record<string, unknown>): ServerOptions {
  const { port, host, keepAlive, ...options } = Object.fromEntries(
    Object.keys(ARGUMENTS).map((name) => [
      toCamelCase(name),
      NUMBERS.includes(name) ? numberOf(args, name) : args[name],
    ]),
  )
  return { port, host, keepAlive: keepAlive === true, options } as ServerOptions
}

/** What the emulator says of its options, with the names that they have here. */
function inItsOwnWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message
    .replace(
      /The emulator's option "(\w+)"/,
      (_match, name: string) => `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`,
    )
    .replace('(0 takes a free one)', '(--port 0 takes a free one)')
}

function numberOf(args: Record<string, unknown>, name: string): number | undefined {
  const given = args[name]
  if (given === undefined) return undefined
  const text = typeof given === 'string' ? given.trim() : ''
  if (text === '' || Number.isNaN(Number(text))) throw new TypeError(`--${name} takes a number, not "${text}".`)
  return Number(text)
}

/** What an app and its API need, and calls that can be pasted. */
function greeting({ url, emulator }: EmulatorServer): string {
  const { clientId, rotation, dialect, idTokenLifetime } = emulator.options()
  const { iss, aud } = issuerAndAudience(emulator.options())
  const users = EMULATOR_USERS.map(({ userName, status }) => `${userName} (${status})`).join(', ')
  return `The CIAM emulator listens on ${url}

  baseUrl    ${url}
  clientId   ${clientId}
  users      ${users}
  password   ${EMULATOR_PASSWORD}
  rotation   ${rotation}, dialect ${dialect}, id_token ${idTokenLifetime} s

  sample API ${url}${SAMPLE_API_PATH} (Authorization: Bearer <id_token>)
  keys       ${url}${KEYS_PATH}
  issuer     ${iss}
  audience   ${aud}

Sign in:

  curl -s ${url}/api/v2/sdk/login -H 'content-type: application/json' -H 'X-client-id: ${clientId}' \\
    -H 'X-operating-sys-version: curl' -H 'X-device-fingerprint: curl' -H 'X-agent: curl' \\
    -d '{"user_name":"${EMULATOR_USERS[0]?.userName ?? ''}","password":"${EMULATOR_PASSWORD}"}'

Let the next refresh fail, here as "busy" (a wrong word gets the list of all faults):

  curl -s ${url}${CONTROL_PATH}/fail -d '"busy"'

Ledger: ${url}${CONTROL_PATH}/ledger   Stop: Ctrl+C`
}
