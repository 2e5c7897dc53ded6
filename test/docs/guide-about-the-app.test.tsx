// The examples of the guide that are about an app itself, run as they are printed. The last test holds that none is left out.
import { act, render, screen } from '@testing-library/react'
import * as axios from 'axios'
import type { ComponentType, ReactNode } from 'react'
import { CiamProvider } from 'react-ciam'
import * as attachment from 'react-ciam/axios'
import { expect, test, vi } from 'vitest'
import { emulator } from './example-app'
import { answer, examplesOf, freshForEachTest, open, openSignedIn, type Ciam } from './guide-examples'

freshForEachTest()

test('welcome: the app shows the state of the token', async () => {
  const { App } = open('welcome')<{ App: ComponentType }>('src/FreshUntil')
  render(<App />)
  expect(await screen.findByText('signed-out')).toBeTruthy()
})

test('concepts: the guard shows the form, then what it guards', async () => {
  const load = open('concepts')
  const { Guard } = load<{ Guard: ComponentType<{ children: ReactNode }> }>('src/Guard')
  const { client } = load<Ciam>('src/ciam')
  render(
    <CiamProvider client={client}>
      <Guard>Inside</Guard>
    </CiamProvider>,
  )
  expect(await screen.findByLabelText('Password')).toBeTruthy()
  await act(async () => client.signIn({ ...(await emulator.login()) }))
  expect(await screen.findByText('Inside')).toBeTruthy()
})

test('calling APIs: the axios instance sends the token until it is detached', async () => {
  const { load, client } = await openSignedIn('calling-apis', { axios, 'react-ciam/axios': attachment })
  const { http, detach } = load<{ http: axios.AxiosInstance; detach: () => void }>('src/http')
  const seen: unknown[] = []
  http.defaults.adapter = async (config) => {
    seen.push(config.headers.get('authorization'))
    return { data: 'Two books', status: 200, statusText: 'OK', headers: {}, config }
  }
  await http.get('/orders')
  detach()
  await http.get('/orders')
  expect(seen.map((header) => header ?? null)).toEqual([(await client.getAuthHeaders()).Authorization, null])
})

test("calling APIs: the service's own calls get the id_token and the device", async () => {
  const { load } = await openSignedIn('calling-apis')
  const { postToService } = load<{ postToService(path: string, fields: object): Promise<unknown> }>(
    'src/post-to-service',
  )
  const seen: Headers[] = []
  answer({
    '/one': ({ headers }) => (seen.push(new Headers(headers)), '{"is":"an answer"}'),
    '/none': ({ headers }) => (seen.push(new Headers(headers)), null),
  })
  expect(await postToService('/one', {})).toEqual({ is: 'an answer' })
  expect(await postToService('/none', {})).toBeNull()
  for (const headers of seen) {
    expect(headers.get('authorization')).toMatch(/^Bearer eyJ/)
    expect(headers.get('x-client-id')).toBeTruthy()
  }
  expect(seen).toHaveLength(2)
  vi.stubGlobal('fetch', async () => Response.json({ error_code: 'SDK.COMMON.1001' }, { status: 400 }))
  await expect(postToService('/refused', {})).rejects.toThrow('The service refused: SDK.COMMON.1001')
})

test('calling APIs: a report is fetched with the token and opened', async () => {
  const opened = vi.fn()
  const urls = { createObjectURL: (blob: Blob) => `blob:${blob.size}`, revokeObjectURL: () => {} }
  const { load } = await openSignedIn('calling-apis', {}, { URL: urls, window: { open: opened }, setTimeout: () => 0 })
  const { openReport } = load<{ openReport(id: string): Promise<void> }>('src/open-report')
  await openReport('7/8')
  expect(opened).toHaveBeenCalledWith(`blob:${'Two books'.length}`)
})

test('every example of these pages has run', () => {
  const examples = examplesOf('about the app')
  expect(examples.length).toBeGreaterThan(4)
  expect(examples.filter(({ ran }) => !ran)).toEqual([])
})
