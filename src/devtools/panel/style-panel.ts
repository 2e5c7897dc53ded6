// Style of the panel's frame: its head, its buttons, its columns. One column where it is narrow; two from
// 620 px on; three that scroll by themselves from 980 px on.
export const PANEL_STYLE = `
.panel {
  position: relative;
  container: ciam-panel / inline-size;
  height: 100%;
  background: var(--ciam-paper);
}
.frame {
  display: flex;
  flex-direction: column;
  height: 100%;
  min-height: 0;
}
.panel header {
  flex: none;
  display: flex;
  align-items: center;
  gap: 12px;
  min-height: 44px;
  padding: 6px 10px 4px 16px;
}
.name {
  display: flex;
  align-items: center;
  gap: 12px;
  min-width: 0;
}
h2 {
  font-size: 14px;
  font-weight: 650;
  letter-spacing: 0.02em;
}
.state {
  display: flex;
  align-items: center;
  gap: 7px;
  min-width: 0;
}
.state .cut-out {
  stroke: var(--ciam-paper);
}
.close {
  display: grid;
  place-items: center;
  width: 32px;
  height: 32px;
  margin-inline-start: auto;
  padding: 0;
  border: 0;
  border-radius: 7px;
  background: none;
  color: var(--ciam-soft);
  cursor: pointer;
}
.close:hover {
  background: var(--ciam-sunken);
  color: var(--ciam-ink);
}
.close path {
  stroke: currentColor;
  stroke-width: 1.75;
  stroke-linecap: round;
}
.foreign {
  margin: 0 16px;
}
.body {
  flex: 1;
  min-height: 0;
  overflow: auto;
  overscroll-behavior: contain;
}
.actions {
  display: flex;
  flex-wrap: wrap;
  gap: 6px;
  padding: 2px 16px 10px;
}
.outcome {
  flex: 1 1 240px;
  align-self: center;
  min-width: 0;
  padding-inline-start: 6px;
  font-size: 12px;
}
.outcome:empty {
  display: none;
}
.columns {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  border-top: 1px solid var(--ciam-line);
}
.column {
  min-width: 0;
}
.column.main {
  background: var(--ciam-panel);
}
.column:focus-visible {
  outline-offset: -2px;
}
.column > section {
  padding: 14px 16px 16px;
}
.column > section + section {
  border-top: 1px solid var(--ciam-line);
}
.column + .column {
  border-top: 1px solid var(--ciam-line);
}
@container ciam-panel (min-width: 620px) {
  .columns {
    grid-template-columns: minmax(230px, 2fr) minmax(0, 3fr);
  }
  .column.main {
    grid-area: 1 / 2 / span 2 / 3;
    border-top: 0;
    border-inline-start: 1px solid var(--ciam-line);
  }
}
@container ciam-panel (min-width: 980px) {
  .frame {
    display: grid;
    grid-template: auto minmax(0, 1fr) / auto minmax(0, 1fr) auto;
  }
  .panel header,
  .body {
    display: contents;
  }
  .name {
    grid-area: 1 / 1;
    padding-inline: 16px 14px;
  }
  .actions {
    grid-area: 1 / 2;
    align-items: center;
    padding: 9px 14px 8px;
  }
  .close {
    grid-area: 1 / 3;
    align-self: center;
    margin-inline-end: 12px;
  }
  .columns {
    grid-area: 2 / 1 / 3 / 4;
    grid-template-columns: minmax(270px, 3fr) minmax(0, 7fr) minmax(260px, 3fr);
    grid-template-rows: minmax(0, 1fr);
    min-height: 0;
  }
  .column {
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  .column.main {
    grid-area: auto;
    border-inline-end: 1px solid var(--ciam-line);
  }
  .column + .column {
    border-top: 0;
  }
}
`
