// A second factor, or a social account that is to be linked: a code to the person's own mobile or e-mail address.
import type { ReactElement } from 'react'
import type { AccountLinkState, SecondFactorState } from 'react-ciam/sign-in'
import { CodeRequest } from './CodeRequest'
import type { CodeWay, StepProps } from './page-memory'
import { Press } from './Press'
import { Tabs } from './Tabs'
import { useWords } from './useWords'

interface AskCodeStepProps extends StepProps {
  state: SecondFactorState | AccountLinkState
  ways: readonly CodeWay[]
}

export function AskCodeStep({ state, ways, ...step }: AskCodeStepProps): ReactElement {
  const { said } = useWords()
  const { memory, remember } = step
  const way = ways.includes(memory.codeWay) ? memory.codeWay : ways[0]!
  return (
    <>
      <Tabs
        label={said.codeWays.label}
        tabs={ways.map((id) => ({ id, label: said.codeWays[id] }))}
        chosen={way}
        onChoose={(codeWay) => remember({ codeWay, dismissed: state.problem })}
      >
        <CodeRequest state={state} way={way} {...step} />
      </Tabs>
      <Press act={() => state.cancel()}>{said.cancel}</Press>
    </>
  )
}
