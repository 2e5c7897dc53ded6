// A code by e-mail: the service's pages name no call that sends one, so the app does.
import { withoutSecrets } from '../client/safe-cause'
import { CiamError } from '../protocol/errors'
import type { ActionScope } from './actions'
import type { Origin } from './flow'
import { isOurs, notRepeated, ownProblem, toProblem } from './problems'
import { within } from './service-call'
import type { EmailCodeRequest } from './sign-in-types'
import type { SignInProblem } from './problem-types'

const EMAIL_TYPES: Record<Origin['at'], EmailCodeRequest['type']> = {
  ready: 'LOGIN_EMS',
  'second-factor': 'MFA_AUTH_EMS',
  'account-link': 'BIND_EMAIL_EMS',
}

/** Null once it is sent. */
export async function sendByEmail(
  { settings, engine }: ActionScope,
  email: string,
  purpose: Origin['at'],
  signal: AbortSignal,
): Promise<SignInProblem | null> {
  const { sendEmailCode } = settings
  if (!sendEmailCode) {
    return ownProblem(
      'input',
      new CiamError(
        'CONFIG',
        'createSignIn: hand in sendEmailCode, which sends the code: no call of the service is known.',
      ),
    )
  }
  try {
    const sending = Promise.resolve(sendEmailCode({ email, type: EMAIL_TYPES[purpose] }))
    await within(engine.options.requestTimeout, engine.environment, signal, () => {}, sending)
    return null
  } catch (thrown) {
    if (isOurs(thrown)) return toProblem(notRepeated(thrown))
    const cause = withoutSecrets(thrown)
    const message = 'The app could not send the code: its sendEmailCode rejected.'
    return ownProblem('code-not-sent', new CiamError('SERVICE_ERROR', message, { cause }))
  }
}
