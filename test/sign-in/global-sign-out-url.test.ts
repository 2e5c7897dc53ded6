// The address of the service's global sign-out.
import { expect, test } from 'vitest'
import { createSignInScene } from './sign-in-scene'

const urlOf = (baseUrl: string, options?: { redirectUrl?: string }) =>
  createSignInScene({ client: { baseUrl, clientId: 'the+client' } }).signIn.globalSignOutUrl(options)

test('names the app, and where to go afterwards, both encoded', () => {
  const url = urlOf('https://tenant.test', { redirectUrl: 'https://app.test/ä?a=1&b=2#c' })
  expect(url).toMatch(/^https:\/\/tenant\.test\/api\/v1\/logout\?/)
  expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
    redirect_url: 'https://app.test/%C3%A4?a=1&b=2#c',
    client_id: 'the+client',
  })
  expect(new URL(url).hash).toBe('')
})

test('needs no redirect', () => {
  expect(urlOf('https://tenant.test/path')).toBe('https://tenant.test/path/api/v1/logout?client_id=the%2Bclient')
})

test('below a path of the page it is absolute all the same', () => {
  expect(urlOf('/ciam')).toBe(`${location.origin}/ciam/api/v1/logout?client_id=the%2Bclient`)
})

test.each(['/signed-out', 'app.test', 'javascript:alert(1)', 'data:text/html,x', '', '//app.test', 7 as never])(
  'redirectUrl %j is no absolute URL of http or https: CONFIG',
  (redirectUrl) => {
    expect(() => urlOf('https://tenant.test', { redirectUrl })).toThrow(expect.objectContaining({ code: 'CONFIG' }))
  },
)
