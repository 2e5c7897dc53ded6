// Signed in: who that is, and the ways out.
import type { MouseEvent, ReactElement } from 'react'
import { useSession } from 'react-ciam'
import { Press } from './Press'
import { useWords } from './useWords'

interface SignedInStepProps {
  /** Ends the SSO session of the service: a navigation. */
  everywhereUrl: string
  navigate: (url: string) => void
  onAccount?: (() => void) | undefined
}

export function SignedInStep({ everywhereUrl, navigate, onAccount }: SignedInStepProps): ReactElement {
  const { said } = useWords()
  const signOut = useSession((session) => session.signOut)
  const signOutEverywhere = async (event: MouseEvent<HTMLAnchorElement>): Promise<void> => {
    event.preventDefault()
    const { href } = event.currentTarget
    await signOut()
    navigate(href)
  }
  return (
    <div className="actions">
      {onAccount && (
        <Press look="primary" act={onAccount}>
          {said.account}
        </Press>
      )}
      <Press look="plain" act={signOut}>
        {said.signOut}
      </Press>
      <a className="quiet" href={everywhereUrl} onClick={(event) => void signOutEverywhere(event)}>
        {said.signOutEverywhere}
      </a>
      <p className="hint">{said.signOutNote}</p>
    </div>
  )
}
