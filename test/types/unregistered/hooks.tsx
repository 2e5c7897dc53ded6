// The hooks' generics where the app registered no client: claims are those of any id_token.
import {
  CiamProvider,
  SignedIn,
  SignedOut,
  useAuthFetch,
  useAuthHeaders,
  useCiamClient,
  useClaims,
  useIdToken,
  useSession,
  useSessionExpiry,
  useSuspenseIdToken,
  type CiamClient,
  type CiamError,
  type IdTokenClaims,
  type RegisteredClaims,
  type Session,
  type SessionExpiry,
  type SessionSnapshot,
  type SuspenseIdToken,
  type UseIdTokenResult,
} from 'react-ciam'
import { same, type Equal, type Expect, type Extends, type HoldsNoAny, type IsAny } from '../expect'

interface Claims {
  tenant: string
}

type Ready<Result> = Extract<Result, { readonly status: 'ready' }>

export type Registered = [
  Expect<Equal<RegisteredClaims, IdTokenClaims>>,
  Expect<Equal<Session, Session<IdTokenClaims>>>,
  Expect<Equal<UseIdTokenResult, UseIdTokenResult<IdTokenClaims>>>,
  Expect<Equal<SuspenseIdToken, SuspenseIdToken<IdTokenClaims>>>,
]

export type Generics = [
  Expect<Equal<Session<Claims>, SessionSnapshot<Claims> & Pick<CiamClient<Claims>, 'signIn' | 'signOut'>>>,
  Expect<Equal<Session<Claims>['status'], 'restoring' | 'signed-in' | 'signed-out'>>,
  Expect<HoldsNoAny<Session<Claims>>>,
  Expect<Equal<UseIdTokenResult<Claims>['status'], 'pending' | 'ready' | 'signed-out' | 'error'>>,
  Expect<Equal<UseIdTokenResult<Claims>['claims'], Claims | null>>,
  Expect<Equal<Ready<UseIdTokenResult<Claims>>['idToken'], string>>,
  Expect<Equal<Ready<UseIdTokenResult<Claims>>['expiresAt'], number>>,
  Expect<Equal<Exclude<UseIdTokenResult<Claims>, { readonly status: 'ready' }>['idToken'], null>>,
  Expect<Equal<Extract<UseIdTokenResult<Claims>, { readonly status: 'error' }>['error'], CiamError>>,
  Expect<HoldsNoAny<UseIdTokenResult<Claims>>>,
  Expect<Equal<SuspenseIdToken<Claims>['claims'], Claims | null>>,
  Expect<Equal<SuspenseIdToken<Claims>['idToken'], string>>,
  Expect<Equal<keyof SuspenseIdToken, 'idToken' | 'claims' | 'expiresAt' | 'refresh'>>,
  Expect<HoldsNoAny<SuspenseIdToken<Claims>>>,
  Expect<HoldsNoAny<SessionExpiry>>,
  Expect<Extends<CiamClient['fetch'], typeof fetch>>,
  Expect<Equal<IsAny<ReturnType<typeof SignedIn>>, false>>,
  Expect<Equal<IsAny<ReturnType<typeof SignedOut>>, false>>,
]

export function Hooks({ client }: { client: CiamClient<Claims> }) {
  same<Session>()(useSession())
  same<Session['status']>()(useSession((whole) => whole.status))
  same<{ signIn: CiamClient['signIn'] }>()(useSession(({ signIn }) => ({ signIn })))
  same<undefined>()(useSession(() => undefined))
  same<IdTokenClaims | null>()(useClaims())
  same<string | null | undefined>()(useClaims((whole) => whole.name))
  same<{ readonly id: string | undefined } | null>()(useClaims(({ id }) => ({ id }) as const))
  same<number | null>()(useClaims<number>((whole) => whole.exp ?? 0))
  same<{ Authorization: string } | null>()(useAuthHeaders())
  same<CiamClient['fetch']>()(useAuthFetch())
  same<CiamClient<IdTokenClaims>>()(useCiamClient())
  same<string>()(useSuspenseIdToken().idToken)

  const expiry = useSessionExpiry({ warnBefore: 1 })
  same<SessionExpiry>()(expiry)
  const { isExpiring, remaining } = expiry
  const left: number = isExpiring ? remaining : 0
  // @ts-expect-error -- where it is not expiring, there may be no end
  const unknown: number = expiry.remaining

  const token = useIdToken()
  same<UseIdTokenResult>()(token)
  same<string>()(token.status === 'ready' ? token.idToken : '')
  // @ts-expect-error -- without asking for the status the token may be null
  void token.idToken.length
  // @ts-expect-error -- the selector's parameter is the claims, whose end is a number
  useClaims((whole) => whole.exp satisfies string)
  // @ts-expect-error -- warnBefore has no default
  useSessionExpiry({})

  return (
    <CiamProvider client={client}>
      <SignedIn fallback={<p />}>{[left, unknown]}</SignedIn>
      <SignedOut>text</SignedOut>
    </CiamProvider>
  )
}

export function write(token: UseIdTokenResult, suspended: SuspenseIdToken) {
  // @ts-expect-error -- a result is not for writing
  token.status = 'pending'
  // @ts-expect-error -- nor is this one
  suspended.idToken = ''
}

// @ts-expect-error -- a provider needs a client
export const withoutClient = <CiamProvider />
// @ts-expect-error -- and nothing else will do
export const withOptions = <CiamProvider client={{ baseUrl: '', clientId: '' }} />
