// What storage holds under the package's keys, with everything that could be a token as its hash.
import type { ReactElement } from 'react'
import { shortHash } from 'react-ciam/testing'
import { toDay, toTime } from '../scene/moments'
import type { StoredValue } from '../scene/watched-storage'
import { TokenMark } from '../scene/TokenMark'
import { useBench } from './useBench'
import { useValue } from '../scene/useValue'

export function StoragePanel(): ReactElement {
  const { said, storage, service } = useBench()
  const values = useValue(storage.values)
  return (
    <section className="panel storage" aria-labelledby="storage">
      <h2 id="storage">
        {said.storage} <small>{said.storageKind[service.kind === 'server' ? 'local' : 'memory']}</small>
      </h2>
      {values.length === 0 ? <p className="empty">{said.storageEmpty}</p> : <p className="hint">{said.storageHint}</p>}
      {values.map(([key, value]) => (
        <Stored key={key} stored={[key, value]} />
      ))}
    </section>
  )
}

function Stored({ stored: [key, value] }: { stored: StoredValue }): ReactElement {
  const [, name = '', session = ''] = /^react-ciam:([^:]+):?(.*)$/.exec(key) ?? []
  return (
    <div className="stored">
      <h3>
        <code>react-ciam:{name}</code> {session && <code className="key-rest">:{session}</code>}
      </h3>
      <dl>
        {fieldsOf(value).map(([field, content]) => (
          <div key={field} className={isObject(content) ? 'wide' : undefined}>
            {field && <dt>{field}</dt>}
            <dd>
              <Content content={content} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function fieldsOf(value: string): [name: string, content: unknown][] {
  try {
    const parsed: unknown = JSON.parse(value)
    if (typeof parsed === 'object' && parsed !== null) return Object.entries(parsed)
  } catch {
    // Not every value is JSON: the fingerprint is a plain text.
  }
  return [['', value]]
}

const isObject = (content: unknown): content is object => typeof content === 'object' && content !== null

/** Longer texts without a space are tokens, keys or fingerprints. */
const isSecret = (content: string): boolean => content.length > 16 && !content.includes(' ')

function Content({ content }: { content: unknown }): ReactElement {
  const { said } = useBench()
  if (typeof content === 'string' && isSecret(content)) {
    return (
      <>
        <TokenMark hash={shortHash(content)} /> <span className="hint">{said.length(content.length)}</span>
      </>
    )
  }
  if (typeof content === 'number' && content > 1e12) return <>{toMoment(content)}</>
  if (isObject(content)) {
    return (
      <code>
        {Object.entries(content)
          .map(([name, part]) => `${name} ${toText(part)}`)
          .join(' · ')}
      </code>
    )
  }
  return <code>{JSON.stringify(content)}</code>
}

/** Inside of an object: the failure that requests remember. */
function toText(part: unknown): string {
  if (typeof part === 'number' && part > 1e12) return toTime(part)
  return typeof part === 'string' ? part.slice(0, 16) : JSON.stringify(part)
}

const toMoment = (at: number): string => `${toDay(at).slice(0, 10)} ${toTime(at)}`
