// A storage that refuses, with a button that puts it right.
import type { ReactElement } from 'react'
import { Action } from '../scene/Action'
import { Badge } from '../scene/Badge'
import { Card } from '../scene/Card'
import { useScene } from '../scene/useScene'
import { useValue } from '../scene/useValue'
import { faultOf } from './faulty-storage'
import { storageWords } from './words'

interface FaultCardProps {
  kind: 'quota' | 'reading'
}

/** The card is the region `words.quota` or `words.reading`. */
export function FaultCard({ kind }: FaultCardProps): ReactElement {
  const { storage, spoken } = useScene()
  const said = storageWords[spoken]
  const fault = faultOf(storage.adapter)
  const isOn = useValue(fault)
  const words =
    kind === 'quota'
      ? { bad: said.full, good: said.roomy, hint: said.quotaHint, repair: said.makeRoom, spoil: said.makeFull }
      : { bad: said.refused, good: said.allowed, hint: said.readingHint, repair: said.allow, spoil: null }
  return (
    <Card title={said[kind]} aside={<Badge tone={isOn ? 'bad' : 'good'}>{isOn ? words.bad : words.good}</Badge>}>
      <p className="hint">{words.hint}</p>
      <div className="row">
        {isOn && <Action act={() => fault.set(false)}>{words.repair}</Action>}
        {!isOn && words.spoil && <Action act={() => fault.set(true)}>{words.spoil}</Action>}
      </div>
    </Card>
  )
}
