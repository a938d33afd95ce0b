// The few line icons of the shell, 16 px, drawn in the colour of their text. Decorative: a word always stands beside.

import { type SVGTemplateResult, svg } from 'lit';

const PATHS = {
  overview: 'M2 13.5h12M3.5 11V8M6.5 11V4.5M9.5 11V6.5M12.5 11V2.5',
  heatmaps:
    'M2.5 3.5a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM6 8.2a1.6 1.6 0 1 0 0-.01M10.6 10.6h.01M10.8 5.4h.01',
  sessions: 'M5.5 4h8M5.5 8h8M5.5 12h5M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  funnels: 'M2.5 3.5h11L9.5 8.5v4l-3 1v-5z',
  goals: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M8 8h.01',
  journeys: 'M2.5 4h2.5c3 0 3 8 6 8h2.5M2.5 12h2.5c1.2 0 1.9-1.2 2.5-2.6M8.6 6.4C9.2 5 9.900 4 11 4h2.5',
  retention: 'M13 8a5 5 0 1 1-1.600-3.650M13 2.500v2.500h-2.500',
  live: 'M8 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3M4.8 11.2a4.5 4.5 0 0 1 0-6.4M11.2 4.8a4.5 4.5 0 0 1 0 6.4M2.7 13.3a7.5 7.5 0 0 1 0-10.6M13.3 2.7a7.5 7.5 0 0 1 0 10.6',
  settings:
    'M2 5h7M12.5 5H14M2 11h1.5M7 11h7M9 5a1.75 1.75 0 1 0 3.5 0A1.75 1.75 0 1 0 9 5M3.5 11a1.75 1.75 0 1 0 3.5 0 1.75 1.75 0 1 0-3.5 0',
  account:
    'M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8M2.75 13.5c.5-2.2 2.6-3.5 5.25-3.5s4.75 1.3 5.25 3.5',
  chevron: 'M4.5 6.5 8 10l3.5-3.5',
  share: 'M8 9.500v-7M5.250 5 8 2.250 10.750 5M4.500 7.500h-1v6h9v-6h-1',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  plus: 'M8 3v10M3 8h10',
  check: 'M3 8.5 6.5 12 13 4.5',
  friction: 'M8.9 1.8 4 9h3.6l-.7 5.2L12 7H8.2z',
  copy: 'M5.5 5.5v-2a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2M3.5 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1z',
  calendar:
    'M3 4.5a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1zM3 6.5h10M5.5 2v2.5M10.5 2v2.5',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  events: 'M2.5 8h3l1.5-4.5 2.5 9L11 8h2.5',
  flag: 'M4 14V2.5M4 3h7.5l-2 2.75 2 2.75H4',
  up: 'M8 13V3.5M4 7.5l4-4 4 4',
  down: 'M8 3v9.5M4 8.5l4 4 4-4',
  play: 'M5 3.2v9.6l7.5-4.8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  stepBack: 'M11.5 3.5v9L5.5 8zM4 3.5v9',
  stepOn: 'M4.5 3.5v9l6-4.5zM12 3.5v9',
} as const;

export type IconName = keyof typeof PATHS;

/** An icon of 16 px (or `size`), hidden from screen readers. */
export function icon(name: IconName, size = 16): SVGTemplateResult {
  return svg`<svg width=${size} height=${size} viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}
