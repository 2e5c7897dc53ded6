// The mutants of a report that lived, to be tried again with more tests, and what came of it.

const isMissed = ({ status }) => status === 'Survived' || status === 'NoCoverage'
const isBefore = (one, other) => one.line < other.line || (one.line === other.line && one.column <= other.column)
const isWithin = (inner, outer) => isBefore(outer.start, inner.start) && isBefore(inner.end, outer.end)
// Of the columns, a report counts from 1 and `mutate` from 0.
const inText = ({ line, column }) => `${line}:${column - 1}`

/** As Stryker's `mutate` takes them; a place within another one is tried with that. */
export function placesOfSurvivors({ files }) {
  return Object.entries(files).flatMap(([file, { mutants }]) => {
    const places = [
      ...new Map(mutants.filter(isMissed).map(({ location }) => [JSON.stringify(location), location])).values(),
    ]
    const outermost = places.filter((place) => !places.some((other) => other !== place && isWithin(place, other)))
    return outermost.map(({ start, end }) => `${file}:${inText(start)}-${inText(end)}`)
  })
}

const identityOf = ({ location, mutatorName, replacement }) => JSON.stringify([location, mutatorName, replacement])

/** The report with the newer results in the places of the older ones. */
export function merge(report, newer) {
  const files = Object.fromEntries(
    Object.entries(report.files).map(([file, entry]) => {
      const results = new Map((newer.files[file]?.mutants ?? []).map((mutant) => [identityOf(mutant), mutant]))
      const mutants = entry.mutants.map((mutant) => {
        const again = isMissed(mutant) && results.get(identityOf(mutant))
        return again ? { ...again, id: mutant.id } : mutant
      })
      return [file, { ...entry, mutants }]
    }),
  )
  return { ...report, files }
}
