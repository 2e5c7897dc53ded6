// The entry `react-ciam/testing`: what an application's tests, stories and local development need.
'use client'
export { ciamHandlers, type CiamHandlersOptions } from './ciam-handlers'
export { CiamTestProvider, type CiamTestProviderProps } from './CiamTestProvider'
export { createEmulator } from './emulator/create-emulator'
export { EMULATOR_ISSUER } from './emulator/identity-tokens'
export { SAMPLE_API_PATH } from './emulator/sample-api'
export { shortHash } from '../protocol/short-hash'
export type {
  CallFault,
  EmulatorEmailType,
  EmulatorOutbox,
  EmulatorSmsType,
  OutboxEntry,
  SimpleCallFault,
} from './emulator/sign-in-types'
export type {
  Emulator,
  EmulatorClock,
  EmulatorDialect,
  EmulatorLedger,
  EmulatorOptions,
  Fault,
  FaultKind,
  LedgerEntry,
  LoginReply,
  RefusalReason,
  ResolvedEmulatorOptions,
  RotationMode,
  SimpleFault,
} from './emulator/types'
export { EMULATOR_CLIENT_ID, EMULATOR_PASSWORD, EMULATOR_SOCIAL_ACCOUNTS, EMULATOR_USERS } from './emulator/users'
export type { EmulatorSocialAccount, EmulatorUser, LoginStatus, SocialStatus } from './emulator/users'
export { expectNoTokenIn, type ExpectNoTokenOptions, type TokenFoundError } from './expect-no-token-in'
export { createManualClock, type ManualClock } from './manual-clock'
export { sessionRecord } from './session-record'
export { storageContract } from './storage-contract'
export type { StorageRule } from './storage-contract'
export { createTestClient } from './test-client'
export type { TestClientOptions, TestSession, TestSessionStatus } from './test-client'
export type { FailingFault } from './memory-service'
