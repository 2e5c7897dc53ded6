// The marks as a list, newest first.
import { useState, type ReactElement } from 'react'
import type { Mark } from '../marks'
import { LaneSymbol, symbolOf } from '../LaneSymbol'
import { toCount } from '../moments'
import { isStep, wordsOf } from './mark-words'
import { Moment } from './Moment'

interface MarkListProps {
  /** Oldest first. */
  marks: readonly Mark[]
  labels: (tab: string) => string
  onClear: () => void
}

const PAGE = 60

export function MarkList({ marks, labels, onClear }: MarkListProps): ReactElement {
  const [withSteps, setWithSteps] = useState(false)
  const [most, setMost] = useState(PAGE)
  const listed = marks.filter((mark) => withSteps || !isStep(mark)).reverse()
  return (
    <>
      <div className="list-head">
        <h4>Events</h4>
        <span className="soft">{toCount(listed.length, 'mark')}</span>
        <label className="check">
          <input type="checkbox" checked={withSteps} onChange={(event) => setWithSteps(event.currentTarget.checked)} />
          Every step
        </label>
        <button type="button" className="button small" onClick={onClear}>
          Clear
        </button>
      </div>
      {listed.length === 0 ? (
        <p className="soft">Nothing yet.</p>
      ) : (
        <ol className="marks" aria-label="Events, newest first">
          {listed.slice(0, most).map((mark) => (
            <MarkItem key={`${mark.tab} ${mark.number}`} mark={mark} label={labels(mark.tab)} />
          ))}
        </ol>
      )}
      {listed.length > most && (
        <button type="button" className="button small" onClick={() => setMost(most + PAGE)}>
          Show {Math.min(PAGE, listed.length - most)} older
        </button>
      )}
    </>
  )
}

function MarkItem({ mark, label }: { mark: Mark; label: string }): ReactElement {
  const { title, detail, isBad } = wordsOf(mark)
  // What was refreshed was saved: in the picture that is a mark of its own.
  const symbol = mark.kind === 'refreshed' ? (mark.rotated ? 'rotated' : 'written') : symbolOf(mark)
  return (
    <li data-bad={isBad} data-step={isStep(mark)}>
      <Moment at={mark.at} form="fine" />
      <span className="who">{label}</span>
      <svg className="ciam-symbol" width={20} height={20} viewBox="-10 -10 20 20" aria-hidden="true">
        {symbol && <LaneSymbol name={symbol} x={0} y={0} />}
      </svg>
      <span className="what">
        <span className="title">{title}</span>
        {detail && <span className="soft"> {detail}</span>}
        {mark.token && !isStep(mark) && (
          <span className="soft">
            {' '}
            <code title="Hash of the session_token after it">{mark.token.slice(0, 6)}</code>
          </span>
        )}
      </span>
    </li>
  )
}
