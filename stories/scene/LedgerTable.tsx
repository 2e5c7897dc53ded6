// The service's ledger: every request that it got, newest first.
import type { ReactElement } from 'react'
import type { LedgerEntry } from 'react-ciam/testing'
import { Card } from './Card'
import { toTime } from './moments'
import { TokenMark } from './TokenMark'
import { useScene } from './useScene'
import { useValue } from './useValue'

const COLUMNS = ['time', 'request', 'outcome', 'token', 'issued', 'status'] as const

/** The card is the region `said.ledger`, across the page. */
export function LedgerTable(): ReactElement {
  const { said, ledger } = useScene()
  const entries = [...useValue(ledger)].reverse()
  return (
    <Card title={said.ledger} isWide>
      <div className="scroll" tabIndex={0} role="group" aria-label={said.ledger}>
        <table>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className={`is-${column}`}>
                  {said.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.length === 0 && (
              <tr>
                <td colSpan={COLUMNS.length} className="empty">
                  {said.ledgerEmpty}
                </td>
              </tr>
            )}
            {entries.map((entry) => (
              <Row key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Row({ entry }: { entry: LedgerEntry }): ReactElement {
  const { said } = useScene()
  const isRefused = entry.status === null || entry.status >= 400 || entry.fault !== null
  return (
    <tr data-refused={isRefused} data-reused={entry.reused}>
      <td className="is-time">
        <time dateTime={new Date(entry.time).toISOString()}>{toTime(entry.time)}</time>
      </td>
      <td className="is-request">{said.kinds[entry.kind]}</td>
      <td className="is-outcome">
        <span className="outcome">{entry.outcome}</span>
        {entry.reason && <span className="hint"> {entry.reason}</span>}
        {entry.fault && entry.committed && <span className="hint"> {said.done}</span>}
        {entry.reused && <strong className="reused">{said.reused}</strong>}
      </td>
      <td className="is-token">{entry.token && <TokenMark hash={entry.token} />}</td>
      <td className="is-issued">{entry.issued && <TokenMark hash={entry.issued} />}</td>
      <td className="is-status">{entry.status ?? '–'}</td>
    </tr>
  )
}
