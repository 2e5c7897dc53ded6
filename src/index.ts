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
export { useAuthFetch } from './react/useAuthFetch'
export { useAuthHeaders } from './react/useAuthHeaders'
export { useCiamClient } from './react/useCiamClient'
export { useClaims } from './react/useClaims'
export { useIdToken, type UseIdTokenResult } from './react/useIdToken'
export { type Session, useSession } from './react/useSession'
