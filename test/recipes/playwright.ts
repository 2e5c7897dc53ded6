// Recipe: end-to-end tests with Playwright that begin signed in, against the emulator's command.
// #region playwright
import type { BrowserContextOptions } from 'playwright'
import { EMULATOR_CLIENT_ID, sessionRecord, type Fault, type LoginReply } from 'react-ciam/testing'

/** Where `npx react-ciam-emulator` listens: the `baseUrl` of the app that is tested. */
const SERVICE = process.env.CIAM_URL ?? 'http://127.0.0.1:4010'

const control = (path: string, body: unknown) =>
  fetch(`${SERVICE}/__emulator/${path}`, { method: 'POST', body: JSON.stringify(body) })

type StorageState = NonNullable<BrowserContextOptions['storageState']>

/** A `storageState` in which a user is signed in. Each call is a session of its own. */
export async function signedIn(appOrigin: string, userName = 'demo'): Promise<StorageState> {
  const reply = (await (await control('login', { userName })).json()) as LoginReply
  const { key, value } = sessionRecord({ baseUrl: SERVICE, clientId: EMULATOR_CLIENT_ID }, reply)
  return { cookies: [], origins: [{ origin: appOrigin, localStorage: [{ name: key, value }] }] }
}

/** Lets the next refreshes fail, one after the other. */
export const failNext = (...faults: Fault[]) => control('fail', faults)

/** Lets the service's time pass, so that its id_tokens end. */
export const letPass = (ms: number) => control('clock', { advance: ms })
// #endregion
