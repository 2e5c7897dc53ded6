// The theme that was chosen in the toolbar, for what has a theme of its own.
import type { Theme } from '../scene/toolbar'

export function themeOfPage(): Theme {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}
