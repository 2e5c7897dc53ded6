// The command `react-ciam-emulator`: its options and messages, and the built bin as a process of its own.
// Long because both are asked for the same things.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { build } from 'vite'
import { runEmulatorCommand } from '../../src/testing/command'
import { startEmulatorServer, type EmulatorServer } from '../../src/testing/server'
import { answerOf, callRequest, loginRequest, refreshRequest } from './service-calls'

const opened: EmulatorServer[] = []
const started: ChildProcess[] = []

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

/** Runs the command in this process: the server, if one runs, and what was printed. */
async function run(...rawArgs: string[]) {
  const printed: string[] = []
  const errors: string[] = []
  const { server, failed } = await runEmulatorCommand(rawArgs, {
    print: (text) => printed.push(text),
    printError: (text) => errors.push(text),
  })
  if (server) opened.push(server)
  return { server, failed, lines: printed, printed: printed.join('\n'), errors: errors.join('\n') }
}

/** What the text has beside a name. */
const beside = (text: string, name: string) => new RegExp(`^ +${name} +(\\S+)`, 'm').exec(text)?.[1] ?? ''

describe('what is printed', () => {
  test.each(['ciam', 'eiam'])('leads to the sample API, and has what verifies its %s tokens', async (dialect) => {
    const { server, printed } = await run('--port', '0', '--dialect', dialect, '--client-id', 'app')
    const { id_token } = await server!.emulator.login()
    const { payload } = await jwtVerify(id_token, createRemoteJWKSet(new URL(beside(printed, 'keys'))), {
      issuer: beside(printed, 'issuer'),
      audience: beside(printed, 'audience'),
    })
    expect(payload.exp).toBeGreaterThan(0)
    const authorization = `Bearer ${id_token}`
    const { status, body } = await answerOf(await fetch(beside(printed, 'sample API'), { headers: { authorization } }))
    expect([status, body]).toMatchObject([200, { profile: { userName: 'demo' } }])
  })

  test('has each code that is sent, and no password or token', async () => {
    const { server, lines } = await run('--port', '0')
    const body = { mobile: '13800000001', type: 'LOGIN_SMS' }
    await fetch(callRequest('/sms/send', { body }, server!.url))
    const verify_code = server!.emulator.outbox.entries()[0]?.code ?? ''
    expect(lines.slice(1)).toEqual([`LOGIN_SMS to 13800000001: ${verify_code}`])
    const signIn = { body: { mobile: body.mobile, verify_code } }
    await fetch(callRequest('/login/mobile-verify-code', signIn, server!.url))
    await fetch(loginRequest('demo', undefined, {}, server!.url))
    expect(lines).toHaveLength(2)
  })

  test('has a call that lets the next refresh fail, which tells of all faults for a wrong one', async () => {
    const { server, printed } = await run('--port', '0')
    const [, url = '', body = ''] = /curl -s (\S+\/fail) -d '(.+)'/.exec(printed) ?? []
    const fail = async (fault: string) => answerOf(await fetch(url, { method: 'POST', body: fault }))
    expect(await fail(body)).toMatchObject({ status: 200 })
    const { session_token } = await server!.emulator.login()
    const { body: answer } = await answerOf(await fetch(refreshRequest(session_token, {}, server!.url)))
    expect(answer.error_code).toBe('IDAAS.SDK.COM.0002')
    expect(JSON.stringify(await fail('"broken"'))).toContain('html-502')
  })
})

