// The style sheet of the shadow root, put together: ground, controls, frame, sections, timeline.
import { LANES_STYLE } from '../lanes-style'
import { CONTROLS_STYLE } from './style-controls'
import { GROUND_STYLE } from './style-ground'
import { PANEL_STYLE } from './style-panel'
import { SECTIONS_STYLE } from './style-sections'
import { TIMELINE_STYLE } from './style-timeline'

export const DEVTOOLS_STYLE = [
  GROUND_STYLE,
  CONTROLS_STYLE,
  PANEL_STYLE,
  SECTIONS_STYLE,
  LANES_STYLE,
  TIMELINE_STYLE,
].join('\n')
