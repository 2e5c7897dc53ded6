// The page around the tabs: what it cost the service, the tabs themselves, and what each of them did.
import type { ReactElement } from 'react'
import type { LedgerEntry } from 'react-ciam/testing'
import { TokenMark } from '../scene/TokenMark'
import { useValue } from '../scene/useValue'
import { tabWords, type TabWords } from './tab-words'
import type { TabsBench } from './tabs-bench'
import { TabLanes } from './TabLanes'
import { TabWindow } from './TabWindow'
import '../scene/look.css'
import '../scene/scene.css'
import './tabs.css'

interface PartProps {
  bench: TabsBench
  said: TabWords
}

interface TabsPageProps {
  bench: TabsBench
  /** The capability that the story is of. */
  capability: string
}

export function TabsPage({ bench, capability }: TabsPageProps): ReactElement {
  const spoken = useValue(bench.language)
  const said = tabWords[spoken]
  return (
    <main className="look scene tabs-page" lang={spoken}>
      <header>
        <div>
          <p className="capability">{capability}</p>
          <h1>{bench.options.shows[spoken]}</h1>
        </div>
        <Counts {...{ bench, said }} />
      </header>
      <Tabs {...{ bench, said }} />
      <TabLanes {...{ bench, said }} />
      <Ledger {...{ bench, said }} />
    </main>
  )
}

function Counts({ bench, said }: PartProps): ReactElement {
  const refreshes = useValue(bench.refreshes)
  const adopted = useValue(bench.marks).filter(({ kind }) => kind === 'adopted').length
  const reused = refreshes.filter((entry) => entry.reused).length
  return (
    <div className="counts" role="group" aria-label={said.counts}>
      <Count value={refreshes.length} word={said.requests(refreshes.length)} tone="main" />
      <Count value={adopted} word={said.adoptions(adopted)} />
      <Count value={reused} word={said.reused(reused)} tone={reused > 0 ? 'bad' : undefined} />
    </div>
  )
}

interface CountProps {
  value: number
  word: string
  tone?: 'main' | 'bad' | undefined
}

function Count({ value, word, tone }: CountProps): ReactElement {
  return (
    <p data-tone={tone}>
      <strong>{value}</strong> <span>{word}</span>
    </p>
  )
}

function Tabs({ bench, said }: PartProps): ReactElement {
  const tabs = useValue(bench.tabs)
  return (
    <section className="tabs" aria-label={said.tabs}>
      <ul>
        {tabs.map((tab) => (
          <TabWindow key={tab.number} tab={tab} said={said} onClose={() => bench.close(tab.number)} />
        ))}
      </ul>
      <p className="row">
        <button onClick={bench.refreshAll}>{said.refreshAll}</button>
        <button onClick={bench.open}>{said.openAnother}</button>
      </p>
    </section>
  )
}

function Ledger({ bench, said }: PartProps): ReactElement {
  const refreshes = useValue(bench.refreshes)
  return (
    <section className="panel ledger" aria-labelledby="ledger">
      <h2 id="ledger">{said.ledger}</h2>
      {refreshes.length === 0 ? (
        <p className="empty">{said.ledgerEmpty}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-labelledby="ledger">
          <table>
            <thead>
              <tr>
                {(['tab', 'outcome', 'token', 'issued'] as const).map((column) => (
                  <th key={column} scope="col">
                    {said.columns[column]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {refreshes.map((entry) => (
                <Row key={entry.id} entry={entry} said={said} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Row({ entry, said }: { entry: LedgerEntry; said: TabWords }): ReactElement {
  return (
    <tr data-reused={entry.reused}>
      <td>{said.tab(entry.tab ?? '')}</td>
      <td>
        {entry.outcome} {entry.reused && <strong className="reused">{said.usedBefore}</strong>}
      </td>
      <td>{entry.token && <TokenMark hash={entry.token} />}</td>
      <td>{entry.issued && <TokenMark hash={entry.issued} />}</td>
    </tr>
  )
}
