// What lies under each key of the session, with everything that could be a secret as its hash.
import type { ReactElement } from 'react'
import { shortHash } from 'react-ciam/testing'
import { Card } from '../scene/Card'
import { toDay, toTime } from '../scene/moments'
import { TokenMark } from '../scene/TokenMark'
import { useScene } from '../scene/useScene'
import { useValue } from '../scene/useValue'
import { shownStorageOf, type ShownValue } from './shown-storage'
import { storageWords, type StorageWords } from './words'
import './storage.css'

/** The card is the region `words.keys`, across the page. */
export function KeysCard(): ReactElement {
  const { storage, spoken } = useScene()
  const said = storageWords[spoken]
  const values = useValue(shownStorageOf(storage.adapter).values)
  return (
    <Card title={said.keys} isWide>
      {values.length === 0 ? <p className="soft">{said.keysEmpty}</p> : <p className="hint">{said.keysHint}</p>}
      {values.map((shown) => (
        <Stored key={shown[0]} shown={shown} said={said} />
      ))}
    </Card>
  )
}

function Stored({ shown: [key, value], said }: { shown: ShownValue; said: StorageWords }): ReactElement {
  const [, name = '', session = ''] = /^react-ciam:([^:]+):?(.*)$/.exec(key) ?? []
  const fields = fieldsOf(value)
  return (
    <div className="stored" data-name={name}>
      <h3>
        <code>react-ciam:{name}</code> {session && <code className="key-rest">:{session}</code>}
      </h3>
      {value === null && <p className="soft">{said.unreadable}</p>}
      {value !== null && !fields && (
        <p>{isSecret(value) ? <Secret text={value} said={said} /> : said.noJson(value.length)}</p>
      )}
      {fields && (
        <dl>
          {fields.map(([field, content]) => (
            <div key={field}>
              <dt>{field}</dt>
              <dd>
                <Content content={content} said={said} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function fieldsOf(value: string | null): [name: string, content: unknown][] | null {
  try {
    const parsed: unknown = JSON.parse(value ?? '')
    return typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : null
  } catch {
    return null
  }
}

/** Longer texts of one word are tokens, keys or fingerprints. */
const isSecret = (text: string): boolean => /^[\w.-]{17,}$/.test(text)

function Secret({ text, said }: { text: string; said: StorageWords }): ReactElement {
  return (
    <>
      <TokenMark hash={shortHash(text)} /> <span className="hint">{said.length(text.length)}</span>
    </>
  )
}

function Content({ content, said }: { content: unknown; said: StorageWords }): ReactElement {
  if (typeof content === 'string' && isSecret(content)) return <Secret text={content} said={said} />
  if (typeof content === 'number' && content > 1e12) {
    return (
      <>
        {toDay(content).slice(0, 10)} {toTime(content)}
      </>
    )
  }
  if (Array.isArray(content)) return <code>{content.length}</code>
  if (typeof content === 'object' && content !== null)
    return <code>{String((content as { code?: unknown }).code)}</code>
  return <code>{JSON.stringify(content)}</code>
}
