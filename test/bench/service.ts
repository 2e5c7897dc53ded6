// One service for all contestants: the emulator, and in front of it an OAuth token endpoint that hands its session_token on
// as the refresh_token. So all meet the same rotation, the same faults and the same ledger. Each scene has a port of its own,
// which is the app's origin too: no preflight is in any figure.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import {
  createEmulator,
  EMULATOR_CLIENT_ID,
  sessionRecord,
  type Emulator,
  type EmulatorOptions,
} from '../../src/testing'
import type { Contestant } from './contestants'

const REFRESH_PATH = '/api/v2/sdk/sso/session-token/id-token'
const SCOPE = 'openid profile email offline_access'
const KEY_ID = 'bench'
const keys = generateKeyPair('RS256')

/** What a page needs to leave a session in storage, as an earlier visit would have. */
export interface SeededSession {
  readonly login: object
  readonly record: { key: string; value: string }
  readonly oauth: object
  readonly claims: object
  /** Ms since the tokens were received. */
  readonly age: number
}

export interface Service {
  readonly origin: string
  readonly emulator: Emulator
  /** A session whose tokens are `age` ms old. */
  makeSession(age?: number): Promise<SeededSession>
  /** Requests that are neither the page nor its script, by path. */
  others(): number
  close(): Promise<void>
}

interface Tokens {
  readonly session_token: string
  readonly expire: number
}

async function oauthReply(tokens: Tokens, issuer: string, lifetime: number, issuedAt: number) {
  const user = { id: 'user-1', email: 'demo@bench.example', aud: 'authenticated', app_metadata: {} }
  const iat = Math.floor(issuedAt / 1000)
  const claims = {
    iss: issuer,
    aud: EMULATOR_CLIENT_ID,
    sub: 'user-1',
    oid: 'user-1',
    tid: 'tenant',
    name: 'demo',
    preferred_username: 'demo',
    iat,
    exp: iat + lifetime,
    jti: crypto.randomUUID(),
  }
  const { privateKey } = await keys
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: KEY_ID }).sign(privateKey)
  const oauth = {
    access_token: token,
    id_token: token,
    refresh_token: tokens.session_token,
    token_type: 'Bearer',
    expires_in: lifetime,
    scope: SCOPE,
    client_info: Buffer.from(JSON.stringify({ uid: 'user-1', utid: 'tenant' })).toString('base64url'),
    user: { ...user, user_metadata: { name: 'demo' } },
  }
  return { oauth, claims }
}

function refusal(code: string): object {
  if (code.endsWith('COM.0002')) return { error: 'temporarily_unavailable', error_description: 'The system is busy.' }
  const text = 'Unknown or invalid refresh token.'
  return { error: 'invalid_grant', error_description: text, error_code: 'refresh_token_not_found', msg: text }
}

function presentedToken(body: string, isJson: boolean): string {
  if (!isJson) return new URLSearchParams(body).get('refresh_token') ?? ''
  return (JSON.parse(body) as { refresh_token?: string }).refresh_token ?? ''
}

/** The token endpoint: asks the emulator as an app of its own would, and says the answer in OAuth's words. */
async function answerOauth(emulator: Emulator, issuer: string, request: Request): Promise<Response> {
  const isJson = (request.headers.get('content-type') ?? '').includes('json')
  const reply = await emulator.handle(
    new Request(new URL(REFRESH_PATH, request.url), {
      method: 'POST',
      headers: {
        'session-token': presentedToken(await request.text(), isJson) || 'none',
        'X-client-id': EMULATOR_CLIENT_ID,
        'X-operating-sys-version': 'bench',
        'X-device-fingerprint': 'bench',
        'X-agent': 'bench',
        'content-type': 'application/json',
      },
      signal: request.signal,
    }),
  )
  const text = await reply.text()
  const json = toJson(text)
  if (reply.ok && json && 'session_token' in json) {
    const { idTokenLifetime } = emulator.options()
    const { oauth } = await oauthReply(json as Tokens, issuer, idTokenLifetime, emulator.clock.now())
    return Response.json(oauth, { headers: { 'Cache-Control': 'no-store' } })
  }
  const code = json && 'error_code' in json ? String(json.error_code) : null
  if (code) return Response.json(refusal(code), { status: reply.status })
  return new Response(text, { status: reply.status, headers: reply.headers })
}

function toJson(text: string): object | null {
  try {
    return JSON.parse(text) as object
  } catch {
    return null
  }
}

async function answerDiscovery(path: string, origin: string, issuer: string): Promise<Response | null> {
  if (path.endsWith('/keys')) {
    const { publicKey } = await keys
    return Response.json({ keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }] })
  }
  if (path.includes('/.well-known/')) {
    return Response.json({ issuer, token_endpoint: `${origin}/oauth/token`, jwks_uri: `${origin}/keys` })
  }
  return path.endsWith('/logout') || path.endsWith('/revoke') ? new Response(null, { status: 204 }) : null
}

async function toRequest(incoming: IncomingMessage, origin: string, signal: AbortSignal): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
  const method = incoming.method ?? 'GET'
  return new Request(origin + (incoming.url ?? '/'), { method, headers, signal, ...(body.length > 0 && { body }) })
}

async function send(response: ServerResponse, reply: Response): Promise<void> {
  response.shouldKeepAlive = false // Browsers send a POST again by themselves on a connection that was used before.
  const body = Buffer.from(await reply.arrayBuffer())
  response.writeHead(reply.status, Object.fromEntries(reply.headers))
  response.end(body)
}

// The two headers make the page's clock exact to 5 µs.
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
const HTML = `<!doctype html><html lang="en" data-client-id="${EMULATOR_CLIENT_ID}"><meta charset="utf-8"><link rel="icon" href="data:,"><title>bench</title><body><script type="module" src="/app.js"></script>`

export async function startService(
  { issuerOf }: Contestant,
  script: Uint8Array,
  options: EmulatorOptions,
): Promise<Service> {
  const emulator = createEmulator({ idTokenLifetime: 300, ...options })
  let origin = ''
  let others = 0

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (incoming.url ?? '/').split('?')[0]!
    if (path === '/blank') return void response.writeHead(200, { 'Content-Type': 'text/html', ...ISOLATED }).end()
    if (path === '/') return void response.writeHead(200, { 'Content-Type': 'text/html', ...ISOLATED }).end(HTML)
    if (path === '/app.js') return void response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script)
    others += 1
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    try {
      const request = await toRequest(incoming, origin, gone.signal)
      const issuer = issuerOf(origin)
      const ask = () => (path.endsWith('/token') ? answerOauth(emulator, issuer, request) : emulator.handle(request))
      await send(response, (await answerDiscovery(path, origin, issuer)) ?? (await ask()))
    } catch {
      incoming.socket.destroy() // A cut, or a caller that is gone.
    }
  }

  const server: Server = createServer((incoming, response) => void answer(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    emulator,
    others: () => others,
    async makeSession(age = 0) {
      emulator.clock.advance(-age)
      const login = await emulator.login()
      emulator.clock.advance(age)
      const { idTokenLifetime } = emulator.options()
      const { oauth, claims } = await oauthReply(login, issuerOf(origin), idTokenLifetime, Date.now() - age)
      const address = { baseUrl: origin, clientId: EMULATOR_CLIENT_ID }
      const record = sessionRecord(address, { ...login }, Date.now() - age)
      return { login: { ...login }, record, oauth, claims, age }
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}
