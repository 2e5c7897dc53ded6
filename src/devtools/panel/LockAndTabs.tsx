// Who holds the refresh lock, and which tabs have their devtools open.
import { useEffect, useState, type ReactElement } from 'react'
import type { Inspector, LockState } from '../inspector'
import { toCount } from '../moments'
import { useReadable } from '../useReadable'
import { Facts } from './Facts'
import { Section } from './Section'
import { labelOf } from './mark-words'

export function LockAndTabs({ inspector }: { inspector: Inspector }): ReactElement {
  const lock = useLock(inspector)
  const tabs = useReadable(inspector.tabs)
  return (
    <Section title="Lock and tabs">
      <Facts
        facts={[
          ['refresh lock', lock ? (lock.isHeld ? 'held' : 'free') : 'asking …'],
          ['waiting', lock && toCount(lock.waiting, 'request')],
          ['reach', lock && (lock.spansTabs ? 'all tabs of this browser profile' : 'this page only')],
          [
            'devtools in',
            <ul className="tabs">
              {tabs.map((tab) => (
                <li key={tab.id}>
                  {labelOf(tab)}
                  {!tab.isOpen && <span className="soft"> (closed)</span>}
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
      {lock && !lock.spansTabs && (
        <p className="warning">
          This browser has no Web Locks. One refresh at a time holds within a page only; between tabs a write is
          compared before it is made.
        </p>
      )}
    </Section>
  )
}

const PERIOD = 1_000

/** Asked again every second: nothing tells of a lock. */
function useLock(inspector: Inspector): LockState | null {
  const [lock, setLock] = useState<LockState | null>(null)
  useEffect(() => {
    let isCurrent = true
    const show = (next: LockState): void => {
      if (isCurrent) setLock((shown) => (isSame(shown, next) ? shown : next))
    }
    // A browser that does not answer leaves what was shown.
    const ask = () => void inspector.readLock().then(show, () => undefined)
    ask()
    const timer = setInterval(ask, PERIOD)
    return () => {
      isCurrent = false
      clearInterval(timer)
    }
  }, [inspector])
  return lock
}

const isSame = (one: LockState | null, other: LockState): boolean =>
  one?.isHeld === other.isHeld && one.waiting === other.waiting && one.spansTabs === other.spansTabs
