// What was in storage, write by write: where a session_token was replaced, the chain goes on with another colour.
import { useEffect, useState, type ReactElement } from 'react'
import { Card } from '../scene/Card'
import type { StoredTokens } from '../scene/create-scene'
import { toTime } from '../scene/moments'
import { TokenMark } from '../scene/TokenMark'
import { useScene } from '../scene/useScene'
import { words } from './words'

interface StoredAt extends StoredTokens {
  /** Epoch ms. */
  readonly at: number
}

const isSame = (one: StoredTokens | undefined, other: StoredTokens): boolean =>
  one?.sessionToken === other.sessionToken && one.idToken === other.idToken

export function TokenChain(): ReactElement {
  const { said, spoken, storage, readStored } = useScene()
  const [chain, setChain] = useState<readonly StoredAt[]>(() => [{ ...readStored(), at: Date.now() }])
  useEffect(() => {
    const look = () => {
      const now = readStored()
      setChain((before) => (isSame(before.at(-1), now) ? before : [...before, { ...now, at: Date.now() }]))
    }
    look()
    return storage.values.subscribe(look)
  }, [readStored, storage])
  return (
    <Card title={words[spoken].chain}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words[spoken].written}</th>
            <th scope="col">{said.sessionToken}</th>
            <th scope="col">{said.idToken}</th>
          </tr>
        </thead>
        <tbody>
          {chain.map(({ sessionToken, idToken, at }) => (
            <tr key={`${sessionToken}${idToken}`}>
              <td>
                <time dateTime={new Date(at).toISOString()}>{toTime(at)}</time>
              </td>
              <td>{sessionToken ? <TokenMark hash={sessionToken} /> : '–'}</td>
              <td>{idToken ? <TokenMark hash={idToken} /> : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">{words[spoken].chainHint}</p>
    </Card>
  )
}
