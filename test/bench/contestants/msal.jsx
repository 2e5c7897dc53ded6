// @azure/msal-react: no hook gives the token, a component asks for it in an effect. MSAL takes https authorities only: its
// network client is told to ask the loopback server for what it would ask there. Its leeway of 300 s, which is all that a
// token here lives, is set to 60 s, and the hidden frame that it falls back to is off.
import { CacheLookupPolicy, loadExternalTokens, PublicClientApplication } from '@azure/msal-browser'
import { MsalProvider, useMsal } from '@azure/msal-react'
import { useEffect, useState } from 'react'

const HOST = 'login.bench.example'
const AUTHORITY = `https://${HOST}/tenant`
const REQUEST = {
  scopes: ['openid', 'profile', 'offline_access'],
  authority: AUTHORITY,
  cacheLookupPolicy: CacheLookupPolicy.AccessTokenAndRefreshToken,
}
let instance

async function send(origin, url, method, { headers, body } = {}) {
  const { pathname } = new URL(url)
  const response = await fetch(origin + pathname, { method, headers, ...(body && { body }) })
  return { headers: Object.fromEntries(response.headers), body: await response.json(), status: response.status }
}

const configure = ({ origin, clientId }) => ({
  auth: {
    clientId,
    authority: AUTHORITY,
    knownAuthorities: [HOST],
    redirectUri: origin,
    authorityMetadata: JSON.stringify({
      issuer: AUTHORITY,
      authorization_endpoint: `${AUTHORITY}/authorize`,
      token_endpoint: `${AUTHORITY}/oauth/token`,
      end_session_endpoint: `${AUTHORITY}/logout`,
      jwks_uri: `${AUTHORITY}/keys`,
    }),
  },
  cache: { cacheLocation: 'localStorage' },
  system: {
    protocolMode: 'OIDC',
    tokenRenewalOffsetSeconds: 60,
    networkClient: {
      sendGetRequestAsync: (url, options) => send(origin, url, 'GET', options),
      sendPostRequestAsync: (url, options) => send(origin, url, 'POST', options),
    },
  },
})

export const seed = ({ oauth, age, ...service }) => {
  const expiresOn = Math.floor((Date.now() - age) / 1000) + oauth.expires_in
  const options = { clientInfo: oauth.client_info, expiresOn, extendedExpiresOn: expiresOn }
  return loadExternalTokens(configure(service), REQUEST, oauth, options)
}
export const start = async (service) => {
  instance = new PublicClientApplication(configure(service))
  await instance.initialize()
}
export const Provider = ({ children }) => <MsalProvider instance={instance}>{children}</MsalProvider>
export const useToken = () => {
  const { instance: client, accounts } = useMsal()
  const account = accounts[0]
  const [token, setToken] = useState(null)
  useEffect(() => {
    if (account)
      client.acquireTokenSilent({ ...REQUEST, account }).then(
        (got) => setToken(got.accessToken),
        () => {},
      )
  }, [client, account])
  return token
}
export const useName = () => useMsal().accounts[0]?.name
const acquire = async (changes) => {
  const [account] = instance.getAllAccounts()
  if (!account) throw new Error('Signed out.')
  return (await instance.acquireTokenSilent({ ...REQUEST, ...changes, account })).accessToken
}
export const getToken = () => acquire()
export const refresh = () => acquire({ forceRefresh: true, cacheLookupPolicy: CacheLookupPolicy.RefreshToken })
export const signOut = () => instance.clearCache()
