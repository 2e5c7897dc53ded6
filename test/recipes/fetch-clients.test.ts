// The recipes for libraries that take a fetch: the id_token goes along, a refused call is repeated once with a new one.
import { isCiamError } from 'react-ciam'
import { describe, expect, test } from 'vitest'
import { client } from './ciam'
import { api as kyApi } from './ky'
import { apiCalls, emulator } from './network'
import { api as ofetchApi } from './ofetch'
import { api as openApi } from './openapi'
import { beginEachSignedOut, forceClock, signIn } from './recipe-scene'

beginEachSignedOut()

describe.each([
  ['ky', () => kyApi.get('orders').json(), () => kyApi.post('orders', { json: { title: 'New' } }).json()],
  ['ofetch', () => ofetchApi('/orders'), () => ofetchApi('/orders', { method: 'POST', body: { title: 'New' } })],
  [
    'openapi-fetch',
    async () => (await openApi.GET('/orders')).data,
    async () => (await openApi.POST('/orders', { body: { title: 'New' } })).data,
  ],
] as [string, () => Promise<unknown>, () => Promise<unknown>][])('%s', (_title, read, write) => {
  test('reads what the API gives to the person who is signed in', async () => {
    await signIn('second')
    expect(await read()).toEqual([{ id: 1, title: 'A book of second' }])
    expect(apiCalls).toEqual([{ method: 'GET', path: '/orders', userName: 'second', body: '' }])
  })

  test('sends a call with a body twice, whole, where the API takes the first token for ended', async () => {
    await signIn()
    emulator.clock.advance(301_000)
    expect(await write()).toEqual([{ id: 1, title: 'A book of demo' }])
    const call = { method: 'POST', path: '/orders', body: '{"title":"New"}' }
    expect(apiCalls).toEqual([
      { ...call, userName: null },
      { ...call, userName: 'demo' },
    ])
    expect(emulator.ledger.refreshes()).toHaveLength(1)
  })

  test('rejects at once where nobody is signed in, and sends nothing', async () => {
    const clock = forceClock()
    let error: unknown
    read().catch((reason: unknown) => (error = reason))
    await clock.advance(0)
    expect([error, (error as Error).cause].find(isCiamError)).toMatchObject({ code: 'SIGNED_OUT' })
    expect(apiCalls).toEqual([])
    expect(client.getSnapshot().status).toBe('signed-out')
  })
})
