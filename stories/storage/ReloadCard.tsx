// What a reload finds: a new client over the same storage, its first snapshot, and the one that it settles on.
import { useState, type ReactElement } from 'react'
import { createCiamClient, type SessionSnapshot } from 'react-ciam'
import { EMULATOR_CLIENT_ID } from 'react-ciam/testing'
import { Action } from '../scene/Action'
import { Card } from '../scene/Card'
import { useScene } from '../scene/useScene'
import { shownStorageOf } from './shown-storage'
import { storageWords } from './words'

type Status = SessionSnapshot['status']

/** The card is the region `words.reload`; its button is `words.reloadNow`. */
export function ReloadCard(): ReactElement {
  const { baseUrl, fetch, storage, said, spoken } = useScene()
  const own = storageWords[spoken]
  const [seen, setSeen] = useState<{ first: Status; later: Status } | null>(null)

  async function reload(): Promise<void> {
    const options = { baseUrl, clientId: EMULATOR_CLIENT_ID, fetch }
    const client = createCiamClient({ ...options, storage: shownStorageOf(storage.adapter).reopen() })
    const first = client.getSnapshot().status
    await client.getIdToken().catch(() => {})
    setSeen({ first, later: client.getSnapshot().status })
  }

  const rows = [
    [own.firstRender, seen?.first],
    [own.afterwards, seen?.later],
  ] as const
  return (
    <Card title={own.reload}>
      <p className="hint">{own.reloadHint}</p>
      <dl className="facts" aria-live="polite">
        {rows.map(([name, status]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{status ? said.sessionStatuses[status] : <span className="soft">{own.notYet}</span>}</dd>
          </div>
        ))}
      </dl>
      <div className="row">
        <Action act={reload}>{own.reloadNow}</Action>
      </div>
    </Card>
  )
}
