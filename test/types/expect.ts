// What the type tests are written in: a statement that is not true does not compile.

/** Compiles for `true` alone. */
export type Expect<Statement extends true> = Statement

/** The very same type: both ways, `any` being the same as nothing but `any`, with the same optional and readonly keys. */
export type Equal<Left, Right> =
  (<Probe>() => Probe extends Left ? 1 : 2) extends <Probe>() => Probe extends Right ? 1 : 2
    ? (<Probe>() => Probe extends Right ? 1 : 2) extends <Probe>() => Probe extends Left ? 1 : 2
      ? true
      : false
    : false

export type IsAny<Type> = 0 extends 1 & Type ? true : false

/** Neither `any`, nor made of it one level down. */
export type HoldsNoAny<Type> =
  IsAny<Type> extends true ? false : true extends { [Key in keyof Type]: IsAny<Type[Key]> }[keyof Type] ? false : true

export type Extends<Type, Wider> = [Type] extends [Wider] ? true : false

/** `same<Expected>()(value)` compiles where the value is of that very type. Never run. */
export declare function same<Expected>(): <Actual>(
  value: Actual,
  ...wrong: Equal<Actual, Expected> extends true ? [] : [never]
) => void
