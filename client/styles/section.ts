// One column of sections: settings and account. A section says why it is there, then offers its controls.

import { css } from 'lit';

export const sectionStyles = css`
  .column { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); max-width: 720px; }
  .section { padding: var(--space-5); }
  .section > h2 { font-size: var(--size-md); }
  .section > .why { margin-top: var(--space-1); margin-bottom: var(--space-4); color: var(--muted); text-wrap: pretty; }
  .section .controls { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); margin-top: var(--space-4); min-height: var(--control); }
  .said { font-size: var(--size-xs); font-weight: var(--weight-medium); }
  .said.good { color: var(--good-text); }
  .said.bad { color: var(--bad-text); }
  .section.danger { border-color: color-mix(in oklab, var(--bad) 45%, var(--line)); }
  .narrow { max-width: 400px; }
  @media (max-width: 640px) { .section { padding: var(--space-4); } }
`;
