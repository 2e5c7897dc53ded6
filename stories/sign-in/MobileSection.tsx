// Another mobile number: a puzzle, a code to the new number, and the change.
import { useState, type ReactElement } from 'react'
import { useCiamClient, useClaims } from 'react-ciam'
import { useAccount, type CaptchaPuzzle } from 'react-ciam/sign-in'
import { Form } from './Form'
import { codeField, mobileField } from './form-fields'
import { Press } from './Press'
import { Puzzle } from './Puzzle'
import { Section } from './Section'
import { useTask } from './useTask'
import { useWords } from './useWords'

type Stage =
  | { readonly at: 'number' }
  | { readonly at: 'puzzle'; readonly mobile: string; readonly puzzle: CaptchaPuzzle & { readonly token: string } }
  | { readonly at: 'code'; readonly mobile: string }

export function MobileSection(): ReactElement {
  const { said } = useWords()
  const client = useCiamClient()
  const account = useAccount()
  const present = useClaims((claims) => claims.mobile)
  const { outcome, run } = useTask()
  const [stage, setStage] = useState<Stage>({ at: 'number' })

  const showPuzzle = (mobile: string) => async () =>
    setStage({ at: 'puzzle', mobile, puzzle: await account.getCaptcha() })

  const sendCode = (mobile: string, token: string, x: number) =>
    run(async () => {
      try {
        const captchaToken = await account.verifyCaptcha({ x, token, sender: mobile })
        await account.sendSmsCode({ mobile, type: 'UPDATE_MOBILE_SMS', captchaToken })
        setStage({ at: 'code', mobile })
      } catch (error) {
        // A puzzle is good once: what went wrong is said when the next one is there.
        await showPuzzle(mobile)().catch(() => setStage({ at: 'number' }))
        throw error
      }
    }, '')

  const change = (mobile: string, code: string) =>
    run(async () => {
      await account.updateMobile({ mobile, code })
      setStage({ at: 'number' })
      await client.getIdToken({ force: true }) // The number is in the next one.
    }, said.self.mobileChanged)

  const startOver = () => setStage({ at: 'number' })
  return (
    <Section title={said.self.mobile} outcome={outcome}>
      {stage.at === 'number' && (
        <>
          {present && <p>{said.self.mobileNow(present)}</p>}
          <Form
            fields={[mobileField('', 'newMobile')]}
            action={said.sendCode}
            onSubmit={({ newMobile = '' }) => run(showPuzzle(newMobile.trim()), '')}
          />
        </>
      )}
      {stage.at === 'puzzle' && (
        <>
          <Puzzle
            key={stage.puzzle.token}
            puzzle={stage.puzzle}
            onSolve={(x) => sendCode(stage.mobile, stage.puzzle.token, x)}
            onRenew={() => run(showPuzzle(stage.mobile), '')}
            isWrong={outcome?.isDone === false}
          />
          <Press act={startOver}>{said.cancel}</Press>
        </>
      )}
      {stage.at === 'code' && (
        <>
          <p>{said.codeSentTo(stage.mobile)}</p>
          <Form
            fields={[codeField]}
            action={said.self.changeMobile}
            onSubmit={({ code = '' }) => change(stage.mobile, code)}
            problem={outcome}
            wrong={outcome?.field ?? null}
          />
          <Press act={startOver}>{said.cancel}</Press>
        </>
      )}
    </Section>
  )
}
