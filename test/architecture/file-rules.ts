// What every file keeps to: an opening comment, its name, its length, named exports, reasons for exceptions, whole tests.
import ts from 'typescript'
import { exportsOf, openingComment, parse, type SourceTree } from './source-tree'

const LONGEST = 250
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/
const HOOK = /^use[A-Z]/
const COMPONENT = /^[A-Z]/
const VAGUE = /(^|-)(utils?|utilities|helpers?|misc)(-|$)/i

/** Every breach of the rules for files, as a sentence. */
export function fileViolations(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    const always = [...openingViolations(path, text), ...lengthViolations(path, text), ...reasonViolations(path, text)]
    const inSource = path.startsWith('src/') ? [...nameViolations(path, text), ...exportViolations(path, text)] : []
    const inTests = /^(test|stories)\//.test(path) ? testViolations(path, text) : []
    return [...always, ...vagueNames(path), ...inSource, ...inTests]
  })
}

function openingViolations(path: string, text: string): string[] {
  const isComment = /^(#!.*\n)?(\/\/ ?\S|\/\*)/.test(text)
  return isComment ? [] : [`${path}: the first line is no comment that says what the file is for`]
}

function lengthViolations(path: string, text: string): string[] {
  const lines = text.trimEnd().split('\n').length
  if (lines <= LONGEST || /long because/i.test(openingComment(text))) return []
  return [`${path}: ${lines} lines; split it, or let its first comment say "long because ..."`]
}

function vagueNames(path: string): string[] {
  return path
    .replace(/\.[^/]+$/, '')
    .split('/')
    .map((part) => part.replace(/([a-z])([A-Z])/g, '$1-$2'))
    .filter((part) => VAGUE.test(part))
    .map((part) => `${path}: "${part}" says nothing of what is in it`)
}

function baseName(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.tsx?$/, '')
}

function nameViolations(path: string, text: string): string[] {
  const name = baseName(path)
  const declared = exportsOf(path, text)
  if (HOOK.test(name) || COMPONENT.test(name)) {
    return declared.some((exported) => exported.name === name) ? [] : [`${path}: exports no ${name}`]
  }
  if (!KEBAB_CASE.test(name)) return [`${path}: neither kebab-case nor named as its hook or component`]
  return declared
    .filter((exported) => HOOK.test(exported.name) || (exported.isFunction && COMPONENT.test(exported.name)))
    .map((exported) => `${path}: ${exported.name} belongs into a file of its own name`)
}

function exportViolations(path: string, text: string): string[] {
  return exportsOf(path, text).some(({ name }) => name === 'default') ? [`${path}: has a default export`] : []
}

function reasonViolations(path: string, text: string): string[] {
  const comments = text.match(/(\/\/|\/\*).*eslint-disable.*/g) ?? []
  return comments
    .filter((comment) => /eslint-disable(-next-line|-line)? /.test(comment) && !/ -- \S.{8,}/.test(comment))
    .map((comment) => `${path}: no reason on its line: ${comment.trim()}`)
}

/** A test that is left out, singled out or expected to fail proves nothing. */
function testViolations(path: string, text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && /^(skip|skipIf|runIf|only|todo|fails)$/.test(node.name.text)) {
      const subject = node.expression.getText()
      if (/^(it|test|describe|suite|bench|context)\b/.test(subject)) found.push(`${path}: ${node.getText()}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(path, text))
  return found
}