describe('options', () => {
  test('all of them reach the emulator', async () => {
    const { server } = await run(
      ...['--port', '0', '--client-id', 'app', '--dialect', 'eiam', '--rotation=grace', '--grace-seconds', '5'],
      ...['--id-token-lifetime', '60', '--session-lifetime', '3600', '--latency', '7', '--clock-offset=-1000'],
      ...['--bind-fingerprint', '--api-refusal', '400'],
    )
    expect(server?.emulator.options()).toMatchObject({
      clientId: 'app',
      dialect: 'eiam',
      rotation: 'grace',
      graceSeconds: 5,
      idTokenLifetime: 60,
      sessionLifetime: 3600,
      latency: 7,
      clockOffset: -1000,
      bindFingerprint: true,
      apiRefusal: '400',
    })
  })

  test('without any, the emulator has its defaults', async () => {
    const { server } = await run('--port', '0')
    expect(server?.emulator.options()).toMatchObject({ rotation: 'off', idTokenLifetime: 300, bindFingerprint: false })
  })

  test('--keep-alive leaves connections open', async () => {
    const { server } = await run('--port', '0', '--keep-alive')
    const response = await fetch(server?.url ?? '')
    expect(response.headers.get('connection')).toBe('keep-alive')
  })

  test('--help tells of every option and starts nothing', async () => {
    const { server, failed, printed } = await run('--help')
    expect([server, failed]).toEqual([null, false])
    for (const name of ['port', 'host', 'rotation', 'id-token-lifetime', 'latency', 'bind-fingerprint']) {
      expect(printed).toContain(`--${name}`)
    }
    expect(printed).not.toContain('\u001B')
  })

  test('names are taken in both forms, switches are turned off, and a value may be negative or begin with a dash', async () => {
    const { server, errors } = await run(
      ...['--port', '0', '--idTokenLifetime', '60', '--no-bind-fingerprint', '--clock-offset', '-5', '--client-id=-a'],
    )
    expect(errors).toBe('')
    const options = { idTokenLifetime: 60, bindFingerprint: false, clockOffset: -5, clientId: '-a' }
    expect(server?.emulator.options()).toMatchObject(options)
  })

  test.each([
    [['--port', 'many'], '--port takes a number, not "many".'],
    [['--port', '70000'], 'whole number from 0'],
    [['--host', '0.0.0.0'], 'does not listen on "0.0.0.0"'],
    [['--rotation', 'sometimes'], '--rotation must be one of off, on, grace, revoke.'],
    [['--latency', ' '], '--latency takes a number, not "".'],
    [['--latency', '-5'], '--latency must be a number of milliseconds from 0'],
    [['--id-token-lifetime', '-5'], '--id-token-lifetime must be a number of seconds from 0'],
    [['--token-lifetime', '5'], 'There is no option --token-lifetime. There is --id-token-lifetime.'],
    [['--ports=5'], 'There is no option --ports. There is --port.'],
    [['--verbose'], 'There is no option --verbose.\n'],
    [['-p', '5'], 'There is no option -p.\n'],
    [['--'], 'There is no option --.\n'],
    [['--latency', ''], '--latency needs a value, such as --latency 60.'],
    [['--rotation'], '--rotation needs a value, such as --rotation off.'],
    [['--rotation='], '--rotation needs a value, such as --rotation off.'],
    [['--rotation', '--dialect', 'eiam'], '--rotation needs a value, such as --rotation off.'],
    [['--client-id', '--port', '0'], '--client-id needs a value, such as --client-id my-app.'],
    [['--host'], '--host needs a value, such as --host 127.0.0.1.'],
    [['--bind-fingerprint=maybe'], '--bind-fingerprint takes no value.'],
    [['--bind-fingerprint', 'no'], '"no" is no option. Options begin with two dashes, such as --port.'],
    [['start'], '"start" is no option. Options begin with two dashes, such as --port.'],
  ])('%o is refused in a sentence', async (rawArgs, message) => {
    const { server, failed, errors } = await run('--port=0', ...rawArgs)
    expect([server, failed]).toEqual([null, true])
    expect(errors).toContain(message)
    expect(errors).toMatch(/See react-ciam-emulator --help\.$/)
    expect(errors).not.toContain('    at ')
  })

  test('a taken port is said to be taken', async () => {
    const taken = await startEmulatorServer()
    opened.push(taken)
    const { failed, errors } = await run('--port', String(taken.port))
    expect(failed).toBe(true)
    expect(errors).toContain(`port ${taken.port}: it is taken.`)
    expect(errors).toContain('(--port 0 takes a free one)')
  })
})

