// @vitest-environment node
// Rendering on a server: every hook gives its constant first value, and the client is not touched.
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { createCiamClient } from '../../src/create-ciam-client'
import { CLIENT_INTERNALS } from '../../src/client/internals'
import type { CiamClient, SignInReply } from '../../src/client/types'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useAuthFetch } from '../../src/react/useAuthFetch'
import { useAuthHeaders } from '../../src/react/useAuthHeaders'
import { useCiamClient } from '../../src/react/useCiamClient'
import { useClaims } from '../../src/react/useClaims'
import { useIdToken } from '../../src/react/useIdToken'
import { useSession } from '../../src/react/useSession'
import { createFakeClient } from '../react/fake-client'

/** A client that fails the render if any of its functions is called. */
function createUntouchable(): CiamClient {
  const forbid = <Members extends object>(members: Members): Members =>
    Object.fromEntries(
      Reflect.ownKeys(members).map((key) => {
        const member: unknown = members[key as keyof Members]
        if (typeof member === 'object') return [key, forbid(member as object)]
        return [
          key,
          () => {
            throw new Error(`${String(key)} was called during a server render`)
          },
        ]
      }),
    ) as Members
  return forbid(createFakeClient())
}

function Page() {
  const { status, idToken, claims, expiresAt, isRefreshing, error } = useIdToken()
  const session = useSession()
  const part = useSession((whole) => [whole.status, whole.error])
  const known: unknown[] = [useClaims(), useClaims((whole) => whole.name), useAuthHeaders()]
  const functions = [useAuthFetch(), session.signIn, session.signOut, useCiamClient().getIdToken] as ((
    reply: SignInReply,
  ) => unknown)[]
  return (
    <p>
      {JSON.stringify([
        status,
        idToken,
        claims,
        expiresAt,
        isRefreshing,
        error,
        session,
        part,
        known,
        functions.length,
      ])}
    </p>
  )
}

test('the fake client that this file relies on does fail when it is called', () => {
  expect(() => createUntouchable().getSnapshot()).toThrow('getSnapshot was called')
  expect(() =>
    (createUntouchable() as unknown as Record<symbol, { refresh(): void }>)[CLIENT_INTERNALS]?.refresh(),
  ).toThrow('refresh was called')
})

test('a server render gives pending and restoring, and calls nothing of the client', () => {
  const html = renderToString(
    <CiamProvider client={createUntouchable()}>
      <Page />
    </CiamProvider>,
  ).replaceAll('&quot;', '"')
  expect(html).toBe(
    '<p>["pending",null,null,null,false,null,{"status":"restoring","error":null},["restoring",null],[null,null,null],4]</p>',
  )
})

test('two renders in one process share nothing: each gives the same constant', () => {
  const element = () => (
    <CiamProvider client={createFakeClient()}>
      <Page />
    </CiamProvider>
  )
  expect(renderToString(element())).toBe(renderToString(element()))
})

test('a real client on a server reads no storage, sends nothing and listens to nothing', () => {
  const touched = vi.fn<(what: string) => never>(() => {
    throw new Error('touched')
  })
  const client = createCiamClient({
    baseUrl: 'https://tenant.example.com',
    clientId: 'app',
    storage: {
      getItem: () => touched('getItem'),
      setItem: () => touched('setItem'),
      removeItem: () => touched('removeItem'),
      subscribe: () => touched('subscribe'),
    },
    fetch: () => touched('fetch'),
    device: () => touched('device'),
    language: () => touched('language'),
  })
  const html = renderToString(
    <CiamProvider client={client}>
      <Page />
    </CiamProvider>,
  )
  expect(html).toContain('pending')
  expect(html).toContain('restoring')
  expect(touched).not.toHaveBeenCalled()
})
