// After that every hook knows the claims, in a file that imports nothing but the hooks.
import {
  useCiamClient,
  useClaims,
  useIdToken,
  useSession,
  useSuspenseIdToken,
  type CiamClient,
  type IdTokenClaims,
  type RegisteredClaims,
  type Session,
  type SignedInSnapshot,
  type SuspenseIdToken,
  type UseIdTokenResult,
} from 'react-ciam'
import { same, type Equal, type Expect, type HoldsNoAny, type IsAny } from '../expect'
import type { client, Claims } from './client'

export type Registered = [
  Expect<Equal<typeof client, CiamClient<Claims>>>,
  Expect<Equal<RegisteredClaims, Claims>>,
  Expect<Equal<IsAny<RegisteredClaims>, false>>,
  Expect<HoldsNoAny<RegisteredClaims>>,
  Expect<Equal<Session, Session<Claims>>>,
  Expect<Equal<UseIdTokenResult, UseIdTokenResult<Claims>>>,
  Expect<Equal<SuspenseIdToken, SuspenseIdToken<Claims>>>,
  // What has nothing to do with the app's client stays as it is.
  Expect<Equal<CiamClient, CiamClient<IdTokenClaims>>>,
  Expect<Equal<SignedInSnapshot, SignedInSnapshot<IdTokenClaims>>>,
]

export function useHooks() {
  same<Claims | null>()(useClaims())
  same<string | null>()(useClaims((whole) => whole.tenant))
  same<Claims['roles'] | null | undefined>()(
    useSession((session) => (session.status === 'signed-in' ? session.claims?.roles : null)),
  )
  same<CiamClient<Claims>>()(useCiamClient())
  same<Claims | null>()(useIdToken().claims)
  same<Claims | null>()(useSuspenseIdToken().claims)
  // @ts-expect-error -- a claim that the schema does not know
  useClaims((whole) => void whole.email)
  // @ts-expect-error -- a claim of another type
  const wrong: number | undefined = useIdToken().claims?.tenant
  // @ts-expect-error -- not one of the roles
  useSuspenseIdToken().claims?.roles.includes('admin')
  return wrong
}
