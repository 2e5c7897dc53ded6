// A network that loses an answer after the service has done what it was asked for.
import type { ReactElement } from 'react'
import { Action } from '../scene/Action'
import { Card } from '../scene/Card'
import { useScene } from '../scene/useScene'
import { words } from './words'

export function LostAnswer(): ReactElement {
  const { spoken, client, emulator } = useScene()
  async function lose(): Promise<void> {
    emulator.fail('cut-after')
    await client.getIdToken({ force: true })
  }
  return (
    <Card title={words[spoken].network}>
      <p className="hint">{words[spoken].networkHint}</p>
      <div className="row">
        <Action act={lose}>{words[spoken].loseAnswer}</Action>
      </div>
    </Card>
  )
}
