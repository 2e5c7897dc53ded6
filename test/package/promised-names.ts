// The entries of package.json, and the names that each exports, types aside. A name here is a promise.
import { readFileSync } from 'node:fs'

interface Manifest {
  name: string
  version: string
  exports: Record<string, unknown>
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional?: boolean }>
}

export const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

/** As an app writes them, found in the manifest: what is added there is checked by itself. */
export const entries = Object.keys(manifest.exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => path.replace('.', manifest.name))

/** The name that an entry's files have in the build. */
export const fileOf = (entry: string): string => (entry === manifest.name ? 'index' : entry.split('/')[1]!)

export const promisedNames: Record<string, readonly string[]> = {
  'react-ciam': [
    'CiamError',
    'CiamProvider',
    'SignedIn',
    'SignedOut',
    'createCiamClient',
    'describeError',
    'isCiamError',
    'useAuthFetch',
    'useAuthHeaders',
    'useCiamClient',
    'useClaims',
    'useIdToken',
    'useSession',
    'useSessionExpiry',
    'useSuspenseIdToken',
  ],
  'react-ciam/axios': ['attachCiam'],
  'react-ciam/devtools': ['CiamDevtools', 'CiamDevtoolsPanel'],
  'react-ciam/sign-in': [
    'createAccount',
    'createSignIn',
    'describeProblem',
    'problemOf',
    'useAccount',
    'useSecondsUntil',
    'useSignIn',
  ],
  'react-ciam/storage': ['indexedDbStorage', 'memoryStorage', 'webStorage'],
  'react-ciam/testing': [
    'CiamTestProvider',
    'EMULATOR_CLIENT_ID',
    'EMULATOR_ISSUER',
    'EMULATOR_PASSWORD',
    'EMULATOR_SOCIAL_ACCOUNTS',
    'EMULATOR_USERS',
    'SAMPLE_API_PATH',
    'ciamHandlers',
    'createEmulator',
    'createManualClock',
    'createTestClient',
    'expectNoTokenIn',
    'sessionRecord',
    'shortHash',
    'storageContract',
  ],
}
