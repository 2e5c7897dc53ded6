// Which licences the packages that this project installs may have, and which of them it ships.

/** An entry of package-lock.json's `packages`. */
export interface LockedPackage {
  readonly version?: string
  readonly license?: string
}

/** Permissive: they ask for their notice to be kept, or for nothing. */
const PERMISSIVE = [
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Python-2.0'],
  ...['CC0-1.0', 'Unlicense'],
]

/** Tools of development that are not permissive, or do not say it in one word. Nothing of them may be shipped. */
const TOOLS: readonly { name: RegExp; license: string }[] = [
  { name: /^axe-core$/, license: 'MPL-2.0' }, // Checks the stories for accessibility.
  { name: /^lightningcss(-.+)?$/, license: 'MPL-2.0' }, // The CSS compiler of Vite.
  { name: /^@img\/sharp-.+$/, license: 'LGPL-3.0-or-later' }, // An optional image library of Next.js.
  { name: /^caniuse-lite$/, license: 'CC-BY-4.0' }, // Data about browsers, for Next.js and Browserslist.
  { name: /^spawndamnit$/, license: 'SEE LICENSE IN LICENSE' }, // Of Changesets; that file has the text of MIT.
]

/** `A`, `(A OR B)` or `A AND B`: whether it grants what is asked, where each single licence is judged by `isGood`. */
function grants(expression: string, isGood: (license: string) => boolean): boolean {
  const plain = expression.replace(/[()]/g, '')
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((license) => isGood(license.trim())))
}

const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '')

/** What is wrong with the packages of a lockfile, as sentences. `shipped`: names of what apps get with this package. */
export function licenseViolations(
  packages: Readonly<Record<string, LockedPackage>>,
  shipped: ReadonlySet<string>,
): string[] {
  const found: string[] = []
  for (const [path, { version, license }] of Object.entries(packages)) {
    if (path === '') continue // The project itself.
    const name = nameOf(path)
    const which = `${name} ${version}`
    if (!license) {
      found.push(`${which} does not say what its licence is`)
      continue
    }
    if (grants(license, (single) => PERMISSIVE.includes(single))) continue
    const tool = TOOLS.find((candidate) => candidate.name.test(name))
    if (!tool || !grants(license, (single) => single === tool.license || PERMISSIVE.includes(single))) {
      found.push(`${which} has the licence ${license}, which is not on the list in test/licenses/license-rules.ts`)
    } else if (shipped.has(name)) {
      found.push(`${which} (${license}) is allowed as a tool only, but is shipped to apps`)
    }
  }
  return found
}

/** The licences, the commonest first, each with the packages that have it. */
export function byLicense(packages: Readonly<Record<string, LockedPackage>>): [license: string, names: string[]][] {
  const groups = new Map<string, Set<string>>()
  for (const [path, { license = 'none' }] of Object.entries(packages)) {
    if (path !== '') groups.set(license, (groups.get(license) ?? new Set()).add(nameOf(path)))
  }
  return [...groups]
    .map(([license, names]): [string, string[]] => [license, [...names].sort()])
    .sort(([, a], [, b]) => b.length - a.length)
}
