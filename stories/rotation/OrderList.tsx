// What a rotation does first, second and last: the answer of the service, the write, the id_token in a component.
import { useEffect, useState, type ReactElement } from 'react'
import { useIdToken } from 'react-ciam'
import { shortHash } from 'react-ciam/testing'
import { Card } from '../scene/Card'
import { TokenMark } from '../scene/TokenMark'
import { useScene } from '../scene/useScene'
import { useValue } from '../scene/useValue'
import { createStore } from '../scene/value-store'
import { words } from './words'

interface Moment {
  readonly what: 'given' | 'stored' | 'shown'
  readonly hash: string
  /** Ms since the page was opened. */
  readonly at: number
}

/** Notes each token once for each of the three; those that were there before are none of a rotation. */
function createNotes(known: readonly (string | null)[]) {
  const moments = createStore<readonly Moment[]>([])
  return {
    moments,
    note(what: Moment['what'], hash: string | null): void {
      if (hash === null || known.includes(hash)) return
      const before = moments.get()
      if (before.some((each) => each.what === what && each.hash === hash)) return
      moments.set([...before, { what, hash, at: performance.now() }])
    },
  }
}

export function OrderList(): ReactElement {
  const { said, spoken, emulator, storage, readStored } = useScene()
  const { idToken } = useIdToken()
  const [{ moments, note }] = useState(() => createNotes(Object.values(readStored()) as (string | null)[]))
  const shown = useValue(moments)

  useEffect(() => note('shown', idToken && shortHash(idToken)), [idToken, note])
  useEffect(() => {
    const endings = [
      emulator.ledger.subscribe(({ issued }) => note('given', issued)),
      storage.values.subscribe(() => note('stored', readStored().sessionToken)),
    ]
    return () => endings.forEach((end) => end())
  }, [emulator, storage, readStored, note])

  return (
    <Card title={words[spoken].order}>
      {shown.length === 0 ? (
        <p className="soft">{words[spoken].orderEmpty}</p>
      ) : (
        <ol className="steps">
          {shown.map(({ what, hash, at }) => (
            <li key={what + hash} data-what={what}>
              <span>{words[spoken][what]}</span>
              <TokenMark hash={hash} />
              <span className="soft">+{said.took(String(Math.round(at - (shown[0]?.at ?? at))))}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
