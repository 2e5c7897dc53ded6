// The style sheet of the lanes picture. It stands by itself: the panel holds it in its shadow root, any other page may put
// it into a <style>.
import { colorsOf, SANS } from './theme'

/** For `<style>`: everything that `<LanesPicture>` needs, and nothing that touches what is around it. */
export const LANES_STYLE = `
${colorsOf('.ciam-lanes')}
.ciam-lanes {
  margin: 0;
  min-width: 0;
  color: var(--ciam-ink);
  font: 400 12px/1.45 ${SANS};
  font-variant-numeric: tabular-nums;
}
.ciam-lanes svg {
  display: block;
  max-width: 100%;
  overflow: visible;
}
.ciam-lanes text {
  fill: var(--ciam-ink);
  font-size: 11px;
  stroke: none;
}
.ciam-lanes .label {
  font-size: 12px;
  font-weight: 600;
}
.ciam-lanes .soft {
  fill: var(--ciam-soft);
}
.ciam-lanes .bad {
  fill: var(--ciam-red);
  font-weight: 600;
}
.ciam-lanes .code {
  paint-order: stroke;
  stroke: var(--ciam-panel);
  stroke-width: 3px;
  stroke-linejoin: round;
}
.ciam-lanes .ground {
  fill: var(--ciam-sunken);
}
.ciam-lanes .rail {
  stroke: var(--ciam-edge);
  stroke-width: 1;
}
.ciam-lanes .cut {
  stroke: var(--ciam-edge);
  stroke-width: 1.5;
  stroke-linecap: round;
  stroke-dasharray: 0.1 5;
}
:is(.ciam-lanes, .ciam-symbol) .wait-box {
  fill: var(--ciam-panel);
  stroke: var(--ciam-soft);
}
:is(.ciam-lanes, .ciam-symbol) .wait-hatch {
  fill: none;
  stroke: var(--ciam-soft);
}
:is(.ciam-lanes, .ciam-symbol) .hold {
  fill: var(--ciam-accent);
}
:is(.ciam-lanes, .ciam-symbol) .request {
  fill: none;
  stroke: var(--ciam-ink);
  stroke-width: 1.5;
  stroke-linejoin: round;
  stroke-linecap: round;
}
:is(.ciam-lanes, .ciam-symbol) .request[data-open] {
  stroke-dasharray: 4 4;
}
.ciam-lanes .link {
  fill: none;
  stroke: var(--ciam-accent);
  stroke-width: 1.25;
  stroke-dasharray: 3 2.5;
}
:is(.ciam-lanes, .ciam-symbol) .solid {
  fill: var(--ciam-ink);
  stroke: var(--ciam-panel);
  stroke-width: 1.5;
  stroke-linejoin: round;
  paint-order: stroke;
}
:is(.ciam-lanes, .ciam-symbol) .hollow {
  fill: var(--ciam-panel);
  stroke: var(--ciam-ink);
  stroke-width: 1.5;
  stroke-linejoin: round;
}
:is(.ciam-lanes, .ciam-symbol) .stroke {
  fill: none;
  stroke: var(--ciam-ink);
  stroke-width: 1.75;
  stroke-linecap: round;
}
:is(.ciam-lanes, .ciam-symbol) .inside {
  fill: none;
  stroke: var(--ciam-panel);
  stroke-width: 1.5;
  stroke-linecap: round;
}
:is(.ciam-lanes, .ciam-symbol) .cross-under {
  fill: none;
  stroke: var(--ciam-panel);
  stroke-width: 5;
  stroke-linecap: round;
}
:is(.ciam-lanes, .ciam-symbol) .cross {
  fill: none;
  stroke: var(--ciam-red);
  stroke-width: 2.25;
  stroke-linecap: round;
}
.ciam-lanes ul {
  display: flex;
  flex-wrap: wrap;
  gap: 2px 16px;
  margin: 10px 0 0;
  padding: 0;
  list-style: none;
  color: var(--ciam-soft);
}
.ciam-lanes li {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  margin: 0;
  padding: 0;
}
.ciam-lanes li svg {
  flex: none;
}
.ciam-lanes .nothing {
  margin: 0;
  padding: 20px 0;
  color: var(--ciam-soft);
}
.ciam-lanes .earlier {
  margin: 4px 0 0;
  color: var(--ciam-soft);
}
`
