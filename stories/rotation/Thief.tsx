// Somebody else who has a copy of the first session_token, and uses it.
import { useState, type ReactElement } from 'react'
import { Action } from '../scene/Action'
import { Card } from '../scene/Card'
import { useScene } from '../scene/useScene'
import { words } from './words'

const REFRESH_PATH = '/api/v2/sdk/sso/session-token/id-token'

export function Thief(): ReactElement {
  const { spoken, client, emulator, baseUrl, tokens } = useScene()
  const [status, setStatus] = useState<number | null>(null)
  async function present(): Promise<void> {
    const [first = ''] = tokens()
    const headers = { ...(await client.getServiceHeaders()), 'session-token': first }
    const response = await emulator.fetch(baseUrl + REFRESH_PATH, { method: 'POST', headers, body: '{}' })
    setStatus(response.status)
  }
  return (
    <Card title={words[spoken].thief}>
      <p className="hint">{words[spoken].thiefHint}</p>
      <div className="row">
        <Action act={present}>{words[spoken].present}</Action>
      </div>
      <p role="status">{status !== null && words[spoken].answered(status)}</p>
    </Card>
  )
}
