// The page of the own account: name, password, mobile number, and the link to WeChat.
import { useState, type ReactElement } from 'react'
import { useCiamClient, useClaims } from 'react-ciam'
import { useAccount } from 'react-ciam/sign-in'
import { Form } from './Form'
import { Frame } from './Frame'
import { MobileSection } from './MobileSection'
import { LanguageContext, type Language } from './page-words'
import { PasswordSection } from './PasswordSection'
import { Press } from './Press'
import { Section } from './Section'
import { useTask } from './useTask'
import { useWords } from './useWords'

export interface AccountPageProps {
  language: Language
  /** The id of the bond to WeChat, which the app's own server knows; null for none. */
  weChatBond: string | null
  /** Has the app's server send a code for another password. */
  sendPasswordCode: (email: string) => Promise<unknown>
  onBack: () => void
}

export function AccountPage({ language, ...rest }: AccountPageProps): ReactElement {
  return (
    <LanguageContext.Provider value={language}>
      <Page {...rest} />
    </LanguageContext.Provider>
  )
}

function Page({ weChatBond, sendPasswordCode, onBack }: Omit<AccountPageProps, 'language'>): ReactElement {
  const { said } = useWords()
  return (
    <Frame step="account" title={said.account} isWide isArrival>
      <NameSection />
      <PasswordSection sendCode={sendPasswordCode} />
      <MobileSection />
      {weChatBond !== null && <WeChatSection bond={weChatBond} />}
      <Press act={onBack}>{said.self.back}</Press>
    </Frame>
  )
}

function NameSection(): ReactElement {
  const { said } = useWords()
  const client = useCiamClient()
  const account = useAccount()
  const name = useClaims((claims) => claims.name)
  const task = useTask()
  const save = async (newName: string): Promise<void> => {
    await account.updateProfile({ name: newName })
    await client.getIdToken({ force: true }) // The name is in the next one.
  }
  return (
    <Section title={said.self.profile} outcome={task.outcome}>
      <Form
        fields={[{ name: 'name', type: 'text', autoComplete: 'name', initial: name ?? '' }]}
        action={said.self.saveName}
        onSubmit={(typed) => task.run(() => save(typed.name ?? ''), said.self.nameSaved)}
      />
    </Section>
  )
}

/** Asks once more before: it is not undone by a button. */
function WeChatSection({ bond }: { bond: string }): ReactElement {
  const { said } = useWords()
  const account = useAccount()
  const task = useTask()
  const [isAsking, setAsking] = useState(false)
  const unbind = async (): Promise<void> => {
    await task.run(() => account.unbindSocialAccount({ id: bond }), said.self.unbound)
    setAsking(false)
  }
  return (
    <Section title={said.self.weChat} outcome={task.outcome}>
      {!task.outcome?.isDone && (
        <>
          <p>{isAsking ? said.self.unbindSure : said.self.weChatLinked}</p>
          <div className="row">
            {isAsking ? (
              <>
                <Press look="primary" act={unbind}>
                  {said.self.unbindYes}
                </Press>
                <Press act={() => setAsking(false)}>{said.cancel}</Press>
              </>
            ) : (
              <Press look="plain" act={() => setAsking(true)}>
                {said.self.unbind}
              </Press>
            )}
          </div>
        </>
      )}
    </Section>
  )
}
