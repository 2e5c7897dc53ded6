// The network of this device, with a button that takes it away or gives it back.
import type { ReactElement } from 'react'
import { Action } from '../scene/Action'
import { Badge } from '../scene/Badge'
import { Card } from '../scene/Card'
import { useScene } from '../scene/useScene'
import { useValue } from '../scene/useValue'
import { networkOf } from './network'
import { outageWords } from './words'

/** The card is the region `words.network`. */
export function NetworkCard(): ReactElement {
  const { emulator, spoken } = useScene()
  const { isOnline, goOffline, goOnline } = networkOf(emulator)
  const said = outageWords[spoken]
  const connected = useValue(isOnline)
  return (
    <Card
      title={said.network}
      aside={<Badge tone={connected ? 'good' : 'bad'}>{connected ? said.online : said.offline}</Badge>}
    >
      <p className="hint">{said.networkHint}</p>
      <div className="row">
        <Action act={connected ? goOffline : goOnline}>{connected ? said.goOffline : said.goOnline}</Action>
      </div>
    </Card>
  )
}
