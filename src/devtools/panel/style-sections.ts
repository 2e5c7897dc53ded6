// Style of what is in the columns: facts, the bar, tokens, claims.
export const SECTIONS_STYLE = `
.section-head {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 4px 12px;
  margin-bottom: 8px;
}
h3 {
  color: var(--ciam-soft);
  font-size: 12px;
  font-weight: 600;
  letter-spacing: 0.02em;
}
section > .note,
section > .warning,
section > .error {
  margin-block: 8px 0;
}

.facts {
  display: grid;
  gap: 3px;
}
.facts > div {
  display: grid;
  grid-template-columns: minmax(112px, 2fr) minmax(0, 3fr);
  gap: 0 10px;
}
.facts dt {
  color: var(--ciam-soft);
  overflow-wrap: anywhere;
}
.facts dd {
  min-width: 0;
  overflow-wrap: anywhere;
}

.facts > div:has(.keys) {
  grid-template-columns: minmax(0, 1fr);
}
.keys li {
  padding: 2px 0;
}

.countdown {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0 6px;
  color: var(--ciam-soft);
}
.countdown strong {
  color: var(--ciam-ink);
  font-size: 32px;
  font-weight: 300;
  line-height: 1.2;
  letter-spacing: -0.02em;
}
.countdown.resting {
  font-size: 20px;
  font-weight: 300;
}
.countdown-note {
  margin-inline-start: auto;
}
.life[data-state='ended'] strong {
  color: var(--ciam-red);
}
.life:is([data-state='due'], [data-state='ended']) .countdown-note {
  color: var(--ciam-amber);
  font-weight: 500;
}
.bar {
  position: relative;
  height: 10px;
  margin-top: 8px;
  border-radius: 99px;
  background: var(--ciam-accent-soft);
  box-shadow: inset 0 0 0 1px var(--ciam-edge);
  overflow: clip;
  overflow-clip-margin: 5px;
}
.bar span {
  position: absolute;
  inset-block: 0;
}
.bar-ahead {
  inset-inline: calc(var(--due) * 100%) 0;
  border-radius: 0 99px 99px 0;
  background: repeating-linear-gradient(-55deg, transparent 0 4px, var(--ciam-amber) 4px 5px);
  opacity: 0.55;
}
.bar-passed {
  inset-inline: 0 calc(100% - var(--passed) * 100%);
  min-width: 10px;
  border-radius: 99px;
  background: var(--ciam-accent);
}
.life[data-state='due'] .bar-passed {
  background: var(--ciam-amber);
}
.life[data-state='ended'] .bar-passed {
  background: var(--ciam-red);
}
.bar .bar-mark {
  inset-inline-start: calc(var(--due) * 100% - 1px);
  inset-block: -4px;
  width: 2px;
  border-radius: 1px;
  background: var(--ciam-amber);
}
.bar-legend {
  display: flex;
  justify-content: space-between;
  gap: 8px;
  margin-top: 8px;
  color: var(--ciam-soft);
  font-size: 12px;
  line-height: 1.35;
}
.bar-legend > div:last-child {
  text-align: end;
}
.bar-legend > div:nth-child(2) {
  padding-inline-start: 7px;
  border-inline-start: 2px solid var(--ciam-amber);
}
.bar-legend dd {
  color: var(--ciam-ink);
}

.token + .token {
  margin-top: 12px;
}
.token-name {
  color: var(--ciam-ink);
  font-weight: 600;
}
.token .soft code {
  color: var(--ciam-ink);
}
.reveal {
  display: flex;
  flex-wrap: wrap;
  gap: 6px;
  margin-top: 5px;
}
.reveal :is(.warning, textarea) {
  flex: 0 0 100%;
}

.tree .tree {
  margin-inline-start: 5px;
  padding-inline-start: 12px;
  border-inline-start: 1px solid var(--ciam-line);
}
.column section > .tree {
  margin-top: 8px;
}
.tree li {
  font: 12px/1.65 var(--mono);
  overflow-wrap: anywhere;
}
.tree .soft {
  font-size: 11px;
}
.key {
  color: var(--ciam-soft);
}
.key::after {
  content: ':';
}
.value[data-type='string'] {
  color: var(--ciam-accent);
}
.value:is([data-type='number'], [data-type='bigint']) {
  color: var(--ciam-amber);
}
.value:is([data-type='boolean'], [data-type='null'], [data-type='undefined']) {
  font-style: italic;
}
summary {
  border-radius: 3px;
  cursor: pointer;
}
.set-up {
  margin-top: 10px;
}
.set-up summary {
  color: var(--ciam-soft);
  font-size: 12px;
}
.set-up .facts {
  margin-top: 6px;
}
`
