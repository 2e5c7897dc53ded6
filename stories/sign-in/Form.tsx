// A form: guards against empty fields, brings the person to the first wrong one, and hands on what was typed. What is typed
// is in the inputs and nowhere else: no state of React has a password.
import { useContext, useEffect, useRef, useState, type ReactElement, type ReactNode, type SubmitEvent } from 'react'
import { FieldInput } from './FieldInput'
import type { Field, FieldName, Typed } from './form-fields'
import { AlertContext } from './refusal'
import { useWords } from './useWords'

interface FormProps {
  fields: readonly Field[]
  /** The word of the button that sends. */
  action: string
  /** Resolves when the service has answered. */
  onSubmit: (typed: Typed) => Promise<unknown>
  /** A second way to send the form. */
  other?: { action: string; onSubmit: (typed: Typed) => Promise<unknown> }
  /** What went wrong, another object each time; and of which field it is. */
  problem?: object | null
  wrong?: FieldName | null
  /** For password managers: whose new password it is. */
  userName?: string
  children?: ReactNode
}

const NOTHING: Typed = {}

export function Form(props: FormProps): ReactElement {
  const { fields, action, onSubmit, other, problem = null, wrong = null, userName, children } = props
  const { said } = useWords()
  const alertId = useContext(AlertContext)
  const form = useRef<HTMLFormElement>(null)
  const [faults, setFaults] = useState<Typed>(NOTHING)
  const [sending, setSending] = useState<'main' | 'other' | null>(null)

  useEffect(() => {
    if (problem && wrong) focusOn(form.current, wrong)
  }, [problem, wrong])

  const findFaults = (typed: Typed): Typed =>
    Object.fromEntries(
      fields.flatMap(({ name, check }) => {
        const text = typed[name] ?? ''
        const fault = text.trim() === '' ? said.missing(said.fields[name]) : (check?.(text) ?? null)
        return fault === null ? [] : [[name, fault]]
      }),
    )

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const typed = Object.fromEntries(new FormData(event.currentTarget)) as Typed
    const found = findFaults(typed)
    setFaults(found)
    const first = fields.find(({ name }) => found[name])
    if (first) return focusOn(event.currentTarget, first.name)
    const isOther = !!event.nativeEvent.submitter?.hasAttribute('data-other')
    setSending(isOther ? 'other' : 'main')
    await (isOther && other ? other : { onSubmit }).onSubmit(typed)
    setSending(null)
  }

  return (
    <form ref={form} noValidate aria-busy={sending !== null} onSubmit={(event) => void submit(event)}>
      {userName && <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />}
      {fields.map((field, index) => (
        <FieldInput
          key={field.name}
          field={field}
          isLast={index === fields.length - 1}
          fault={faults[field.name] ?? null}
          refusedBy={problem && field.name === wrong ? alertId : null}
          onInput={() => setFaults((before) => without(before, field.name))}
        />
      ))}
      {children}
      <button className="primary" data-busy={sending === 'main'}>
        {action}
      </button>
      {other && (
        <button className="quiet" data-other data-busy={sending === 'other'}>
          {other.action}
        </button>
      )}
    </form>
  )
}

const without = (faults: Typed, name: FieldName): Typed =>
  Object.fromEntries(Object.entries(faults).filter(([each]) => each !== name))

function focusOn(form: HTMLFormElement | null, name: FieldName): void {
  const field = form?.elements.namedItem(name)
  if (!(field instanceof HTMLInputElement)) return
  field.focus()
  field.select()
}
