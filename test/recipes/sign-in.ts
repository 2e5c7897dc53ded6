// Recipe: a sign-in with options, made once; and a sign-out that ends the service's single sign-on, too.
// #region sign-in
import { createSignIn } from 'react-ciam/sign-in'
import { client } from './ciam'

export const signIn = createSignIn(client, {
  // Your server sends it: the service's pages name no call for a code by e-mail.
  async sendEmailCode(request) {
    const response = await fetch('/api/email-codes', { method: 'POST', body: JSON.stringify(request) })
    if (!response.ok) throw new Error(`The code was not sent: ${response.status}`)
  },
})

/** Here first. The address is for the browser: only it has the cookie that is to end. */
export async function signOutEverywhere(goTo = (url: string) => location.assign(url)) {
  await client.signOut()
  goTo(signIn.globalSignOutUrl({ redirectUrl: `${location.origin}/goodbye` }))
}
// #endregion
