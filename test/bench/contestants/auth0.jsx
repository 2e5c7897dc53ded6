// @auth0/auth0-react: no hook gives the token, a component asks for it in an effect. The session is put into its cache in
// localStorage, in the form that the library itself writes.
import { Auth0Client } from '@auth0/auth0-spa-js'
import { Auth0Provider, useAuth0 } from '@auth0/auth0-react'
import { useEffect, useState } from 'react'

const SCOPE = 'openid profile email offline_access'
let client
let auth

export const seed = ({ oauth, claims, origin, clientId, age }) => {
  const prefix = `@@auth0spajs@@::${clientId}`
  const decodedToken = { claims: { __raw: oauth.id_token, ...claims }, user: { sub: claims.sub, name: claims.name } }
  const body = {
    client_id: clientId,
    access_token: oauth.access_token,
    refresh_token: oauth.refresh_token,
    expires_in: oauth.expires_in,
    token_type: 'Bearer',
    audience: 'default',
    scope: SCOPE,
    oauthTokenScope: SCOPE,
  }
  const expiresAt = Math.floor((Date.now() - age) / 1000) + oauth.expires_in
  localStorage.setItem(`${prefix}::@@user@@`, JSON.stringify({ id_token: oauth.id_token, decodedToken }))
  localStorage.setItem(`${prefix}::default::${SCOPE}`, JSON.stringify({ body, expiresAt }))
  document.cookie = `auth0.${clientId}.is.authenticated=true; path=/`
  document.cookie = `_legacy_auth0.${clientId}.is.authenticated=true; path=/`
  return origin
}
export const start = ({ origin, clientId }) => {
  client = new Auth0Client({
    domain: origin,
    clientId,
    authorizationParams: { redirect_uri: origin },
    useRefreshTokens: true,
    useRefreshTokensFallback: false,
    cacheLocation: 'localstorage',
  })
}
function Hold({ children }) {
  auth = useAuth0()
  return children
}
export const Provider = ({ children }) => (
  <Auth0Provider client={client}>
    <Hold>{children}</Hold>
  </Auth0Provider>
)
export const useToken = () => {
  const { isAuthenticated, getAccessTokenSilently } = useAuth0()
  const [token, setToken] = useState(null)
  useEffect(() => {
    if (isAuthenticated) getAccessTokenSilently().then(setToken, () => {})
  }, [isAuthenticated, getAccessTokenSilently])
  return token
}
export const useName = () => useAuth0().user?.name
export const getToken = () => auth.getAccessTokenSilently()
export const refresh = () => auth.getAccessTokenSilently({ cacheMode: 'off' })
export const signOut = () => client.logout({ openUrl: false })
