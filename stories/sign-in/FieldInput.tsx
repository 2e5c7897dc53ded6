// One field: its label, an ordinary input, what is wrong with it, and for a password a button that shows it.
import { useId, useState, type ReactElement } from 'react'
import type { Field } from './form-fields'
import { useWords } from './useWords'

interface FieldInputProps {
  field: Field
  isLast: boolean
  /** What is wrong with what was typed, found here; null if nothing is. */
  fault: string | null
  /** The id of the page's alert, where that speaks of this field; else null. */
  refusedBy: string | null
  onInput: () => void
}

export function FieldInput({ field, isLast, fault, refusedBy, onInput }: FieldInputProps): ReactElement {
  const { said } = useWords()
  const id = useId()
  const [isShown, setShown] = useState(false)
  const { name, type, autoComplete, inputMode, hint, initial } = field
  const label = said.fields[name]
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ')
  return (
    <div className="field" data-name={name}>
      <label htmlFor={id}>{label}</label>
      <div className="control">
        <input
          id={id}
          name={name}
          type={isShown ? 'text' : type}
          autoComplete={autoComplete}
          inputMode={inputMode}
          enterKeyHint={isLast ? 'go' : 'next'}
          defaultValue={initial}
          required
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          aria-invalid={fault !== null || refusedBy !== null}
          aria-describedby={described || undefined}
          // The alert has been heard once: a description would say it again.
          aria-errormessage={refusedBy ?? undefined}
          onInput={onInput}
        />
        {type === 'password' && (
          <button
            type="button"
            className="reveal"
            aria-label={(isShown ? said.hideField : said.showField)(label)}
            onClick={() => setShown(!isShown)}
          >
            {isShown ? said.hide : said.show}
          </button>
        )}
      </div>
      {fault && (
        <p className="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
