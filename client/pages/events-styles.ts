// Layout of the events page.

import { css } from 'lit';

export const eventsStyles = css`
  .chart { padding: var(--space-4); }
  .chart-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 var(--space-4); }
  .lists { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-3); margin: var(--space-3) 0; }
  .none { display: grid; gap: var(--space-2); align-content: start; padding: var(--space-4); }
  .list { overflow: hidden; }
  .foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: var(--space-3); padding: var(--space-4); border-top: 1px solid var(--line); }
  .stale { opacity: 0.6; transition: opacity var(--ease); }
  .first { display: grid; gap: var(--space-3); padding: var(--space-4); }
  .first heat-code { justify-self: center; width: min(760px, 100%); }
  .first p { text-align: center; }
  .bone-chart { height: 380px; }
  .bone-chart heat-state { --state-height: 378px; }
  heat-value-list select { flex: 0 1 auto; width: auto; min-width: 68px; max-width: 100%; margin-right: auto; text-overflow: ellipsis; }
  @media (max-width: 640px) {
    .lists { grid-template-columns: minmax(0, 1fr); }
    .chart { padding: var(--space-3); }
  }
`;
