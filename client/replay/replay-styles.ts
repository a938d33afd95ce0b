// The look of the player around its stage.

import { css } from 'lit';

export const replayStyles = css`
  :host { display: block; container-type: inline-size; }
  .player { display: grid; grid-template-columns: minmax(0, 1fr); }
  heat-ghost-stage, heat-full-stage { cursor: pointer; }
  .choice { display: inline-flex; justify-self: start; margin-bottom: var(--space-2); padding: 2px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--sunken); }
  .choice button {
    min-height: calc(var(--control) - 6px); padding: 0 10px; border: 0; border-radius: 4px; background: none; color: var(--muted);
    font: var(--weight-medium) var(--size-base) / 1 var(--font); cursor: pointer;
  }
  .choice button[aria-pressed='true'] { background: var(--raised); color: var(--ink); box-shadow: 0 0 0 1px var(--line); }
  .controls { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-2); }
  .clock { white-space: nowrap; margin: 0 var(--space-2); }
  .now { flex: 1 1 80px; }
  .skip { display: inline-flex; align-items: center; gap: 6px; font-weight: 400; white-space: nowrap; min-height: var(--control); }
  select { width: auto; }
  .ground { min-height: 3em; margin-top: var(--space-3); text-wrap: pretty; }
  .keys { margin-top: var(--space-2); }
  kbd {
    padding: 0 4px; border: 1px solid var(--line); border-radius: 3px; background: var(--sunken); font: 11px/1.4 var(--font); color: var(--ink);
  }
  @media (pointer: coarse) { .keys { display: none; } .button.icon { min-height: 44px; width: 44px; } }
  @container (max-width: 480px) { select { order: 1; } .skip { order: 2; } .now { order: 3; } }
`;
