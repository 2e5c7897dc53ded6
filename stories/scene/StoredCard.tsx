// What storage holds of the session right now, by hashes.
import type { ReactElement } from 'react'
import { Card } from './Card'
import { TokenMark } from './TokenMark'
import { useScene } from './useScene'
import { useValue } from './useValue'

/** The card is the region `said.stored`. */
export function StoredCard(): ReactElement {
  const { said, storage, readStored } = useScene()
  // Read again with each change of what is stored.
  const isEmpty = useValue(storage.values).length === 0
  const { sessionToken, idToken } = readStored()
  const rows = [
    [said.sessionToken, sessionToken],
    [said.idToken, idToken],
  ] as const
  return (
    <Card title={said.stored}>
      {isEmpty || (!sessionToken && !idToken) ? (
        <p className="soft">{said.storedEmpty}</p>
      ) : (
        <dl className="facts">
          {rows.map(([name, hash]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{hash ? <TokenMark hash={hash} /> : '–'}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="hint">{said.storedHint}</p>
    </Card>
  )
}
