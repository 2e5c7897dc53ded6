// Recipe: another mobile number for a signed-in person: a puzzle, a code, the change.
// #region change-mobile
import { createAccount } from 'react-ciam/sign-in'
import { client } from './ciam'

const account = createAccount(client)

/** Gives the pictures to show. */
export const getPuzzle = () => account.getCaptcha()

/** `x`: how far the piece was moved, in pixels of the picture's own width. */
export async function sendCode(mobile: string, x: number, token: string) {
  const captchaToken = await account.verifyCaptcha({ x, token, sender: mobile })
  await account.sendSmsCode({ mobile, type: 'UPDATE_MOBILE_SMS', captchaToken })
}

export async function changeMobile(mobile: string, code: string) {
  await account.updateMobile({ mobile, code })
  await client.getIdToken({ force: true }) // The new number is in the next id_token.
}
// #endregion
