// oidc-client-ts with react-oidc-context.
import { User, UserManager, WebStorageStateStore } from 'oidc-client-ts'
import { AuthProvider, useAuth } from 'react-oidc-context'

let manager

export const start = ({ origin, clientId }) => {
  manager = new UserManager({
    authority: origin,
    client_id: clientId,
    redirect_uri: origin,
    scope: 'openid profile email offline_access',
    userStore: new WebStorageStateStore({ store: localStorage }),
    metadata: {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      jwks_uri: `${origin}/keys`,
    },
  })
}
export const seed = async (session) => {
  start(session)
  const { oauth, claims, age } = session
  manager.stopSilentRenew()
  const expires_at = Math.floor((Date.now() - age) / 1000) + oauth.expires_in
  await manager.storeUser(new User({ ...oauth, profile: claims, expires_at }))
}
export const Provider = ({ children }) => <AuthProvider userManager={manager}>{children}</AuthProvider>
export const useToken = () => useAuth().user?.access_token ?? null
export const useName = () => useAuth().user?.profile.name
const renew = async () => {
  const user = await manager.signinSilent()
  if (!user) throw new Error('Signed out.')
  return user.access_token
}
export const getToken = async () => {
  const user = await manager.getUser()
  if (!user) throw new Error('Signed out.')
  return user.expired ? renew() : user.access_token
}
export const refresh = renew
export const signOut = () => manager.removeUser()
