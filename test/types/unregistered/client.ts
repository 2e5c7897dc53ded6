// The client's generics: what a claims schema types, and what stays untyped without one.
import {
  createCiamClient,
  type CiamClient,
  type CiamClientOptions,
  type CiamError,
  type CiamEvents,
  type ClaimsSchema,
  type IdTokenClaims,
  type RestoringSnapshot,
  type SessionSnapshot,
  type SignedInSnapshot,
  type SignedOutReason,
  type SignedOutSnapshot,
  type StorageAdapter,
} from 'react-ciam'
import { same, type Equal, type Expect, type Extends, type HoldsNoAny, type IsAny } from '../expect'

interface Claims {
  tenant: string
  roles: string[]
}

const where = { baseUrl: 'https://tenant.example.com', clientId: 'app' }
declare const schema: ClaimsSchema<Claims>

same<CiamClient<IdTokenClaims>>()(createCiamClient(where))
same<CiamClient<Claims>>()(createCiamClient({ ...where, claims: schema }))
same<CiamClient<Claims>>()(createCiamClient<Claims>(where))

export type Clients = [
  Expect<Equal<CiamClient, CiamClient<IdTokenClaims>>>,
  Expect<HoldsNoAny<CiamClient>>,
  Expect<HoldsNoAny<CiamClient<Claims>>>,
  // A client of some claims is one of unknown claims, and none of others.
  Expect<Extends<CiamClient<Claims>, CiamClient<unknown>>>,
  Expect<Equal<Extends<CiamClient<unknown>, CiamClient<Claims>>, false>>,
  Expect<Equal<Extends<CiamClient<Claims>, CiamClient<{ email: string }>>, false>>,
]

export type Options = [
  Expect<Equal<CiamClientOptions['claims'], ClaimsSchema<IdTokenClaims> | undefined>>,
  Expect<Equal<CiamClientOptions<Claims>['claims'], ClaimsSchema<Claims> | undefined>>,
  Expect<HoldsNoAny<CiamClientOptions<Claims>>>,
  Expect<Equal<Extends<ClaimsSchema<Claims>, ClaimsSchema<{ email: string }>>, false>>,
  Expect<Equal<IsAny<ClaimsSchema<Claims>>, false>>,
  Expect<Extends<Storage, StorageAdapter>>,
]

type OfClient = ReturnType<CiamClient<Claims>['getSnapshot']>
type SignedIn = Extract<OfClient, { status: 'signed-in' }>

export type Snapshots = [
  Expect<Equal<OfClient, SessionSnapshot<Claims>>>,
  Expect<Equal<SessionSnapshot<Claims>, RestoringSnapshot | SignedInSnapshot<Claims> | SignedOutSnapshot>>,
  Expect<Equal<SessionSnapshot, SessionSnapshot<IdTokenClaims>>>,
  Expect<Equal<SignedIn, SignedInSnapshot<Claims>>>,
  Expect<Equal<SignedInSnapshot, SignedInSnapshot<IdTokenClaims>>>,
  Expect<Equal<SignedIn['claims'], Claims | null>>,
  Expect<Equal<SignedIn['sessionExpiresAt'], number | null>>,
  Expect<Equal<SignedIn['error'], CiamError | null>>,
  Expect<HoldsNoAny<SignedInSnapshot<Claims>>>,
  Expect<HoldsNoAny<SignedOutSnapshot>>,
  Expect<HoldsNoAny<RestoringSnapshot>>,
]

export type Events = [
  Expect<Equal<keyof CiamEvents, 'signed-in' | 'signed-out' | 'refreshed' | 'refresh-failed' | 'storage-failed'>>,
  Expect<Equal<CiamEvents['signed-out'], { readonly reason: SignedOutReason }>>,
  Expect<HoldsNoAny<CiamEvents[keyof CiamEvents]>>,
]

export function use(client: CiamClient<Claims>) {
  const snapshot = client.getSnapshot()
  // @ts-expect-error -- a session that is not known to be signed in has no claims
  void snapshot.claims
  if (snapshot.status !== 'signed-in') return
  // @ts-expect-error -- claims may be null
  void snapshot.claims.tenant
  // @ts-expect-error -- a snapshot is not for writing
  snapshot.claims = null
  // @ts-expect-error -- a snapshot holds no token
  void snapshot.idToken
  client.on('refreshed', (detail) => same<CiamEvents['refreshed']>()(detail))
  client.on('refresh-failed', ({ error, willRetryInMs }) => {
    same<CiamError>()(error)
    same<number | null>()(willRetryInMs)
  })
  // @ts-expect-error -- there is no such event
  client.on('refreshing', () => undefined)
  // @ts-expect-error -- a sign-in's detail has no reason
  client.on('signed-in', ({ reason }) => void reason)
}

// @ts-expect-error -- baseUrl is required
createCiamClient({ clientId: 'app' })
// @ts-expect-error -- a schema of other claims
createCiamClient<{ email: string }>({ ...where, claims: schema })
// @ts-expect-error -- two names there are, and no other
createCiamClient({ ...where, sessionTokenHeader: 'Session-Token' })
