// Where the id_token goes, for any address and any init: to no origin that an independent reader does not find allowed.
import axios, { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import fc from 'fast-check'
import { attachCiam } from 'react-ciam/axios'
import { isCiamError } from 'react-ciam'
import { expect, test } from 'vitest'
import { anyText } from './arbitraries'
import { withScene } from './fuzz-scene'
import { hold, patience } from './runs'

const apiOrigins = ['https://api.allowed.test', 'http://localhost:8080']
const page = location.origin

// The first of each makes an address that is allowed; most have one part or two that are something else.
const schemes = 'https: http: HTTPS: hTtp: ws: wss: ftp: file: data: blob:https: javascript: view-source:https:'.split(
  ' ',
)
const slashes = ['//', '/', '', '///', '\\\\', '/\\', '\\/', '//\t', '\n//']
const users = [
  '',
  ...'user@ user:pw@ @ :@ :pw@ tenant.test@ https://tenant.test@ a%40tenant.test@ tenant.test:443@'.split(' '),
]
const hosts = [
  'tenant.test',
  ...'TENANT.TEST api.allowed.test localhost evil.test tenant.test.evil.test sub.tenant.test tenant.testevil'.split(
    ' ',
  ),
  ...'tenant.test. tenant.test.. .tenant.test tenant%2etest tenant%E3%80%82test tenant。test ｔｅｎａｎｔ.test'.split(
    ' ',
  ),
  ...'te\u00adnant.test tenant\u200b.test tenant\u0131.test tënant.test xn--tnant-dsa.test tenant.test\u0000'.split(
    ' ',
  ),
  ...'tenant.test%00 tenant.test%40evil.test tenant.test\\evil.test 127.0.0.1 0x7f.1 2130706433 [::1]'.split(' '),
  ...['[::ffff:7f00:1]', '', '%', 'tenant.test%', 'localhost%2f', 'evil.test%2f@tenant.test', location.host],
]
const ports = ['', ':443', ':80', ':8080', ':8443', ':0', ':', ':00443', ':65536', ':-1', ':４４３', ': 443']
const paths = [
  '/a/b/x',
  ...'/ /x /api/x?q=1#f /a/b /a/b/ /a/bc /a/b/../c /a/%2e%2e/b /a\\b ?@evil.test #@evil.test'.split(' '),
  ...['', '/@evil.test', '/a%2fb/x', '//a/b', '/a/b;x'],
]
const mostly = ([right, ...others]: string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(right!) }, { weight: 2, arbitrary: fc.constantFrom(...others) })

const blobs = [page, 'https://tenant.test', 'https://api.allowed.test'].map((origin) => `blob:${origin}/5b1e6a3e`)

const composed = fc.tuple(...[schemes, slashes, users, hosts, ports, paths].map(mostly)).map((parts) => parts.join(''))
const disturbed = fc
  .tuple(
    composed,
    fc.nat({ max: 40 }),
    fc.constantFrom('\t', '\n', ' ', '\\', '/', '@', ':', '\u0000', '%', '#', '.', '\ud800', '\u200b'),
  )
  .map(([text, at, sign]) => text.slice(0, at) + sign + text.slice(at))
