// The colours, by day and by night: paper, ink, and one accent. Each pair that carries text has a contrast of 4.5 or more.

/**
 * Which of the two sets of colours: the system's choice, or one for good.
 *
 * @inline
 */
export type DevtoolsTheme = 'system' | 'light' | 'dark'

const LIGHT = `
  color-scheme: light;
  --ciam-paper: #f6f5f1;
  --ciam-panel: #fffefc;
  --ciam-sunken: #efede7;
  --ciam-ink: #1c1f24;
  --ciam-soft: #5a5f68;
  --ciam-line: #e2dfd7;
  --ciam-edge: #8a877f;
  --ciam-accent: #0b6b66;
  --ciam-accent-ink: #ffffff;
  --ciam-accent-soft: #d5eae6;
  --ciam-amber: #8a5300;
  --ciam-amber-soft: #fbeccd;
  --ciam-red: #b0201a;
  --ciam-red-soft: #fbe3df;
  --ciam-shadow: 0 1px 2px rgb(40 35 20 / 10%), 0 10px 32px -8px rgb(40 35 20 / 28%);`

const DARK = `
  color-scheme: dark;
  --ciam-paper: #121417;
  --ciam-panel: #1a1d22;
  --ciam-sunken: #24282f;
  --ciam-ink: #e8e6e0;
  --ciam-soft: #a5aab3;
  --ciam-line: #2e333b;
  --ciam-edge: #767d88;
  --ciam-accent: #62cabf;
  --ciam-accent-ink: #06211f;
  --ciam-accent-soft: #17413e;
  --ciam-amber: #f0bd66;
  --ciam-amber-soft: #3b2e15;
  --ciam-red: #ff948a;
  --ciam-red-soft: #43201d;
  --ciam-shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 10px 32px -8px rgb(0 0 0 / 70%);`

/** Where the person chose all colours, shapes and words alone must do. */
const FORCED = `
  --ciam-paper: Canvas;
  --ciam-panel: Canvas;
  --ciam-sunken: Canvas;
  --ciam-ink: CanvasText;
  --ciam-soft: CanvasText;
  --ciam-line: CanvasText;
  --ciam-edge: CanvasText;
  --ciam-accent: LinkText;
  --ciam-accent-ink: Canvas;
  --ciam-accent-soft: Canvas;
  --ciam-amber: CanvasText;
  --ciam-amber-soft: Canvas;
  --ciam-red: CanvasText;
  --ciam-red-soft: Canvas;`

/** The style sheet that gives an element its colours by its `data-theme`. */
export const colorsOf = (selector: string): string => `
${selector} {${LIGHT}
}
@media (prefers-color-scheme: dark) {
  ${selector}:not([data-theme='light']) {${DARK}
  }
}
${selector}[data-theme='dark'] {${DARK}
}
@media (forced-colors: active) {
  ${selector}${selector} {${FORCED}
  }
}`

export const SANS = `system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif`
export const MONO = `ui-monospace, 'SF Mono', SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace`
