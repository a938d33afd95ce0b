// The look of the ghost's stage: a window over a page that moves under it, and what the visitor did on top.

import { css } from 'lit';

export const stageStyles = css`
  .stage { overflow: hidden; padding: var(--space-3); border-radius: var(--radius); }
  .window { position: relative; height: var(--window-h); overflow: hidden; background: var(--surface); }
  .page { position: absolute; inset: 0 0 auto; height: var(--page-h); transform: translateY(var(--top)); contain: strict; will-change: transform; }
  heat-page-view, heat-wireframe { position: absolute; inset: 0; }
  .trail { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; overflow: hidden; }
  .trail polyline {
    fill: none; stroke: var(--ember); stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round; opacity: 0.55;
  }
  .pointer {
    position: absolute; left: 0; top: 0; transform: translate(var(--x), var(--y)); pointer-events: none;
    filter: drop-shadow(0 1px 2px oklch(0% 0 0 / 45%));
  }
  .pointer path { fill: oklch(22% 0.015 60); stroke: oklch(100% 0 0); stroke-width: 1.5; stroke-linejoin: round; }
  .click {
    position: absolute; left: var(--x); top: var(--y); width: 36px; height: 36px; margin: -18px 0 0 -18px; border-radius: 50%;
    border: 3px solid var(--ember); background: color-mix(in oklab, var(--ember) 28%, transparent); pointer-events: none;
    opacity: calc(1 - var(--age) * 0.85); transform: scale(calc(0.45 + var(--age) * 0.75));
  }
  .click.rage, .click.error { border-color: var(--bad); background: color-mix(in oklab, var(--bad) 30%, transparent); }
  .click.dead { border-color: var(--warn); background: color-mix(in oklab, var(--warn) 30%, transparent); }
  .click b {
    position: absolute; left: 50%; top: 100%; translate: -50% 2px; padding: 0 5px; border-radius: 3px; background: var(--raised);
    color: var(--ink); font-size: 11px; font-weight: var(--weight-bold);
  }
  @media (prefers-reduced-motion: reduce) { .click { transform: none; } }
`;
