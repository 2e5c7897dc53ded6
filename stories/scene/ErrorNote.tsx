// What went wrong, in a sentence for a person, with its codes for the curious.
import type { ReactElement, ReactNode } from 'react'
import { describeError, isCiamError } from 'react-ciam'
import type { Language } from './toolbar'

interface ErrorNoteProps {
  error: unknown
  spoken: Language
  /** Beside the codes. */
  children?: ReactNode
}

export function ErrorNote({ error, spoken, children }: ErrorNoteProps): ReactElement {
  const codes = isCiamError(error)
    ? [error.code, error.serviceCode, error.httpStatus && `HTTP ${error.httpStatus}`]
    : []
  return (
    <div className="problem" role="alert">
      <p>{describeError(error, spoken)}</p>
      <p className="codes">
        {codes.filter(Boolean).map((code) => (
          <code key={code}>{code}</code>
        ))}
        {children}
      </p>
    </div>
  )
}
