// Redirects by real servers: no header with a token reaches another origin, for a browser strips only Authorization.
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createCiamClient, type CiamClient } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'

const nodeFetch = globalThis.fetch // Taken before a test: the setup puts one in its place that refuses.

let foreign: string
let seen: IncomingHttpHeaders[]
let servers: Server[]

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeEach(async () => {
  seen = []
  servers = []
  foreign = await listen((request, response) => {
    seen.push(request.headers)
    response.end('{"session_token":"of-the-foreign-origin","id_token":"a.b.c"}')
  })
})
afterEach(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))))

/** Signed in at a service, with an API, that both redirect to the foreign origin. */
async function redirected(status: number): Promise<{ client: CiamClient; service: string; requests: string[] }> {
  const requests: string[] = []
  const service = await listen((request, response) => {
    requests.push(request.url!)
    response.writeHead(status, { location: `${foreign}${request.url}`, connection: 'close' }).end()
  })
  const client = createCiamClient({
    baseUrl: service,
    clientId: 'client-of-the-tests',
    storage: memoryStorage(),
    device: { fingerprint: 'a', osVersion: 'b', userAgent: 'c' },
    // The page's signal is not one of node's; no request of this file is to be cut.
    fetch: (input, init) => nodeFetch(input, { ...init, signal: null }),
  })
  onTestFinished(() => client.stop())
  await client.signIn({ session_token: 'the-session-token', id_token: 'the.id.token', status: 'SUCCESS' })
  return { client, service, requests }
}

test.each([301, 302, 303, 307, 308])(
  'a refresh that is redirected by %i takes no header to another origin',
  async (status) => {
    const { client, requests } = await redirected(status)
    await expect(client.getIdToken({ force: true })).rejects.toMatchObject({ code: 'NETWORK' })
    expect(requests).toHaveLength(1)
    expect(seen).toEqual([])
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
  },
)

test.each([301, 302, 303, 307, 308])(
  'a client.fetch that is redirected by %i takes no header to another origin',
  async (status) => {
    const { client, service, requests } = await redirected(status)
    await expect(client.fetch(`${service}/orders`)).rejects.toThrow()
    const request = new Request(`${service}/orders`, { redirect: 'follow' })
    await expect(client.fetch(request)).rejects.toThrow()
    expect(requests).toHaveLength(2)
    expect(seen).toEqual([])
  },
)

test('a redirect that the caller allows is followed, and there the foreign origin is seen', async () => {
  const { client, service } = await redirected(307)
  expect((await client.fetch(`${service}/orders`, { redirect: 'follow' })).status).toBe(200)
  expect(seen).toHaveLength(1)
  expect(seen[0]).not.toHaveProperty('authorization')
})
