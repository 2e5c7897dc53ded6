// Reads what a step or a call of the account was given, before anything is sent. Says what to hand in, and quotes nothing.
import { CiamError } from '../protocol/errors'
import { type Fields, toFields } from '../protocol/fields'
import { isOurs } from './problems'
import type { CodeTarget } from './types'

export const wrongInput = (message: string): CiamError => new CiamError('CONFIG', message)

/** What to say of input that could not be read: a getter of the app may throw, and what it threw may quote anything. */
export const inputErrorOf = (thrown: unknown): CiamError =>
  isOurs(thrown) ? thrown : wrongInput('What was handed in cannot be read, or is no JSON.')

/** What is made of an argument. `read` closes over none of it: the stack of its error would hold that. */
export function readInput<Result>(input: unknown, read: (fields: Fields) => Result): Result {
  try {
    return read(fieldsOf(input))
  } catch (error) {
    throw inputErrorOf(error)
  }
}

/** The fields of an argument. */
export function fieldsOf(input: unknown): Fields {
  const fields = toFields(input)
  if (!fields) throw wrongInput('Hand in an object with what the call needs.')
  return fields
}

/** A text that is not blank, without the white space that a paste leaves around it. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  const text = typeof value === 'string' ? value.trim() : ''
  if (!text) throw wrongInput(`${name} must be a text that is not blank.`)
  return text
}

/** As it was typed: a space may belong to a password. */
export function passwordOf(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '') throw wrongInput(`${name} must be a text that is not empty.`)
  return value
}

export function targetOf(input: unknown): CodeTarget {
  const fields = fieldsOf(input)
  if (fields.email === undefined) return Object.freeze({ mobile: textOf(fields, 'mobile') })
  return Object.freeze({ email: textOf(fields, 'email') })
}

/** The point as the service wants it, with the y of its page; or as the app encrypted it. */
export function pointOf(input: unknown): string {
  const fields = fieldsOf(input)
  if (fields.pointJson !== undefined) return textOf(fields, 'pointJson')
  if (!Number.isFinite(fields.x)) throw wrongInput('x must be a number of pixels: how far the piece was moved.')
  return `{"x":${fields.x as number},"y":5.0}`
}
