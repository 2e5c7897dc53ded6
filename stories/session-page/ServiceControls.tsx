// The knobs of the service: rotation, lifetimes, faults and time.
import { useId, useState, type ReactElement } from 'react'
import type { Fault, RotationMode } from 'react-ciam/testing'
import { useBench } from './useBench'
import { useValue } from '../scene/useValue'
import type { Words } from './words'

type FaultName = keyof Words['faultNames']

const ROTATIONS: readonly RotationMode[] = ['off', 'on', 'grace', 'revoke']
/** Seconds. */
const LIFETIMES = [10, 20, 60, 300]
const FAULTS: Record<FaultName, Fault> = {
  busy: 'busy',
  '500': '500',
  'html-502': 'html-502',
  '429': { kind: '429', retryAfter: 3 },
  'cut-before': 'cut-before',
  'cut-after': 'cut-after',
  hang: 'hang',
  'expired-token': 'expired-token',
}
/** In the order of the page; an object would put the numbers first. */
const FAULT_NAMES: readonly FaultName[] = [
  'busy',
  '500',
  'html-502',
  '429',
  'cut-before',
  'cut-after',
  'hang',
  'expired-token',
]

export function ServiceControls(): ReactElement {
  const { said, service } = useBench()
  const options = useValue(service.options)
  return (
    <section className="panel controls" aria-labelledby="controls">
      <h2 id="controls">{said.controls}</h2>
      <Choice
        title={said.rotation}
        choices={ROTATIONS.map((mode) => [mode, said.rotations[mode]])}
        chosen={options?.rotation}
        onChoose={(rotation) => void service.configure({ rotation })}
      />
      <Choice
        title={said.lifetime}
        hint={said.lifetimeHint}
        choices={LIFETIMES.map((life) => [
          life,
          life < 60 ? said.seconds(String(life)) : said.minutes(String(life / 60)),
        ])}
        chosen={options?.idTokenLifetime}
        onChoose={(idTokenLifetime) => void service.configure({ idTokenLifetime })}
      />
      <Faults />
      <Time idTokenLifetime={options?.idTokenLifetime ?? 0} sessionLifetime={options?.sessionLifetime ?? 0} />
    </section>
  )
}

interface ChoiceProps<Value> {
  title: string
  hint?: string
  choices: (readonly [value: Value, name: string])[]
  chosen: Value | undefined
  onChoose: (value: Value) => void
}

function Choice<Value extends string | number>({
  title,
  hint,
  choices,
  chosen,
  onChoose,
}: ChoiceProps<Value>): ReactElement {
  const name = useId()
  return (
    <fieldset>
      <legend>{title}</legend>
      <div className="choices">
        {choices.map(([value, label]) => (
          <label key={value}>
            <input type="radio" name={name} checked={value === chosen} onChange={() => onChoose(value)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {hint && <p className="hint">{hint}</p>}
    </fieldset>
  )
}

function Faults(): ReactElement {
  const { said, service } = useBench()
  const ledger = useValue(service.ledger)
  // What was put in line on this page, since the last time that nothing was.
  const [line, setLine] = useState<{ after: number; names: readonly FaultName[] }>({ after: 0, names: [] })
  const met = ledger.filter(({ id, fault }) => id > line.after && fault !== null).length
  const waiting = line.names.slice(met)

  async function add(name: FaultName): Promise<void> {
    const after = waiting.length > 0 ? line.after : (ledger.at(-1)?.id ?? 0)
    setLine({ after, names: [...(waiting.length > 0 ? line.names : []), name] })
    await service.fail(FAULTS[name])
  }

  return (
    <fieldset>
      <legend>{said.faults}</legend>
      <div className="row">
        {FAULT_NAMES.map((name) => (
          <button key={name} className="small" onClick={() => void add(name)}>
            {said.faultNames[name]}
          </button>
        ))}
      </div>
      <p className="hint" role="status">
        {waiting.length === 0
          ? said.noFault
          : `${said.waiting} ${waiting.map((name) => said.faultNames[name]).join(' → ')}`}
      </p>
    </fieldset>
  )
}

/** In seconds. */
function Time({
  idTokenLifetime,
  sessionLifetime,
}: {
  idTokenLifetime: number
  sessionLifetime: number
}): ReactElement {
  const { said, service } = useBench()
  const acts = [
    [said.expireIdToken, said.expireIdTokenHint, () => service.advanceClock(idTokenLifetime * 1000)],
    [said.endSession, said.endSessionHint, () => service.advanceClock(sessionLifetime * 1000)],
    [said.reset, said.resetHint, service.reset],
  ] as const
  return (
    <fieldset>
      <legend>{said.turn}</legend>
      <ul className="acts">
        {acts.map(([label, hint, act]) => (
          <li key={label}>
            <button className="small" onClick={() => void act()}>
              {label}
            </button>
            <span className="hint">{hint}</span>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
