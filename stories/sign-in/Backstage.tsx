// What is behind the page in a story: who there is to sign in as, the phone and the mailbox, and what the service was asked.
import { useState, useSyncExternalStore, type ReactElement } from 'react'
import { EMULATOR_PASSWORD, EMULATOR_USERS, type OutboxEntry } from 'react-ciam/testing'
import { useScene } from '../scene/useScene'
import { useValue } from '../scene/useValue'
import { backstageWords } from './backstage-words'
import './backstage.css'

export function Backstage({ wentTo }: { wentTo: string | null }): ReactElement {
  const { spoken, setup } = useScene()
  const said = backstageWords[spoken]
  return (
    <aside className="backstage" lang={spoken} aria-label={said.title}>
      <p>{setup.shows[spoken]}</p>
      <div className="columns">
        <Messages />
        <Requests />
        <Users />
      </div>
      {wentTo && (
        <p>
          {said.wentTo} <code>{wentTo}</code>
        </p>
      )}
    </aside>
  )
}

function Messages(): ReactElement {
  const { emulator, spoken } = useScene()
  const said = backstageWords[spoken]
  const [outbox] = useState(() => {
    let entries: readonly OutboxEntry[] = emulator.outbox.entries()
    const subscribe = (onChange: () => void) =>
      emulator.outbox.subscribe(() => {
        entries = emulator.outbox.entries()
        onChange()
      })
    return { subscribe, get: () => entries }
  })
  const entries = [...useSyncExternalStore(outbox.subscribe, outbox.get)].reverse()
  return (
    <section>
      <h2>{said.messages}</h2>
      {entries.length === 0 && <p className="faint">{said.noMessages}</p>}
      <ol>
        {entries.map(({ to, code, time }, index) => (
          <li key={time + index}>
            <code>{code}</code> <span className="faint">{to}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Requests(): ReactElement {
  const { ledger, spoken } = useScene()
  const said = backstageWords[spoken]
  const entries = [...useValue(ledger)].reverse()
  return (
    <section>
      <h2>{said.requests(entries.length)}</h2>
      {entries.length === 0 && <p className="faint">{said.noRequests}</p>}
      <ol>
        {entries.map(({ id, path, outcome }) => (
          <li key={id}>
            <code>{path.replace('/api/v2/sdk', '')}</code> <span className="faint">{outcome}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The password stands nowhere: it can be copied. */
function Users(): ReactElement {
  const { spoken } = useScene()
  const said = backstageWords[spoken]
  const [isCopied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(EMULATOR_PASSWORD)
    setCopied(true)
  }
  return (
    <section>
      <h2>{said.users}</h2>
      <p>{EMULATOR_USERS.map(({ userName }) => userName).join(' · ')}</p>
      <p className="faint">{EMULATOR_USERS[0]!.mobile} …</p>
      <button type="button" onClick={() => void copy()}>
        {isCopied ? said.copied : said.copy}
      </button>
    </section>
  )
}