describe('the built bin', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'react-ciam-emulator-'))
    await build({
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: {
        ssr: 'src/testing/emulator-bin.ts',
        outDir: folder,
        target: 'node20',
        rolldownOptions: { output: { entryFileNames: 'bin.mjs' } },
      },
    })
  }, 60_000)

  afterAll(() => rm(folder, { recursive: true }))

  /** Starts the bin; resolves with what it printed as soon as `until` is in it. */
  async function start(until: string, ...rawArgs: string[]): Promise<{ child: ChildProcess; text: string }> {
    const child = spawn(process.execPath, [join(folder, 'bin.mjs'), ...rawArgs], { stdio: 'pipe' })
    started.push(child)
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
    while (!text.includes(until))
      await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), once(child, 'exit')])
    return { child, text }
  }

  const exitOf = async (child: ChildProcess): Promise<number | null> =>
    child.exitCode ?? ((await once(child, 'exit')) as [number | null])[0]

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'serves, prints a sign-in that works, and ends cleanly on %s',
    async (signal) => {
      const { child, text } = await start('Ctrl+C', '--port', '0', '--rotation', 'on')
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? ''
      const headers = [...text.matchAll(/-H '([^:]+): ([^']+)'/g)].map(
        ([, name = '', value = '']): [string, string] => [name, value],
      )
      const body = /-d '([^']+)'/.exec(text)?.[1] ?? ''
      const login = await answerOf(await fetch(`${url}/api/v2/sdk/login`, { method: 'POST', headers, body }))
      expect(login.body.status).toBe('SUCCESS')
      const fault = await fetch(`${url}/__emulator/fail`, { method: 'POST', body: '"hang"' })
      expect(fault.status).toBe(200)
      const hanging = fetch(refreshRequest(String(login.body.session_token), {}, url)).catch((error: unknown) => error)
      await untilHanging(url)
      const exit = once(child, 'exit')
      child.kill(signal)
      expect(await exit).toEqual([0, null])
      expect(await hanging).toBeInstanceOf(TypeError)
    },
  )

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends at once on %s, with connections that are kept open and a half-sent request',
    async (signal) => {
      const { child, text } = await start('Ctrl+C', '--port', '0', '--keep-alive')
      const url = new URL(/http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? '')
      const idle = connect(Number(url.port), '127.0.0.1')
      const half = connect(Number(url.port), '127.0.0.1').resume()
      const closed = [idle, half].map((socket) =>
        once(
          socket.on('error', () => {}),
          'close',
        ),
      )
      half.write(`POST /api/v2/sdk/login HTTP/1.1\r\nhost: ${url.host}\r\ncontent-length: 100\r\n\r\n{`)
      await once(half, 'connect')
      idle.write(`GET /__emulator HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`)
      await once(idle, 'data')
      const exit = once(child, 'exit')
      const asked = performance.now()
      child.kill(signal)
      expect(await exit).toEqual([0, null])
      expect(performance.now() - asked).toBeLessThan(3_000)
      await Promise.all(closed)
    },
  )

  test('a port that is taken is one sentence, what to do, and the exit code 1', async () => {
    const taken = await startEmulatorServer()
    opened.push(taken)
    const { child, text } = await start('--help.', '--port', String(taken.port))
    expect(await exitOf(child)).toBe(1)
    expect(text.split('\n')).toEqual([
      expect.stringMatching(
        new RegExp(`^The emulator cannot listen on 127\\.0\\.0\\.1, port ${taken.port}: it is taken\\. .*--port 0`),
      ),
      'See react-ciam-emulator --help.',
      '',
    ])
  })

  test('--help is printed, and the exit code is 0', async () => {
    const { child, text } = await start('--keep-alive', '--help')
    expect(await exitOf(child)).toBe(0)
    expect(text).not.toContain('listens on')
  })

  test('an error is one sentence and the exit code 1', async () => {
    const { child, text } = await start('--help.', '--host', '0.0.0.0')
    expect(await exitOf(child)).toBe(1)
    expect(text).toMatch(/^The emulator does not listen on "0\.0\.0\.0"/)
  })
})

async function untilHanging(url: string): Promise<void> {
  for (;;) {
    const { body } = await answerOf(await fetch(`${url}/__emulator/ledger`))
    if (JSON.stringify(body).includes('"hang"')) return
  }
}
