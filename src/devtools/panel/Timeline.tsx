// What happened in this and in the other tabs: as a picture, and as a list that says the same in words.
import { useId, useMemo, useState, type ReactElement } from 'react'
import type { Inspector, TabSeen } from '../inspector'
import { toLanes } from '../lanes'
import { LanesPicture } from '../LanesPicture'
import type { Mark } from '../marks'
import type { DevtoolsTheme } from '../theme'
import { useNow } from '../useNow'
import { useReadable } from '../useReadable'
import { labelOf } from './mark-words'
import { MarkList } from './MarkList'
import { Section } from './Section'

interface TimelineProps {
  inspector: Inspector
  theme: DevtoolsTheme
}

export function Timeline({ inspector, theme }: TimelineProps): ReactElement {
  const all = useReadable(inspector.marks)
  const tabs = useReadable(inspector.tabs)
  const [isOwnOnly, setOwnOnly] = useState(false)
  const own = tabs.find(({ isThis }) => isThis)?.id
  const marks = useMemo(() => (isOwnOnly ? all.filter(({ tab }) => tab === own) : all), [all, isOwnOnly, own])
  const labels = (id: string): string => labelOf(tabs.find((tab) => tab.id === id))
  return (
    <Section title="Timeline" aside={<TabChoice isOwnOnly={isOwnOnly} onChoose={setOwnOnly} />}>
      <Picture marks={marks} tabs={tabs} labels={labels} theme={theme} />
      <MarkList marks={marks} labels={labels} onClear={() => inspector.clearMarks()} />
    </Section>
  )
}

interface TabChoiceProps {
  isOwnOnly: boolean
  onChoose: (isOwnOnly: boolean) => void
}

function TabChoice({ isOwnOnly, onChoose }: TabChoiceProps): ReactElement {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend className="unseen">Show marks of</legend>
      {([false, true] as const).map((choice) => (
        <label key={String(choice)}>
          <input type="radio" name={name} checked={choice === isOwnOnly} onChange={() => onChoose(choice)} />
          <span>{choice ? 'This tab' : 'All tabs'}</span>
        </label>
      ))}
    </fieldset>
  )
}

interface PictureProps {
  marks: readonly Mark[]
  tabs: readonly TabSeen[]
  labels: (tab: string) => string
  theme: DevtoolsTheme
}

/** Ms: often enough for what is under way to be seen growing. */
const PERIOD = 250

function Picture({ marks, tabs, labels, theme }: PictureProps): ReactElement {
  const from = marks[0]?.at ?? 0
  const last = marks.reduce((latest, { at }) => Math.max(latest, at), from)
  const lanes = useMemo(() => {
    const numberOf = (id: string) => tabs.find((tab) => tab.id === id)?.number ?? Infinity
    return [...toLanes(marks, from, last)].sort((one, other) => numberOf(one.tab) - numberOf(other.tab))
  }, [marks, tabs, from, last])
  // A closed tab finishes nothing.
  const open = new Set(tabs.filter(({ isOpen }) => isOpen).map(({ id }) => id))
  const isUnderWay = lanes.some(
    ({ tab, waits, holds, requests }) =>
      open.has(tab) && [waits, holds, requests].some((spans) => spans.some(({ until }) => until === null)),
  )
  const now = useNow(isUnderWay ? PERIOD : null)
  const until = isUnderWay ? Math.max(last, now) : last
  return <LanesPicture lanes={lanes} from={from} until={until} labels={labels} theme={theme} />
}
