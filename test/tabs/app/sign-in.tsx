// The sign-in of an app in a real browser, without looks: the hooks on the page, and on `window.flow` what a test does in a
// person's place. The address says how the client is made; `begin` makes another sign-in of the same client.
import { CiamProvider, createCiamClient } from 'react-ciam'
import {
  createSignIn,
  describeProblem,
  problemOf,
  useAccount,
  useSecondsUntil,
  useSignIn,
  type Account,
  type SignIn,
  type SignInOptions,
  type SignInState,
} from 'react-ciam/sign-in'
import { EMULATOR_CLIENT_ID } from 'react-ciam/testing'
import { StrictMode, useLayoutEffect } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import type { Flow, Outcome, Told } from '../sign-in/flow'

const query = new URLSearchParams(location.search)
const service = query.get('service')!
const language = query.get('language') === 'zh' ? 'zh' : 'en'
const client = createCiamClient({
  baseUrl: service,
  clientId: EMULATOR_CLIENT_ID,
  language,
  ...(query.has('requestTimeout') && { requestTimeout: Number(query.get('requestTimeout')) }),
})
const root = createRoot(document.body.appendChild(document.createElement('main')))
let account: Account

function Page({ signIn }: { signIn: SignIn }) {
  const state = useSignIn(signIn)
  const found = useAccount()
  useLayoutEffect(() => void (account = found), [found])
  const seconds = useSecondsUntil(state.status === 'code-sent' ? state.resendAt : null)
  return <p>{`${state.status} ${seconds}${state.problem ? ` ${describeProblem(state.problem, language)}` : ''}`}</p>
}

const sendEmailCode: SignInOptions['sendEmailCode'] = (request) =>
  fetch(`${service}/__emulator/email-code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })

function begin(options: SignInOptions = {}): SignIn {
  const made = createSignIn(client, { captcha: false, sendEmailCode, ...options } as SignInOptions)
  const page = (
    <StrictMode>
      <CiamProvider client={client}>
        <Page key={Math.random()} signIn={made} />
      </CiamProvider>
    </StrictMode>
  )
  flushSync(() => root.render(page))
  return made
}

let signIn = begin(query.has('captcha') ? { captcha: true } : {})

function tell(state: SignInState = signIn.getState()): Told {
  const { status, isBusy, problem, ...rest } = state
  const all = Object.entries(rest)
  flushSync(() => {})
  return {
    status,
    isBusy,
    steps: all.flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
    facts: Object.fromEntries(all.filter(([, value]) => typeof value !== 'function')),
    page: document.querySelector('p')?.textContent ?? '',
    problem: problem && {
      kind: problem.kind,
      remainingAttempts: problem.remainingAttempts,
      lockedUntil: problem.lockedUntil,
      code: problem.error.code,
      ...(problem.error.serviceCode && { serviceCode: problem.error.serviceCode }),
      ...(problem.error.httpStatus && { httpStatus: problem.error.httpStatus }),
    },
  }
}

type Calls = Record<string, unknown>

function step(of: SignIn, name: string, input: unknown): Promise<SignInState> {
  const call = (of.getState() as unknown as Calls)[name]
  if (typeof call !== 'function') throw new Error(`There is no ${name} in ${of.getState().status}.`)
  return (call as (given: unknown) => Promise<SignInState>)(input)
}

async function settle(promise: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: (await promise) ?? null }
  } catch (thrown) {
    const { code, serviceCode, httpStatus } = thrown as { code?: string; serviceCode?: string; httpStatus?: number }
    const { kind } = problemOf(thrown)
    return {
      error: code ?? String(thrown),
      kind,
      ...(serviceCode && { serviceCode }),
      ...(httpStatus && { httpStatus }),
    }
  }
}

let prepared: SignIn[] = []

const flow: Flow = {
  async begin(options) {
    await client.signOut()
    signIn = begin(options)
  },
  tell: () => tell(),
  act: async ([name, input]) => tell(await step(signIn, name, input)),
  async repeat([name, input], count) {
    const told: Told[] = []
    for (let index = 0; index < count; index += 1) told.push(tell(await step(signIn, name, input)))
    return told
  },
  async prepare(lists) {
    prepared = []
    for (const { captcha, ahead } of lists) {
      const made = createSignIn(client, { captcha, sendEmailCode })
      for (const [name, input] of ahead) await step(made, name, input)
      prepared.push(made)
    }
  },
  finish: (acts) =>
    Promise.all(acts.map(async ([name, input], index) => tell(await step(prepared[index]!, name, input)))),
  start: ([name, input]) => void step(signIn, name, input),
  async account([name, input], count = 1) {
    const outcomes: Outcome[] = []
    const calls = account as unknown as Record<string, (given: unknown) => Promise<unknown>>
    for (let index = 0; index < count; index += 1) outcomes.push(await settle(calls[name]!(input)))
    return outcomes
  },
  globalSignOutUrl: (redirectUrl) => signIn.globalSignOutUrl({ redirectUrl }),
  texts: () => {
    const state = signIn.getState()
    const { error } = state.problem ?? {}
    return [JSON.stringify(state), String(error), error?.stack ?? '', JSON.stringify(error ?? null)]
  },
}
window.ciam = client
window.flow = flow
