// Entry "react-ciam": the client, the provider, the hooks, errors and types.
'use client'
export { createCiamClient } from './create-ciam-client'
export type {
  CiamClient,
  CiamClientOptions,
  CiamEvents,
  ClaimsSchema,
  DeviceInfo,
  GetIdTokenOptions,
  IdTokenClaims,
  Register,
  RegisteredClaims,
  RestoringSnapshot,
  SessionSnapshot,
  SessionTokenHeader,
  SignedInSnapshot,
  SignedOutReason,
  SignedOutSnapshot,
  SignInReply,
  StorageAdapter,
} from './client/types'
export { describeError } from './protocol/describe-error'
export { CiamError, type CiamErrorCode, isCiamError } from './protocol/errors'
export { CiamProvider, type CiamProviderProps } from './react/CiamProvider'
export { SignedIn, type SignedInProps } from './react/SignedIn'
export { SignedOut, type SignedOutProps } from './react/SignedOut'
export { useAuthFetch } from './react/useAuthFetch'
export { useAuthHeaders } from './react/useAuthHeaders'
export { useCiamClient } from './react/useCiamClient'
export { useClaims } from './react/useClaims'
export { useIdToken, type UseIdTokenResult } from './react/useIdToken'
export { type Session, useSession } from './react/useSession'
export { type SessionExpiry, type SessionExpiryOptions, useSessionExpiry } from './react/useSessionExpiry'
export { type SuspenseIdToken, useSuspenseIdToken } from './react/useSuspenseIdToken'
