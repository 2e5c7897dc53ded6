// The error of the package: recognised across copies, and without properties that nobody gave.
import { describe, expect, it } from 'vitest'
import { CiamError, isCiamError } from '../../src/protocol/errors'

describe('an error', () => {
  it('has no status, state token, data or cause that it was not given', () => {
    const error = new CiamError('NETWORK', 'no answer')
    expect(Object.keys(error).sort()).toEqual(['code', 'httpStatus', 'name', 'retryable', 'serviceCode'])
    for (const name of ['status', 'stateToken', 'data', 'cause']) expect(Object.hasOwn(error, name)).toBe(false)
  })

  it('keeps what it was given, and shows neither state token nor data', () => {
    const details = { status: 'MFA_AUTH', stateToken: 'secret', data: { of: 'user' }, cause: undefined }
    const error = new CiamError('SIGN_IN_INCOMPLETE', 'next step', { ...details, serviceCode: 'A.1', httpStatus: 400 })
    expect(error).toMatchObject({ ...details, serviceCode: 'A.1', httpStatus: 400, retryable: false })
    expect(Object.hasOwn(error, 'cause')).toBe(true)
    expect(Object.keys(error)).not.toEqual(expect.arrayContaining(['stateToken']))
    expect(JSON.stringify(error)).not.toMatch(/secret|user/)
  })
})

describe('isCiamError', () => {
  it('knows errors of other copies and versions by their mark', () => {
    const mark = Symbol.for('react-ciam.error')
    expect(isCiamError({ [mark]: true, code: 'NEW_CODE' })).toBe(true)
    expect(isCiamError(new CiamError('NETWORK', 'x'))).toBe(true)
    expect(Object.getOwnPropertyDescriptor(new CiamError('NETWORK', 'x'), mark)).toMatchObject({ enumerable: false })
  })

  it.each([null, undefined, 'NETWORK', 5, {}, { code: 'NETWORK' }, new Error('NETWORK'), () => {}])(
    'does not take %j for one',
    (value) => {
      expect(isCiamError(value)).toBe(false)
    },
  )
})
