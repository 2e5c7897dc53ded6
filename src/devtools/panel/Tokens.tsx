// The tokens without their text, and the way to it for a developer who insists.
import type { ReactElement } from 'react'
import type { CiamClient } from '../../index'
import type { Inspector, RedactedToken } from '../inspector'
import { useReadable } from '../useReadable'
import { Section } from './Section'
import { TokenReveal } from './TokenReveal'
import { useSnapshot } from './useSnapshot'

interface TokensProps {
  client: CiamClient<unknown>
  inspector: Inspector
}

const NAMES = { sessionToken: 'session_token', idToken: 'id_token' } as const

export function Tokens({ client, inspector }: TokensProps): ReactElement {
  // Either tells that there may be others now.
  useSnapshot(client)
  useReadable(inspector.marks)
  const tokens = inspector.tokens()
  return (
    <Section title="Tokens">
      {(['sessionToken', 'idToken'] as const).map((kind) => (
        <Redacted key={kind} kind={kind} token={tokens[kind]} inspector={inspector} />
      ))}
      <p className="note">A hash tells two tokens apart and leads back to neither.</p>
    </Section>
  )
}

interface RedactedProps {
  kind: keyof typeof NAMES
  token: RedactedToken | null
  inspector: Inspector
}

function Redacted({ kind, token, inspector }: RedactedProps): ReactElement {
  return (
    <div className="token">
      <p>
        <code className="token-name">{NAMES[kind]}</code>{' '}
        {token ? (
          <span className="soft">
            {token.length.toLocaleString('en')} characters, hash <code>{token.hash}</code>
          </span>
        ) : (
          <span className="soft">none</span>
        )}
      </p>
      {token && <TokenReveal kind={kind} name={NAMES[kind]} inspector={inspector} />}
    </div>
  )
}
