// The entry `react-ciam/testing`: what an application's tests, stories and local development need.
'use client'
export { createEmulator } from './emulator/create-emulator'
export { EMULATOR_ISSUER } from './emulator/identity-tokens'
export { SAMPLE_API_PATH } from './emulator/sample-api'
export { shortHash } from './emulator/secrets'
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
export { EMULATOR_CLIENT_ID, EMULATOR_PASSWORD, EMULATOR_USERS } from './emulator/users'
export type { EmulatorUser, LoginStatus } from './emulator/users'
export { sessionRecord } from './session-record'
export { storageContract } from './storage-contract'
export type { StorageRule } from './storage-contract'
