// @supabase/auth-js with the context that its guide for React shows.
import { AuthClient } from '@supabase/auth-js'
import { createContext, useContext, useEffect, useState } from 'react'

const KEY = 'session'
const SessionContext = createContext(null)
let client

export const seed = ({ oauth, age }) => {
  const expires_at = Math.floor((Date.now() - age) / 1000) + oauth.expires_in
  localStorage.setItem(KEY, JSON.stringify({ ...oauth, expires_at }))
}
export const start = ({ origin }) => {
  client = new AuthClient({
    url: `${origin}/auth/v1`,
    storageKey: KEY,
    storage: localStorage,
    autoRefreshToken: true,
    persistSession: true,
    detectSessionInUrl: false,
  })
}
export const Provider = ({ children }) => {
  const [session, setSession] = useState(null)
  useEffect(() => {
    client.getSession().then(({ data }) => setSession(data.session))
    const { data } = client.onAuthStateChange((_event, next) => setSession(next))
    return () => data.subscription.unsubscribe()
  }, [])
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>
}
export const useToken = () => useContext(SessionContext)?.access_token ?? null
export const useName = () => useContext(SessionContext)?.user.user_metadata.name
const tokenOf = ({ data, error }) => {
  if (!data.session) throw error ?? new Error('Signed out.')
  return data.session.access_token
}
export const getToken = async () => tokenOf(await client.getSession())
export const refresh = async () => tokenOf(await client.refreshSession())
export const signOut = () => client.signOut({ scope: 'local' })
