// A moment, as a time element.
import type { ReactElement } from 'react'
import { toClock, toDay, toFineClock, toIso } from '../moments'

const FORMS = { clock: toClock, fine: toFineClock, day: toDay }

/** `at`: epoch ms. */
export function Moment({ at, form = 'clock' }: { at: number; form?: keyof typeof FORMS }): ReactElement {
  return <time dateTime={toIso(at)}>{FORMS[form](at)}</time>
}
