// The site of a story: the sign-in page, and the account page behind it.
import { useState, type ReactElement } from 'react'
import { CiamProvider, useSession } from 'react-ciam'
import { createSignIn, type SignIn, type SignInOptions } from 'react-ciam/sign-in'
import { EMULATOR_SOCIAL_ACCOUNTS } from 'react-ciam/testing'
import { useScene } from '../scene/useScene'
import { AccountPage } from './AccountPage'
import { Backstage } from './Backstage'
import { SignInPage } from './SignInPage'
import type { PasswordName } from './ReadyStep'

export interface SiteOptions {
  readonly passwordName?: PasswordName
  /** Of the emulator's social accounts, the code that WeChat gives. Default `wechat-bound`. */
  readonly weChatCode?: string
}

const GOODBYE = 'https://lantern.example.com/goodbye'

export function Site({ options, ...rest }: SiteOptions & { options: SignInOptions }): ReactElement {
  const { client, emulator } = useScene()
  const [signIn] = useState(() =>
    createSignIn(client, {
      ...options,
      // An app asks its own server for this: no call of the service is known.
      sendEmailCode: async ({ email, type }) => emulator.sendEmailCode(email, type),
    }),
  )
  return (
    <CiamProvider client={client}>
      <Pages signIn={signIn} {...rest} />
    </CiamProvider>
  )
}

interface PagesProps extends SiteOptions {
  signIn: SignIn
}

function Pages({ signIn, passwordName = 'identifier', weChatCode = 'wechat-bound' }: PagesProps): ReactElement {
  const { spoken, emulator } = useScene()
  const [page, setPage] = useState<'first' | 'account' | 'back'>('first')
  const isSignedIn = useSession(({ status }) => status === 'signed-in')
  const [wentTo, setWentTo] = useState<string | null>(null)

  /** The browser would go there; here the emulator is asked, and the page stays. */
  const navigate = async (url: string): Promise<void> => {
    const { headers } = await emulator.handle(new Request(url))
    setWentTo(headers.get('location'))
  }
  return (
    <>
      {page === 'account' && isSignedIn ? (
        <AccountPage
          language={spoken}
          weChatBond={EMULATOR_SOCIAL_ACCOUNTS[0]!.id}
          sendPasswordCode={async (email) => emulator.sendEmailCode(email, 'UPDATE_PWD_EMS')}
          onBack={() => setPage('back')}
        />
      ) : (
        <SignInPage
          signIn={signIn}
          language={spoken}
          passwordName={passwordName}
          hasEmailCodes
          askWeChat={() => Promise.resolve(weChatCode)}
          goodbyeUrl={GOODBYE}
          navigate={(url) => void navigate(url)}
          isArrival={page !== 'first'}
          onAccount={() => setPage('account')}
        />
      )}
      <Backstage wentTo={wentTo} />
    </>
  )
}
