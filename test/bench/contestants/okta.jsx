// @okta/okta-react.
import { OktaAuth } from '@okta/okta-auth-js'
import { Security, useOktaAuth } from '@okta/okta-react'

const SCOPES = ['openid', 'profile', 'email', 'offline_access']
let oktaAuth

export const start = ({ origin, clientId }) => {
  oktaAuth = new OktaAuth({
    issuer: origin,
    clientId,
    redirectUri: origin,
    scopes: SCOPES,
    tokenManager: { storage: 'localStorage' },
  })
}
export const seed = (session) => {
  start(session)
  const { oauth, claims, origin, clientId, age } = session
  const expiresAt = Math.floor((Date.now() - age) / 1000) + oauth.expires_in
  const common = { scopes: SCOPES, authorizeUrl: `${origin}/oauth2/v1/authorize`, expiresAt }
  oktaAuth.tokenManager.setTokens({
    accessToken: {
      ...common,
      accessToken: oauth.access_token,
      claims,
      tokenType: 'Bearer',
      userinfoUrl: `${origin}/oauth2/v1/userinfo`,
    },
    idToken: { ...common, idToken: oauth.id_token, claims, issuer: origin, clientId },
    refreshToken: {
      ...common,
      refreshToken: oauth.refresh_token,
      tokenUrl: `${origin}/oauth2/v1/token`,
      issuer: origin,
      expiresAt: expiresAt + 604_800,
    },
  })
}
const stayHere = async () => {}
export const Provider = ({ children }) => (
  <Security oktaAuth={oktaAuth} restoreOriginalUri={stayHere}>
    {children}
  </Security>
)
export const useToken = () => useOktaAuth().authState?.accessToken?.accessToken ?? null
export const useName = () => useOktaAuth().authState?.idToken?.claims.name
export const getToken = async () => {
  const token = await oktaAuth.getOrRenewAccessToken()
  if (!token) throw new Error('Signed out.')
  return token
}
export const refresh = async () => {
  const token = await oktaAuth.tokenManager.renew('accessToken')
  if (!token) throw new Error('Signed out.')
  return token.accessToken
}
export const signOut = async () => oktaAuth.tokenManager.clear()
