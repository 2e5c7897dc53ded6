// A Stryker ignorer: the words of error messages are not mutated. Tests quote the words that matter (an option's name, what
// to do), and no test repeats a sentence. What describe-error.ts says to people is mutated: its sentences are its purpose.
const SENTENCE = /\p{L} \p{L}/u

const textOf = ({ node }) => {
  if (node.type === 'StringLiteral') return node.value
  if (node.type === 'TemplateLiteral') return node.quasis.map(({ value }) => value.raw).join('')
  return ''
}

const ignorer = {
  shouldIgnore(path) {
    if (!SENTENCE.test(textOf(path)) || path.hub?.file?.opts?.filename?.endsWith('describe-error.ts')) return undefined
    return 'The words of a message.'
  },
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'sentences', value: ignorer }]
