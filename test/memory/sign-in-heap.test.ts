// What the memory of the process holds once a step of a sign-in is over: a heap snapshot shows closures, too, which no walk
// through properties does. Passwords, codes and tokens must be gone from it, while the sign-in and its states live on.
import { text } from 'node:stream/consumers'
import { getHeapSnapshot, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createCiamClient } from 'react-ciam'
import { createAccount, createSignIn, type SignInState } from 'react-ciam/sign-in'
import { memoryStorage } from 'react-ciam/storage'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'

const PATIENCE = { timeout: 120_000 }

let collect: () => void
beforeAll(() => {
  setFlagsFromString('--expose-gc')
  collect = runInNewContext('gc') as () => void
})
beforeEach(() => {
  vi.stubGlobal('window', globalThis)
  vi.stubGlobal('location', { href: 'https://app.test/', origin: 'https://app.test' })
})

/** Which of the secrets the heap holds. They are handed over backwards, so that asking does not put them there. */
async function heldSecrets(backwards: readonly string[]): Promise<string[]> {
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve)) // What waits in a queue holds on to what it is about.
    collect()
  }
  const snapshot = Buffer.from(await text(getHeapSnapshot()))
  return backwards.filter((secret) => {
    const found = snapshot.includes(Buffer.from([...secret].reverse().join('')))
    return found
  })
}

let made = 0
/** Made of parts at run time, so that it stands in no source text. Used once, and then only its reverse is kept. */
const makeSecret = (): string => ['heap', 'secret', String((made += 1)), Math.random().toString(36).slice(2)].join('-')

const kept: string[] = []
function secret(): string {
  const value = makeSecret()
  kept.push([...value].reverse().join(''))
  return value
}

type Line = (() => Response | Promise<Response>)[]

function createScene(line: Line) {
  const client = createCiamClient({
    baseUrl: 'https://tenant.test',
    clientId: 'client-of-the-tests',
    device: { fingerprint: 'a', osVersion: 'b', userAgent: 'c' },
    storage: memoryStorage(),
    requestTimeout: 200,
    language: 'en',
    // Takes nothing of the request: what is found later is held by the package.
    fetch: async () => line.shift()!(),
  })
  return { client, signIn: createSignIn(client) }
}

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status })
const refusal = (code: string) => json({ error_code: code, error_msg: 'no: 3' }, 400)
const unfinished = (status: string) => () => json({ status, state_token: secret() })

test('what a heap holds is found, or nothing below means anything', PATIENCE, async () => {
  kept.length = 0
  const holding = (
    (value: string) => () =>
      value
  )(secret())
  secret()
  expect(await heldSecrets(kept)).toEqual([kept[0]])
  expect(holding()).toHaveLength(kept[0]!.length)
})

test.each<[string, Line]>([
  ['is refused', [() => refusal('SDK.LOGIN.1005')]],
  ['gets no answer', [() => Promise.reject(new TypeError('Failed to fetch'))]],
  ['is cut at its time limit', [() => new Promise(() => {})]],
  ['gets HTML', [() => new Response('<html>')]],
  ['leads on', [unfinished('PASSWORD_WARN')]],
  ['leads to a status that is not known', [unfinished('NEW')]],
  ['signs in', [() => json({ session_token: 'S', id_token: 'a.b.c', expire: 600, status: 'SUCCESS' })]],
])('a password that %s is in memory no more', PATIENCE, async (_what, line) => {
  kept.length = 0
  const { signIn } = createScene(line)
  const states: SignInState[] = [signIn.getState()]
  signIn.subscribe(() => states.push(signIn.getState()))
  await (async () => {
    const ready = signIn.getState() as Extract<SignInState, { status: 'ready' }>
    await ready.signInWithPassword({ userName: 'anna', password: secret() })
  })()
  const tokenIsNeeded = signIn.getState().status === 'password-warning' ? kept.slice(1) : []
  expect(await heldSecrets(kept)).toEqual(tokenIsNeeded)
  expect(states.length).toBeGreaterThan(2)
  expect(line).toEqual([])
})

test(
  'codes, new passwords and tokens of a whole sign-in are gone with it, though its states are kept',
  PATIENCE,
  async () => {
    kept.length = 0
    const { signIn, client } = createScene([
      unfinished('MFA_AUTH'),
      () => json({ token: secret() }),
      () => json({ captcha_token: secret() }),
      () => new Response(),
      () => refusal('SDK.CAPTCHA.0007'),
      unfinished('PASSWORD_EXPIRED'),
      () => refusal('SDK.LOGIN.1005'),
      () => json({ session_token: 'S', id_token: 'a.b.c', expire: 600, status: 'SUCCESS' }),
    ])
    const states: SignInState[] = []
    signIn.subscribe(() => states.push(signIn.getState()))
    await (async () => {
      let state = signIn.getState()
      if (state.status === 'ready') state = await state.signInWithPassword({ userName: 'anna', password: secret() })
      if (state.status === 'second-factor') state = await state.sendCode({ mobile: '138' })
      if (state.status === 'captcha') state = await state.solve({ pointJson: secret() })
      if (state.status === 'code-sent') state = await state.verify({ code: secret() })
      if (state.status === 'code-sent') state = await state.verify({ code: secret() })
      for (let count = 0; count < 2 && state.status === 'password-expired'; count += 1) {
        state = await state.changePassword({ oldPassword: secret(), newPassword: secret() })
      }
      expect(state.status).toBe('signed-in')
    })()
    expect(kept).toHaveLength(12)
    expect(await heldSecrets(kept)).toEqual([])
    expect(states.length).toBeGreaterThan(10)
    expect(client.getSnapshot().status).toBe('signed-in')
  },
)

test('a step that was left takes its state token and its password with it', PATIENCE, async () => {
  kept.length = 0
  let isAsked = false
  const { signIn } = createScene([
    unfinished('PASSWORD_WARN'),
    () => {
      isAsked = true
      return new Promise(() => {})
    },
  ])
  const states: SignInState[] = []
  signIn.subscribe(() => states.push(signIn.getState()))
  await (async () => {
    let state = signIn.getState()
    if (state.status === 'ready') state = await state.signInWithPassword({ userName: 'anna', password: secret() })
    if (state.status !== 'password-warning') throw new Error(state.status)
    const running = state.changePassword({ oldPassword: secret(), newPassword: secret() })
    await vi.waitFor(() => expect(isAsked).toBe(true))
    await state.cancel()
    await running
  })()
  expect(await heldSecrets(kept)).toEqual([])
  expect(states.length).toBeGreaterThan(3)
})

test.each<[string, Line]>([
  ['done', [() => new Response()]],
  ['refused', [() => refusal('SDK.LOGIN.1005')]],
  ['cut', [() => Promise.reject(new TypeError('Failed to fetch'))]],
])('the passwords of an account call that was %s are in memory no more', PATIENCE, async (_what, line) => {
  kept.length = 0
  const { client } = createScene(line)
  await client.signIn({ session_token: 'S', id_token: 'a.b.c', expire: 600 })
  const account = createAccount(client)
  const errors: unknown[] = []
  await (async () => {
    await account.changePassword({ oldPassword: secret(), newPassword: secret() }).catch((error) => errors.push(error))
  })()
  expect(await heldSecrets(kept)).toEqual([])
  expect(line).toEqual([])
  expect(account).toBeTypeOf('object')
})
