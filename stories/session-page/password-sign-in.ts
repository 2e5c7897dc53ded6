// The app's own part of a sign-in: it calls the service's login, and hands the reply to the client.
import { isCiamError } from 'react-ciam'
import type { LoginStatus } from 'react-ciam/testing'
import type { Bench } from './bench'

/** What came of it. `refused`: in the service's own words. */
export type SignInOutcome =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'incomplete'; readonly status: Exclude<LoginStatus, 'SUCCESS'>; readonly error: unknown }
  | { readonly kind: 'refused'; readonly message: string; readonly code: string }
  | { readonly kind: 'failed'; readonly error: unknown }

interface ServiceReply {
  error_code?: string
  error_msg?: string
}

export async function signInByPassword(bench: Bench, userName: string, password: string): Promise<SignInOutcome> {
  const { client, service } = bench
  try {
    const response = await service.fetch(`${service.baseUrl}/api/v2/sdk/login`, {
      method: 'POST',
      headers: await client.getServiceHeaders(),
      body: JSON.stringify({ user_name: userName, password }),
    })
    const reply = (await response.json()) as ServiceReply & Parameters<typeof client.signIn>[0]
    if (!response.ok) return { kind: 'refused', message: reply.error_msg ?? '', code: reply.error_code ?? '' }
    await client.signIn(reply)
    return { kind: 'signed-in' }
  } catch (error) {
    if (!isCiamError(error) || error.code !== 'SIGN_IN_INCOMPLETE') return { kind: 'failed', error }
    return { kind: 'incomplete', status: error.status as Exclude<LoginStatus, 'SUCCESS'>, error }
  }
}
