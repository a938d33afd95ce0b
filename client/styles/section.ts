// One column of sections: settings and account. A section says why it is there, then offers its controls.

import { css } from 'lit';

export const sectionStyles = css`
  .column { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); max-width: 720px; }
  .with-contents { display: grid; grid-template-columns: minmax(0, 720px) minmax(0, 220px); gap: var(--space-4) var(--space-8); }
  .with-contents > .column { grid-area: 1 / 1; }
  .section { padding: var(--space-5); }
  /* Gone to from the list of headings: not under the window's edge. */
  .section > h2 { scroll-margin-top: var(--space-8); }
  .section > h2:focus { outline: none; }
  .section > h2 { font-size: var(--size-md); }
  .section > .why { margin-top: var(--space-1); margin-bottom: var(--space-4); color: var(--muted); text-wrap: pretty; }
  .section .controls { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); margin-top: var(--space-4); min-height: var(--control); }
  .said { font-size: var(--size-xs); font-weight: var(--weight-medium); }
  .said.good { color: var(--good-text); }
  .said.bad { color: var(--bad-text); }
  .section.danger { border-color: color-mix(in oklab, var(--bad) 45%, var(--line)); }
  .narrow { max-width: 400px; }
  @media (max-width: 1199px) {
    .with-contents { grid-template-columns: minmax(0, 720px); }
    .with-contents > .column { grid-area: auto; }
  }
  @media (max-width: 640px) { .section { padding: var(--space-4); } }
`;
