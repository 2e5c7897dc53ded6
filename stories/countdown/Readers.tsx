// Fifty components that all want the id_token.
import type { ReactElement } from 'react'
import { useIdToken } from 'react-ciam'
import { shortHash } from 'react-ciam/testing'
import { Action } from '../scene/Action'
import { Card } from '../scene/Card'
import { TokenMark } from '../scene/TokenMark'
import { useScene } from '../scene/useScene'
import { words } from './words'

function Reader(): ReactElement {
  const { idToken } = useIdToken()
  return <li>{idToken === null ? '…' : <TokenMark hash={shortHash(idToken)} />}</li>
}

export function Readers(): ReactElement {
  const { spoken } = useScene()
  const { refresh } = useIdToken()
  const places = Array.from({ length: 50 }, (_, place) => place)
  return (
    <Card title={words[spoken].readers} isWide>
      <ul className="readers">
        {places.map((place) => (
          <Reader key={place} />
        ))}
      </ul>
      <div className="row">
        <Action act={() => Promise.all(places.map(() => refresh()))}>{words[spoken].allRefresh}</Action>
      </div>
    </Card>
  )
}
