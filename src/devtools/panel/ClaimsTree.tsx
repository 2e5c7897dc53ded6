// A value with all that is in it. A schema of the app may give anything: dates, maps, instances, circles.
import { useState, type ReactElement } from 'react'
import { toDay } from '../moments'

/** More of one level is not drawn. */
const MOST = 200

/** Claims that hold seconds since the epoch. */
const SECONDS = /^(exp|iat|nbf|auth_time|updated_at)$/

export function ClaimsTree({ value }: { value: unknown }): ReactElement {
  const entries = entriesOf(value) ?? [['', value] as const]
  return (
    <ul className="tree">
      {entries.slice(0, MOST).map(([name, content]) => (
        <li key={name}>
          <Branch name={name} value={content} />
        </li>
      ))}
      {entries.length === 0 && <li className="soft">empty</li>}
      {entries.length > MOST && <li className="soft">and {entries.length - MOST} more</li>}
    </ul>
  )
}

function Branch({ name, value }: { name: string; value: unknown }): ReactElement {
  const [isOpen, setOpen] = useState(false)
  const entries = entriesOf(value)
  if (!entries) return <Leaf name={name} value={value} />
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="key">{name}</span>{' '}
        <span className="soft">
          {kindOf(value)}, {entries.length}
        </span>
      </summary>
      {/* What is closed is not there: a circle ends where nobody opens it. */}
      {isOpen && <ClaimsTree value={value} />}
    </details>
  )
}

function Leaf({ name, value }: { name: string; value: unknown }): ReactElement {
  const when = typeof value === 'number' && SECONDS.test(name) ? toDay(value * 1000) : null
  return (
    <>
      {name && <span className="key">{name}</span>}{' '}
      <span className="value" data-type={value === null ? 'null' : typeof value}>
        {toText(value)}
      </span>{' '}
      {when && <span className="soft">{when}</span>}
    </>
  )
}

/** What lies inside; null for what has no inside. */
function entriesOf(value: unknown): (readonly [name: string, value: unknown])[] | null {
  if (typeof value !== 'object' || value === null || value instanceof Date) return null
  if (value instanceof Map) return [...value].map(([name, content]) => [String(name), content] as const)
  if (value instanceof Set) return [...value].map((content, index) => [String(index), content] as const)
  return Object.entries(value)
}

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'list' : value instanceof Map ? 'Map' : value instanceof Set ? 'Set' : 'object'

function toText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Date) return toDay(value.getTime())
  return typeof value === 'function' ? 'function' : String(value)
}