const address = fc.oneof(
  { weight: 4, arbitrary: composed },
  { weight: 3, arbitrary: disturbed },
  { weight: 1, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
  { weight: 1, arbitrary: fc.constantFrom(...apiOrigins, page, '', '.', '..', '/', '//', '?', '#', ...blobs) },
  { weight: 1, arbitrary: anyText },
)

interface Target {
  readonly href: string
  readonly origin: string
  readonly pathname: string
  readonly isAllowed: boolean
}

/** By the words of the contract: the page's own origin, that of baseUrl, those of apiOrigins; http or https, no user. */
function targetOf(text: string, baseUrl: string): Target | null {
  try {
    const { href, origin, protocol, pathname, username, password } = new URL(text, location.href)
    const allowed = [page, new URL(baseUrl, location.href).origin, ...apiOrigins]
    const isWeb = protocol === 'https:' || protocol === 'http:'
    return { href, origin, pathname, isAllowed: isWeb && username + password === '' && allowed.includes(origin) }
  } catch {
    return null
  }
}

const inBase = ({ origin, pathname }: Target, baseUrl: string): boolean => {
  const base = new URL(baseUrl, location.href)
  const path = base.pathname === '/' ? '' : base.pathname
  return origin === base.origin && (pathname === path || pathname.startsWith(`${path}/`))
}

const baseUrls = fc.constantFrom('https://tenant.test', 'https://tenant.test/a/b', '/a', 'http://localhost:8080/a')

const init = fc.record(
  {
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    headers: fc.constantFrom<HeadersInit>({ 'x-own': '1' }, [['X-L', 'own']], { authorization: 'Basic own' }, {}),
    redirect: fc.constantFrom<RequestRedirect>('follow', 'manual', 'error'),
    body: fc.constantFrom<BodyInit | null>(null, 'text', new URLSearchParams('a=b')),
    credentials: fc.constantFrom<RequestCredentials>('include', 'omit'),
  },
  { requiredKeys: [] },
)
const toInput = fc.constantFrom<(text: string) => RequestInfo | URL | null>(
  (text) => text,
  (text) => text,
  (text) => (URL.canParse(text, location.href) ? new URL(text, location.href) : null),
  (text) => {
    try {
      return new Request(new URL(text, location.href))
    } catch {
      return null // A Request has no user, and no address that is none.
    }
  },
)

test('client.fetch sends the id_token to no origin that is not allowed, and to each that is', patience, async () => {
  const counts = { sent: 0, refused: 0 }
  const property = fc.asyncProperty(
    address,
    toInput,
    fc.option(init, { nil: undefined }),
    baseUrls,
    async (text, make, given, baseUrl) => {
      const input = make(text)
      fc.pre(input !== null)
      await withScene(
        async (scene) => {
          const { client, calls } = scene
          const token = await scene.signIn()
          const target = targetOf(input instanceof Request ? input.url : String(input), baseUrl)
          const outcome = await scene.outcome(client.fetch(input, given), 0)
          if (!target?.isAllowed) {
            counts.refused += 1
            expect(outcome).toMatchObject({ code: 'CONFIG' })
            expect(calls).toEqual([])
            return
          }
          counts.sent += 1
          expect(outcome).toBeInstanceOf(Response)
          expect(calls.map(({ url }) => url)).toEqual([target.href])
          const { headers } = calls[0]!
          const own = new Headers(given?.headers).get('authorization')
          expect(headers.get('authorization')).toBe(own ?? `Bearer ${token}`)
          expect(headers.has('x-client-id')).toBe(inBase(target, baseUrl))
          for (const [name, value] of new Headers(given?.headers)) expect(headers.get(name)).toBe(value)
        },
        { baseUrl, apiOrigins },
      )
    },
  )
  await hold(property, 16)
  expect(Math.min(counts.sent, counts.refused)).toBeGreaterThan(0)
})

test('axios with attachCiam sends the id_token to no other origin either', patience, async () => {
  let withToken = 0
  const property = fc.asyncProperty(address, fc.option(address), baseUrls, async (url, baseURL, baseUrl) => {
    await withScene(
      async (scene) => {
        const token = await scene.signIn()
        const sent: InternalAxiosRequestConfig[] = []
        const instance = axios.create({
          ...(baseURL !== null && { baseURL }),
          adapter: (config) => {
            sent.push(config)
            return Promise.resolve({ data: '{}', status: 200, statusText: '', headers: {}, config })
          },
        })
        attachCiam(instance, scene.client)
        const error: unknown = await instance.get(url).then(
          () => null,
          (cause: unknown) => cause,
        )
        expect(error === null || isCiamError(error) || error instanceof AxiosError, String(error)).toBe(true)
        for (const config of sent) {
          const bearer = config.headers.get('authorization')
          const target = targetOf(instance.getUri(config), baseUrl)
          if (!bearer) expect(target?.isAllowed).not.toBe(true)
          else {
            withToken += 1
            expect(bearer).toBe(`Bearer ${token}`)
            expect(target).toMatchObject({ isAllowed: true, href: config.url })
          }
        }
      },
      { baseUrl, apiOrigins },
    )
  })
  await hold(property, 6)
  expect(withToken).toBeGreaterThan(0)
})
