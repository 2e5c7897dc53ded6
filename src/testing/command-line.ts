// Reads what was typed before the parser does, which lets pass what it does not know and takes an option for a value.
import type { ArgsDef } from 'citty'

/** Throws a `TypeError` with the first thing that is wrong: an unknown option, a missing value, a word that is neither. */
export function checkCommandLine(words: readonly string[], options: ArgsDef): void {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!
    if (!word.startsWith('-'))
      throw new TypeError(`"${word}" is no option. Options begin with two dashes, such as --port.`)
    const [, name = '', given] = /^--([^=]*)(?:=([^]*))?$/.exec(word) ?? []
    const option = find(options, name)
    if (!option) throw new TypeError(`There is no option ${word.replace(/=.*/, '')}.${suggest(name, options)}`)
    if (option.isSwitch && given !== undefined) throw new TypeError(`--${option.name} takes no value.`)
    if (option.isSwitch) continue
    const value = given ?? words[(at += 1)]
    // A number may be negative.
    if (value === undefined || value === '' || (given === undefined && /^-\D/.test(value)))
      throw new TypeError(`--${option.name} needs a value, such as --${option.name} ${option.example}.`)
  }
}

/** By either form of its name; a switch also by what turns it off. */
function find(options: ArgsDef, typed: string): { name: string; isSwitch: boolean; example: string } | null {
  for (const [name, option] of Object.entries(options)) {
    const isSwitch = option.type === 'boolean'
    const names = [name, name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())]
    if (names.includes(typed) || (isSwitch && typed === `no-${name}`))
      return { name, isSwitch, example: exampleOf(option) }
  }
  return null
}

function exampleOf(option: ArgsDef[string]): string {
  const hint = 'valueHint' in option ? option.valueHint : undefined
  const word = hint?.includes('|') ? hint.split('|')[0] : undefined
  return word ?? (typeof option.default === 'string' ? option.default : hint ? '60' : 'my-app')
}

/** The option whose name begins, ends or goes on like the one that was typed. */
function suggest(typed: string, options: ArgsDef): string {
  const like = Object.keys(options).find((name) => typed.length > 2 && (name.includes(typed) || typed.includes(name)))
  return like ? ` There is --${like}.` : ''
}
