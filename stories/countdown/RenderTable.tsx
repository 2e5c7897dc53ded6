// Components that each read one field, with the number of their renders.
import type { ReactElement, ReactNode } from 'react'
import { useClaims, useIdToken, useSession } from 'react-ciam'
import { shortHash } from 'react-ciam/testing'
import { Action } from '../scene/Action'
import { Card } from '../scene/Card'
import { RenderCount, useRenderCounter } from '../scene/RenderCount'
import { TokenMark } from '../scene/TokenMark'
import { useScene } from '../scene/useScene'
import { words } from './words'

function Counted({ name, useReading }: { name: string; useReading: () => ReactNode }): ReactElement {
  const shown = useReading()
  const counter = useRenderCounter()
  return (
    <tr>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td>{shown}</td>
      <td>
        <RenderCount counter={counter} />
      </td>
    </tr>
  )
}

const useToken = () => {
  const { idToken } = useIdToken()
  return idToken && <TokenMark hash={shortHash(idToken)} />
}
const useRefreshing = () => (useIdToken().isRefreshing ? '●' : '○')
const useStatus = () => useIdToken().status
const useRefreshAlone = () => {
  const { spoken } = useScene()
  return typeof useIdToken().refresh === 'function' && words[spoken].nothing
}
const useName = () => useClaims(({ userName }) => userName)
const useSessionStatus = () => useSession(({ status }) => status)

const READINGS: readonly (readonly [name: string, useReading: () => ReactNode])[] = [
  ['useIdToken().idToken', useToken],
  ['useIdToken().isRefreshing', useRefreshing],
  ['useIdToken().status', useStatus],
  ['useIdToken().refresh', useRefreshAlone],
  ['useClaims(c => c.userName)', useName],
  ['useSession(s => s.status)', useSessionStatus],
]

export function RenderTable(): ReactElement {
  const { spoken, client, said } = useScene()
  return (
    <Card title={words[spoken].renders} isWide>
      <div className="scroll" tabIndex={0} role="group" aria-label={words[spoken].renders}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words[spoken].reads}</th>
              <th scope="col">{words[spoken].value}</th>
              <th scope="col">{words[spoken].again}</th>
            </tr>
          </thead>
          <tbody>
            {READINGS.map(([name, useReading]) => (
              <Counted key={name} name={name} useReading={useReading} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="row">
        <Action act={() => client.getIdToken({ force: true })}>{said.refresh}</Action>
      </div>
    </Card>
  )
}
