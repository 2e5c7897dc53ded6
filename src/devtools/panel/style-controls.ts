// Style of what can be pressed or chosen, and of what is said about it.
import { SANS } from '../theme'

export const CONTROLS_STYLE = `
.button {
  min-height: 30px;
  padding: 3px 11px;
  border: 1px solid var(--ciam-edge);
  border-radius: 7px;
  background: var(--ciam-panel);
  color: var(--ciam-ink);
  font: 500 13px/1.35 ${SANS};
  cursor: pointer;
  transition: background 120ms;
}
.button:hover {
  background: var(--ciam-sunken);
}
.button.primary {
  border-color: var(--ciam-accent);
  background: var(--ciam-accent);
  color: var(--ciam-accent-ink);
}
@media (forced-colors: active) {
  .button.primary {
    background: ButtonFace;
    color: ButtonText;
  }
}
.button.primary:hover {
  box-shadow: inset 0 0 0 99px rgb(0 0 0 / 12%);
}
.button.armed {
  border-color: var(--ciam-amber);
  background: var(--ciam-amber-soft);
  color: var(--ciam-amber);
}
.button.small {
  min-height: 26px;
  padding: 2px 9px;
  font-size: 12px;
}
.choice {
  display: flex;
  min-width: 0;
  padding: 2px;
  border-radius: 8px;
  background: var(--ciam-sunken);
}
.choice label {
  position: relative;
  cursor: pointer;
}
.choice input {
  position: absolute;
  inset: 0;
  width: 100%;
  height: 100%;
  margin: 0;
  opacity: 0;
  cursor: pointer;
}
.choice label > span {
  display: block;
  padding: 2px 10px;
  border: 1px solid transparent;
  border-radius: 6px;
  color: var(--ciam-soft);
  font-size: 12px;
}
.choice input:checked + span {
  border-color: var(--ciam-edge);
  background: var(--ciam-panel);
  color: var(--ciam-ink);
  font-weight: 500;
}
.choice input:focus-visible + span {
  outline: 2px solid var(--ciam-accent);
  outline-offset: 1px;
}
.check {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  min-height: 26px;
  font-size: 12px;
  cursor: pointer;
}
.check input {
  margin: 0;
  accent-color: var(--ciam-accent);
}
.note {
  color: var(--ciam-soft);
  font-size: 12px;
}
.warning,
.error {
  padding: 7px 10px;
  border-inline-start: 3px solid var(--ciam-amber);
  border-radius: 3px 6px 6px 3px;
  background: var(--ciam-amber-soft);
  font-size: 12px;
}
.error {
  border-color: var(--ciam-red);
  background: var(--ciam-red-soft);
}
:is(.warning, .error) .soft {
  color: inherit;
}
.codes {
  display: inline-flex;
  flex-wrap: wrap;
  gap: 2px 8px;
}
.codes code {
  color: var(--ciam-red);
  font-weight: 600;
}
textarea {
  display: block;
  width: 100%;
  min-height: 72px;
  margin: 0;
  padding: 6px 8px;
  border: 1px solid var(--ciam-amber);
  border-radius: 6px;
  background: var(--ciam-sunken);
  color: var(--ciam-ink);
  resize: vertical;
  word-break: break-all;
}
`
