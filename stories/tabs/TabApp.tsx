// The app in a tab of the story: who is signed in, how long the id_token lasts, and how it came.
import type { CSSProperties, ReactElement } from 'react'
import { describeError, useClaims, useIdToken, useSession } from 'react-ciam'
import type { Inspector } from '../../src/devtools/inspector'
import { useNow } from '../../src/devtools/useNow'
import { TokenMark } from '../scene/TokenMark'
import { useValue } from '../scene/useValue'
import type { TabLink } from './tab-link'
import { tabWords, type TabWords } from './tab-words'

interface PartProps {
  link: TabLink
  inspector: Inspector
  said: TabWords
}

export function TabApp({ link, inspector }: Omit<PartProps, 'said'>): ReactElement {
  const said = tabWords[useValue(link.language)]
  const { status, reason } = useSession((session) => ({
    status: session.status,
    reason: session.status === 'signed-out' ? session.reason : null,
  }))
  return (
    <article data-status={status}>
      {status === 'signed-in' && <SignedIn {...{ link, inspector, said }} />}
      {status === 'restoring' && <h1 className="state">{said.restoring}</h1>}
      {reason && (
        <>
          <h1 className="state">{said.reasons[reason]}</h1>
          <SignIn {...{ link, said }} />
        </>
      )}
    </article>
  )
}

function SignIn({ link, said }: Omit<PartProps, 'inspector'>): ReactElement {
  const { signIn } = useSession()
  const go = async (): Promise<void> => signIn({ ...(await link.login()) })
  return (
    <p className="foot">
      <button onClick={() => void go()}>{said.signIn}</button>
    </p>
  )
}

function SignedIn({ link, inspector, said }: PartProps): ReactElement {
  const { signOut } = useSession()
  const { status, isRefreshing, error, refresh } = useIdToken()
  const spoken = useValue(link.language)
  const name = useClaims((claims) => claims.name)
  const token = inspector.tokens().sessionToken
  const came = useHowItCame(inspector)
  const isWaiting = isRefreshing || status === 'pending'
  return (
    <>
      <div className="state">
        <h1>{name ?? said.signedIn}</h1>
        {token && <TokenMark hash={token.hash} />}
      </div>
      <TokenLife inspector={inspector} said={said} />
      <p className="came" data-kind={isWaiting ? 'waiting' : error ? 'failed' : came}>
        {isWaiting ? said.waiting : error ? describeError(error, spoken) : came ? said.came[came] : said.found}
      </p>
      <p className="foot">
        <button onClick={() => void refresh().catch(() => {})}>{said.refresh}</button>
        <button onClick={() => void signOut()}>{said.signOut}</button>
      </p>
    </>
  )
}

type Came = keyof TabWords['came']

/** How the tab last came to the token that it has. */
function useHowItCame(inspector: Inspector): Came | undefined {
  const marks = useValue(inspector.marks)
  const id = inspector.tabs.get().find(({ isThis }) => isThis)?.id
  const kinds = marks.filter(({ tab }) => tab === id).map(({ kind }) => kind)
  const last = Math.max(...(['refreshed', 'adopted', 'signed-in'] as const).map((kind) => kinds.lastIndexOf(kind)))
  const kind = kinds[last]
  // Who signs in writes the session; the others find it.
  if (kind === 'signed-in') return kinds[last - 1] === 'written' ? 'signed-in' : 'signed-in-elsewhere'
  return kind === 'refreshed' || kind === 'adopted' ? kind : undefined
}

/** What is left of the id_token. */
function TokenLife({ inspector, said }: Pick<PartProps, 'inspector' | 'said'>): ReactElement {
  const now = useNow(1_000)
  const { expiresAt } = useIdToken()
  const life = inspector.tokenLife()
  // A token that came since the last look is not older than that.
  const left = expiresAt === null ? 0 : Math.max(0, expiresAt - Math.max(now, life?.sentAt ?? 0))
  const share = life ? Math.min(1, left / (life.endsAt - life.sentAt)) : 0
  return (
    <p className="life" style={{ '--left': share } as CSSProperties}>
      <span className="bar" aria-hidden="true" />
      <span className="left">{left > 0 ? toClock(left) : said.ended}</span>
    </p>
  )
}

/** `4:32` */
function toClock(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
