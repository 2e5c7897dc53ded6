// Style of the list below the lanes picture.
export const TIMELINE_STYLE = `
.list-head {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
  margin: 16px 0 4px;
}
h4 {
  font-size: 12px;
  font-weight: 600;
  color: var(--ciam-soft);
}
.list-head > .soft {
  margin-inline-end: auto;
  font-size: 12px;
}
.marks {
  margin-block: 4px 8px;
}
.marks li {
  display: grid;
  grid-template-columns: max-content 64px 20px minmax(0, 1fr);
  gap: 0 10px;
  align-items: baseline;
  padding: 5px 0;
  border-top: 1px solid var(--ciam-line);
  font-size: 12.5px;
}
.marks time,
.marks .who {
  color: var(--ciam-soft);
  font-size: 12px;
}
.marks svg {
  align-self: center;
}
.marks .title {
  font-weight: 550;
}
.marks [data-step='true'] .title {
  font-weight: 400;
}
.marks [data-bad='true'] .title {
  color: var(--ciam-red);
}
@container ciam-panel (max-width: 479px) {
  .marks li {
    grid-template-columns: max-content minmax(0, 1fr) 20px;
  }
  .marks svg {
    grid-area: 1 / 3;
  }
  .marks .what {
    grid-column: 1 / -1;
  }
}
`
