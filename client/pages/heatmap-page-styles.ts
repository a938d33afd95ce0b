// Columns of the heatmap page and how they fold on narrow screens.

import { css } from 'lit';

export const heatmapPageStyles = css`
  :host { container-type: inline-size; }
  /* As high for every kind of map, however long its sentence is: what is below must not jump. */
  .page-head > :first-child { flex: 1 1 0; min-width: 0; }
  .page-head .answer { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .columns {
    --column-h: clamp(460px, calc(100dvh - 196px), 1400px);
    display: grid; grid-template: 'pages map elements' var(--column-h) / 232px minmax(0, 1fr) 288px; gap: var(--space-3);
  }
  .pages { grid-area: pages; display: flex; flex-direction: column; overflow: hidden; }
  .pages > * { flex: 1; }
  .map { grid-area: map; display: flex; flex-direction: column; min-height: 0; overflow: hidden; }
  .map heat-map-frame, .map heat-scroll-frame, .map heat-state { flex: 1; min-height: 0; border-top: 1px solid var(--line); }
  .map heat-state { --state-height: 400px; }
  heat-toolbar { padding: var(--space-2) var(--space-3); position: relative; z-index: 6; }
  heat-toolbar ~ heat-boxes-note { --note-line: 1px solid var(--line); }
  .elements { grid-area: elements; }
  .quiet {
    position: absolute; inset: 72px 0 auto 0; z-index: 4; width: fit-content; max-width: calc(100% - 32px); margin: 0 auto;
    padding: var(--space-3) var(--space-4); border: 1px solid var(--line); border-radius: var(--radius-card);
    background: var(--raised); box-shadow: var(--shadow); text-align: center;
  }
  .stale { opacity: 0.6; }
  heat-map-frame, heat-scroll-frame { transition: opacity var(--ease); }

  /* Panels of the toolbar are sheets there, above the bottom bar. */
  @media (max-width: 640px) {
    heat-toolbar { z-index: auto; }
  }

  @container (max-width: 1080px) {
    .columns { grid-template: 'pages map' var(--column-h) 'elements elements' auto / 208px minmax(0, 1fr); }
  }
  @container (max-width: 760px) {
    .page-head > :first-child { flex-basis: 100%; }
    .page-head .answer { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; min-height: 3em; white-space: normal; }
    .columns { grid-template: 'pages' auto 'map' auto 'elements' auto / minmax(0, 1fr); }
    .pages, .map { overflow: visible; }
    .pages { position: relative; z-index: 8; }
  }
`;
