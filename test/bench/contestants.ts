// Who takes part, how the newest that installs is called, and what each has in its smallest useful import.

export interface Contestant {
  /** Its file in `contestants/`. */
  readonly id: string
  readonly title: string
  /** The packages whose versions are told. */
  readonly packages: readonly string[]
  /** Everything that its smallest useful app imports; null where there is no library. */
  readonly minimal: string | null
  /** Everything that it exports. */
  readonly everything: string | null
  /** The `iss` that its tokens must have. */
  readonly issuerOf: (origin: string) => string
}

const sameAsOrigin = (origin: string): string => origin

const library = (id: string, title: string, names: Record<string, readonly string[]>): Contestant => ({
  id,
  title,
  packages: Object.keys(names),
  minimal: Object.entries(names)
    .map(([name, exported]) => `export { ${exported.join(', ')} } from '${name}'`)
    .join('\n'),
  everything: Object.keys(names)
    .map((name, index) => `export * as all${index} from '${name}'`)
    .join('\n'),
  issuerOf: sameAsOrigin,
})

export const OWN = library('react-ciam', 'react-ciam', {
  'react-ciam': ['createCiamClient', 'CiamProvider', 'useIdToken'],
})

export const BY_HAND: Contestant = {
  id: 'by-hand',
  title: 'by hand (react-query)',
  packages: ['@tanstack/react-query'],
  minimal: `export * from './by-hand.jsx'`,
  everything: null,
  issuerOf: sameAsOrigin,
}

/** No contestant: the same tree over an external store alone. */
export const BARE: Contestant = {
  ...BY_HAND,
  id: 'bare',
  title: 'bare useSyncExternalStore',
  packages: [],
  minimal: null,
}

const auth0 = library('auth0', 'Auth0', {
  '@auth0/auth0-react': ['Auth0Provider', 'useAuth0'],
})

export const CONTESTANTS: readonly Contestant[] = [
  OWN,
  BY_HAND,
  library('oidc-client', 'oidc-client-ts', {
    'oidc-client-ts': ['UserManager', 'WebStorageStateStore'],
    'react-oidc-context': ['AuthProvider', 'useAuth'],
  }),
  library('supabase', 'Supabase', { '@supabase/auth-js': ['AuthClient'] }),
  library('okta', 'Okta', {
    '@okta/okta-auth-js': ['OktaAuth'],
    '@okta/okta-react': ['Security', 'useOktaAuth'],
  }),
  {
    ...auth0,
    packages: ['@auth0/auth0-react', '@auth0/auth0-spa-js'],
    issuerOf: (origin) => `${origin}/`,
  },
  {
    ...library('msal', 'MSAL', {
      '@azure/msal-browser': ['PublicClientApplication'],
      '@azure/msal-react': ['MsalProvider', 'useMsal'],
    }),
    issuerOf: () => 'https://login.bench.example/tenant',
  },
]
