// How the funnels page is laid out.

import { css } from 'lit';

export const funnelsPageStyles = css`
  :host { container-type: inline-size; }
  .columns { display: grid; grid-template-columns: 220px minmax(0, 1fr); gap: var(--space-3); align-items: start; }
  .columns.alone { grid-template-columns: minmax(0, 1fr); }
  nav { padding: var(--space-1); }
  .row {
    display: flex; flex-direction: column; width: 100%; padding: 7px var(--space-2); border: 0; border-radius: var(--radius);
    background: none; color: inherit; font: inherit; font-weight: var(--weight-medium); text-align: left; cursor: pointer;
  }
  .row span { font-weight: 400; max-width: 100%; }
  .row span:first-child { font-weight: var(--weight-medium); }
  .row:hover { background: var(--hover); }
  .row[aria-pressed='true'] { background: var(--ember-soft); }
  .main { display: grid; gap: var(--space-3); min-width: 0; }
  .body { padding: var(--space-4); display: grid; gap: var(--space-4); }
  .title { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2); }
  .title .actions { display: flex; flex-wrap: wrap; gap: var(--space-2); }
  .none { padding: var(--space-2) var(--space-4) var(--space-4); color: var(--muted); }
  .pages { padding: 0 var(--space-2) var(--space-3); }
  .pages a { display: flex; justify-content: space-between; gap: var(--space-3); padding: 6px var(--space-2); border-radius: var(--radius); color: inherit; text-decoration: none; }
  .pages a:hover { background: var(--hover); }
  h3 { padding: var(--space-3) var(--space-4) var(--space-2); border-top: 1px solid var(--line); }
  .files { justify-self: end; margin: calc(-1 * var(--space-3)) 0 calc(-1 * var(--space-4)); }
  heat-funnel { transition: opacity var(--ease); }
  .stale { opacity: 0.6; }
  heat-state { --state-height: 300px; }
  /* The list stands above, in a row: every step of a funnel has to be seen beside the others. */
  @container (max-width: 960px) {
    .columns { grid-template-columns: minmax(0, 1fr); }
    nav ul { display: flex; flex-wrap: wrap; }
  }
  @container (max-width: 480px) { nav li { width: 100%; } }
`;
