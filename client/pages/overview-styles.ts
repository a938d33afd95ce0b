// Layout of the overview page.

import { css } from 'lit';

export const overviewStyles = css`
  .metrics { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: var(--space-3); }
  .stale { opacity: 0.6; transition: opacity var(--ease); }
  .chart { margin-top: var(--space-3); padding: var(--space-4); }
  .chart-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 var(--space-4); margin-bottom: var(--space-3); }
  .facts {
    display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--space-3);
    margin-top: var(--space-4); padding-top: var(--space-4); border-top: 1px solid var(--line);
  }
  .facts dt { color: var(--muted); font-size: var(--size-xs); }
  .facts dd { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-2); font-size: var(--size-md); font-weight: var(--weight-bold); min-height: 26px; }
  .every { display: block; margin-top: var(--space-3); }
  .below { display: grid; gap: var(--space-3); margin-top: var(--space-3); }
  .breakdowns, .changes { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-3); }
  .bone-card { height: 112px; }
  .bone-card heat-state { --state-height: 100%; }
  .bone-chart { margin-top: var(--space-3); }
  .bone-chart { height: 403px; }
  .bone-chart heat-state { --state-height: 401px; }
  .bone-list { height: 236px; }
  .changes > :first-child { grid-column: 1 / -1; order: 1; }
  /* Three columns that end together: the last list of the third takes what is left. */
  @media (min-width: 1320px) {
    .below:has(.changes) { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); }
    .changes { display: flex; flex-direction: column; }
    .changes > :first-child { order: 0; }
    .changes > :last-child { flex: 1; }
    .breakdowns.alone { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  }
  @media (max-width: 900px) {
    .metrics { grid-template-columns: repeat(6, minmax(0, 1fr)); }
    .metrics > * { grid-column: span 2; }
    .metrics > :nth-child(n + 4) { grid-column: span 3; }
  }
  @media (max-width: 640px) {
    .metrics > * { grid-column: span 3; }
    .metrics > :first-child { grid-column: span 6; }
    .chart { padding: var(--space-3); }
    .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    .breakdowns, .changes { grid-template-columns: minmax(0, 1fr); }
  }
`;
