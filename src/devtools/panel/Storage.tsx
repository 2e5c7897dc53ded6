// Where the session lies, and what the client was set up with.
import type { ReactElement } from 'react'
import type { Inspector } from '../inspector'
import { toDuration } from '../moments'
import { useReadable } from '../useReadable'
import { Facts } from './Facts'
import { Section } from './Section'

const KINDS: Partial<Record<string, string>> = {
  local: 'localStorage, fenced by IndexedDB',
  session: 'sessionStorage',
  memory: 'memory of this page',
  custom: 'an adapter of the app',
}

export function Storage({ inspector }: { inspector: Inspector }): ReactElement {
  useReadable(inspector.marks) // What blocks a storage shows when it is used.
  const { facts } = inspector
  const blockedBy = facts.storageBlockedBy()
  const kind = facts.storage.startsWith('indexed-db:')
    ? `IndexedDB ${facts.storage.slice('indexed-db:'.length)}`
    : (KINDS[facts.storage] ?? facts.storage)
  return (
    <Section title="Storage">
      <Facts
        facts={[
          ['kind', kind],
          ['blocked', blockedBy === null ? 'no' : <code>{blockedBy}</code>],
          [
            'keys',
            <ul className="keys">
              {facts.storageKeys.map((key) => (
                <li key={key}>
                  <code>{key}</code>
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
      {blockedBy !== null && (
        <p className="warning">
          The storage is blocked, so memory stands in: the session ends with this page, and no other tab has it.
        </p>
      )}
      {blockedBy === null && facts.storage === 'memory' && (
        <p className="note">Memory is no storage: the session ends with this page, and no other tab has it.</p>
      )}
      <details className="set-up">
        <summary>Set-up of the client</summary>
        <Facts
          facts={[
            ['baseUrl', <code>{facts.baseUrl}</code>],
            ['clientId', <code>{facts.clientId}</code>],
            ['sessionTokenHeader', <code>{facts.sessionTokenHeader}</code>],
            ['refreshBefore', toDuration(facts.refreshBefore)],
            ['refreshInBackground', String(facts.refreshInBackground)],
          ]}
        />
      </details>
    </Section>
  )
}
