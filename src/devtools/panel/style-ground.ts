// Style of what everything stands on: the host, type, the corner button and the dock.
import { colorsOf, MONO, SANS } from '../theme'

export const GROUND_STYLE = `
:host {
  all: initial !important;
  display: block !important;
}
:host([data-react-ciam-devtools='panel']) {
  height: 100% !important;
}
@media print {
  :host {
    display: none !important;
  }
}
${colorsOf('.devtools')}
.devtools {
  --mono: ${MONO};
  color: var(--ciam-ink);
  font: 400 13px/1.5 ${SANS};
  font-variant-numeric: tabular-nums;
  text-align: start;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}
.devtools[data-fills='true'] {
  height: 100%;
}
*,
*::before,
*::after {
  box-sizing: border-box;
}
:is(h2, h3, h4, p, ul, ol, dl, dd, fieldset, legend) {
  margin: 0;
  padding: 0;
  border: 0;
}
:is(ul, ol) {
  list-style: none;
}
:is(h2, h3, h4) {
  font: inherit;
}
code,
textarea {
  font: 12px/1.5 var(--mono);
  overflow-wrap: anywhere;
}
.soft {
  color: var(--ciam-soft);
}
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: pre;
}
:focus-visible {
  outline: 2px solid var(--ciam-accent);
  outline-offset: 2px;
}
.dock:focus-visible {
  outline-offset: -2px;
}

.corner {
  position: fixed;
  z-index: 2147483000;
  display: inline-flex;
  align-items: center;
  gap: 8px;
  min-height: 40px;
  padding: 0 14px 0 11px;
  border: 1px solid var(--ciam-edge);
  border-radius: 999px;
  background: var(--ciam-panel);
  box-shadow: var(--ciam-shadow);
  color: var(--ciam-ink);
  font: 600 13px/1 ${SANS};
  letter-spacing: 0.02em;
  cursor: pointer;
}
.corner:hover {
  background: var(--ciam-sunken);
}
.corner[data-position^='bottom'] {
  bottom: max(14px, env(safe-area-inset-bottom));
}
.corner[data-position^='top'] {
  top: max(14px, env(safe-area-inset-top));
}
.corner[data-position$='right'] {
  right: max(14px, env(safe-area-inset-right));
}
.corner[data-position$='left'] {
  left: max(14px, env(safe-area-inset-left));
}
.tag {
  position: relative;
  padding: 3px 7px;
  border-radius: 999px;
  background: var(--ciam-amber-soft);
  color: var(--ciam-amber);
  font-size: 11px;
  letter-spacing: 0;
}

.glyph {
  flex: none;
  color: var(--ciam-accent);
}
.glyph[data-state='error'] {
  color: var(--ciam-red);
}
.glyph:is([data-state='signed-out'], [data-state='restoring']) {
  color: var(--ciam-soft);
}
.glyph .full {
  fill: currentColor;
}
.glyph .line {
  fill: none;
  stroke: currentColor;
  stroke-width: 1.9;
  stroke-linecap: round;
}
.glyph .cut-out {
  fill: none;
  stroke: var(--ciam-panel);
  stroke-width: 1.9;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.glyph .turning {
  animation: turn 1.1s linear infinite;
}
@keyframes turn {
  to {
    rotate: 360deg;
  }
}

.dock {
  position: fixed;
  z-index: 2147483000;
  inset: auto 0 0;
  max-height: 100vh;
  border-top: 1px solid var(--ciam-edge);
  background: var(--ciam-paper);
  box-shadow: 0 -8px 32px -12px rgb(0 0 0 / 35%);
}
.separator {
  position: absolute;
  z-index: 2;
  inset: -6px 0 auto;
  height: 13px;
  cursor: ns-resize;
  touch-action: none;
}
.separator::after {
  content: '';
  position: absolute;
  inset: 9px calc(50% - 22px) auto;
  height: 4px;
  border-radius: 2px;
  background: var(--ciam-edge);
}
.separator:is(:hover, :active, :focus-visible)::after {
  background: var(--ciam-accent);
}
.separator:focus-visible {
  outline-offset: -4px;
}

@media (prefers-reduced-motion: reduce) {
  *,
  *::before,
  *::after {
    animation: none !important;
    transition: none !important;
  }
}
`
