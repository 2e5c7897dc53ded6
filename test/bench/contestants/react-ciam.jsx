// react-ciam, as its readme says.
import { CiamProvider, createCiamClient, useClaims, useIdToken } from 'react-ciam'

let client

export const seed = ({ record }) => localStorage.setItem(record.key, record.value)
export const start = ({ origin, clientId }) => {
  client = createCiamClient({ baseUrl: origin, clientId })
}
export const Provider = ({ children }) => <CiamProvider client={client}>{children}</CiamProvider>
export const useToken = () => useIdToken().idToken
export const useName = () => useClaims((claims) => claims.name)
export const getToken = () => client.getIdToken()
export const refresh = () => client.getIdToken({ force: true })
export const signOut = () => client.signOut()
