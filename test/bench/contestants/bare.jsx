// No contestant: one token in one external store that nothing refreshes. The least that a React tree can cost.
import { useSyncExternalStore } from 'react'

const listeners = new Set()
let session = { token: null, name: null }

const subscribe = (listener) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const tokenOf = () => session.token
const nameOf = () => session.name

export const seed = ({ oauth }) => localStorage.setItem('bare', oauth.access_token)
export const start = () => {
  session = { token: localStorage.getItem('bare'), name: 'demo' }
}
export const Provider = ({ children }) => children
export const useToken = () => useSyncExternalStore(subscribe, tokenOf)
export const useName = () => useSyncExternalStore(subscribe, nameOf)
export const getToken = async () => session.token
export const refresh = async () => {
  session = { ...session, token: `${session.token}.` }
  listeners.forEach((listener) => listener())
  return session.token
}
export const signOut = async () => {}
