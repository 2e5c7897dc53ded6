// What the examples run on: the packages they import, the service that their client calls, and the API of their page.
import * as react from 'react'
import * as jsxRuntime from 'react/jsx-runtime'
import * as reactDom from 'react-dom/client'
import * as reactCiam from 'react-ciam'
import * as signIn from 'react-ciam/sign-in'
import * as storage from 'react-ciam/storage'
import * as testing from 'react-ciam/testing'
import { createEmulator, SAMPLE_API_PATH } from 'react-ciam/testing'
import { readPage } from './page-parts'

export const readme = readPage('README.md')

export const packages = {
  react,
  'react/jsx-runtime': jsxRuntime,
  'react-dom/client': reactDom,
  'react-ciam': reactCiam,
  'react-ciam/sign-in': signIn,
  'react-ciam/storage': storage,
  'react-ciam/testing': testing,
}

const { code = '' } = readme.blocks.find(({ fileName }) => fileName === 'src/ciam.ts') ?? {}
const [, clientId = ''] = /clientId: '(\w+)'/.exec(code) ?? []

/** The service of the README's client. */
export const emulator = createEmulator({ clientId, rotation: 'revoke' })

/** The network of the app's page: its own API, which accepts what the emulator's sample API accepts, and the service. */
export async function network(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input, location.href)
  if (!/^\/api\/(orders|reports)/.test(url.pathname)) return emulator.fetch(url, init)
  const { status } = await emulator.fetch(new URL(SAMPLE_API_PATH, url), init)
  return new Response(status === 200 ? 'Two books' : 'Refused', { status })
}
