// The frame of every page: the app's name, and one card with a heading that takes the focus when the step changes.
import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react'
import { AlertContext } from './refusal'
import { useWords } from './useWords'
import './sign-in.css'
import './sign-in-parts.css'

interface FrameProps {
  /** Another one: another heading, which is to be heard. */
  step: string
  title: string
  lead?: string | null
  /** What went wrong; one alert says so for the whole page. */
  problem?: string | null
  isWide?: boolean
  /** The person came here from another page of the app: the heading is to be heard at once. */
  isArrival?: boolean
  children?: ReactNode
}

export function Frame({
  step,
  title,
  lead,
  problem,
  isWide = false,
  isArrival = false,
  children,
}: FrameProps): ReactElement {
  const { said, language } = useWords()
  const alertId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(isArrival ? null : step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    // A form that was handed back with something wrong has taken the focus already.
    if (!document.activeElement?.closest('[aria-invalid="true"]')) heading.current?.focus()
  }, [step])
  return (
    <main className="door" lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <div className="brand">
        <Lantern />
        {said.brand}
      </div>
      <div className="sheet" data-wide={isWide}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p className="lead">{lead}</p>}
        <p className="problem" role="alert" id={alertId}>
          {problem}
        </p>
        <AlertContext.Provider value={alertId}>{children}</AlertContext.Provider>
      </div>
    </main>
  )
}

function Lantern(): ReactElement {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M9 3h6v2H9zM9 18h6v2H9zM11 20h2v3h-2zM11 1h2v2h-2z" />
      <path d="M8 5h8c3 1.6 4 4 4 6.5S19 16.4 16 18H8c-3-1.6-4-4-4-6.5S5 6.6 8 5Zm.8 2C6.9 8.3 6.5 10 6.5 11.5s.4 3.2 2.3 4.5h1.1c-1-1.3-1.5-2.9-1.5-4.5S8.9 8.3 9.9 7Zm5.3 0c1 1.3 1.5 2.9 1.5 4.5s-.5 3.2-1.5 4.5h1.1c1.9-1.3 2.3-3 2.3-4.5s-.4-3.2-2.3-4.5Z" />
    </svg>
  )
}
