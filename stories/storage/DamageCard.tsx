// Another script of the page, which writes half a record over the session's.
import type { ReactElement } from 'react'
import { Action } from '../scene/Action'
import { Card } from '../scene/Card'
import { useScene } from '../scene/useScene'
import { shownStorageOf } from './shown-storage'
import { storageWords } from './words'

/** The card is the region `words.damage`; its button is `words.damageNow`. */
export function DamageCard(): ReactElement {
  const { storage, spoken } = useScene()
  const said = storageWords[spoken]

  async function damage(): Promise<void> {
    for (const [key, value] of storage.read()) {
      if (key.startsWith('react-ciam:session:')) await storage.adapter.setItem(key, value.slice(0, 60))
    }
    await shownStorageOf(storage.adapter).look()
  }

  return (
    <Card title={said.damage}>
      <p className="hint">{said.damageHint}</p>
      <div className="row">
        <Action act={damage}>{said.damageNow}</Action>
      </div>
    </Card>
  )
}
