// The service's ledger: every request that it got, newest first, from this tab and from others.
import { useState, type ReactElement } from 'react'
import type { LedgerEntry } from 'react-ciam/testing'
import { toTime } from '../scene/moments'
import { TokenMark } from '../scene/TokenMark'
import { useBench } from './useBench'
import { useValue } from '../scene/useValue'

export function Ledger(): ReactElement {
  const { said, service, openedAt } = useBench()
  const [withPreflights, setWithPreflights] = useState(false)
  const entries = useValue(service.ledger)
    .filter(({ kind }) => withPreflights || kind !== 'preflight')
    .reverse()
  const firstBefore = entries.findIndex(({ time }) => time < openedAt)
  return (
    <section className="panel ledger" aria-labelledby="ledger">
      <div className="row spread">
        <h2 id="ledger">{said.ledger}</h2>
        <label className="check">
          <input
            type="checkbox"
            checked={withPreflights}
            onChange={(event) => setWithPreflights(event.currentTarget.checked)}
          />
          {said.preflights}
        </label>
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="ledger">
        <table>
          <thead>
            <tr>
              {(['time', 'request', 'outcome', 'token', 'issued', 'status'] as const).map((column) => (
                <th key={column} scope="col" className={`is-${column}`}>
                  {said.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.length === 0 && (
              <tr>
                <td colSpan={6} className="empty">
                  {said.ledgerEmpty}
                </td>
              </tr>
            )}
            {entries.map((entry, index) => (
              <Row
                key={entry.id}
                entry={entry}
                opened={index === firstBefore ? openedAt : null}
                isOld={entry.time < openedAt}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

interface RowProps {
  entry: LedgerEntry
  /** Epoch ms at which the page was opened, in the first row from before. */
  opened: number | null
  isOld: boolean
}

function Row({ entry, opened, isOld }: RowProps): ReactElement {
  const { said } = useBench()
  const isRefused = entry.status === null || entry.status >= 400 || entry.fault !== null
  return (
    <>
      {opened !== null && (
        <tr className="opened">
          <td colSpan={6}>{said.pageOpened(toTime(opened))}</td>
        </tr>
      )}
      <tr data-refused={isRefused} data-reused={entry.reused} data-old={isOld}>
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
    </>
  )
}
