// What went wrong: its codes, the sentence that a user would read, and the message for the developer.
import type { ReactElement } from 'react'
import { describeError, isCiamError } from '../../index'

export function Problem({ error }: { error: unknown }): ReactElement {
  const known = isCiamError(error) ? error : null
  const codes = known
    ? [known.code, known.serviceCode, known.httpStatus && `HTTP ${known.httpStatus}`]
    : ['no CiamError']
  const sentence = describeError(error, 'en')
  return (
    <span className="problem">
      <span className="codes">
        {codes.filter(Boolean).map((code) => (
          <code key={code}>{code}</code>
        ))}
      </span>{' '}
      <span>{sentence}</span> {known && known.message !== sentence && <span className="soft">{known.message}</span>}
    </span>
  )
}
