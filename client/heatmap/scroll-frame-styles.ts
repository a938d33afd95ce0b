// Layers of the map of scrolling: colour below, ruler and folds above it, words on top.

import { css } from 'lit';

export const scrollFrameStyles = css`
  heat-wireframe, .map, .layer, .heat { position: absolute; inset: 0; }
  .heat { pointer-events: none; }
  .band { position: absolute; left: 0; right: 0; pointer-events: none; }
  .seconds, .rule span, .fold-told, .pointed span {
    position: absolute; padding: 1px 6px; border-radius: 4px; background: var(--surface); color: var(--ink);
    font-size: 11px; line-height: 1.5; white-space: nowrap; pointer-events: none;
  }
  .seconds { right: 54px; margin-top: 4px; font-weight: var(--weight-bold); box-shadow: 0 0 0 1px var(--line); }
  .rule { position: absolute; left: 0; right: 0; border-top: 1px dashed color-mix(in oklab, var(--ink) 65%, transparent); pointer-events: none; }
  .rule span { z-index: 1; left: calc(6px + 92px * var(--place)); top: -10px; box-shadow: 0 0 0 1px var(--line); }
  .rule.at-top span { top: 2px; }
  .rule.at-end span { top: -21px; }
  .rule b { font-weight: var(--weight-bold); }
  .fold {
    position: absolute; right: 0; width: calc(6px + 34px * var(--share)); border-radius: 3px 0 0 3px; opacity: 0.75;
    background: var(--info); border-block: 1px solid var(--surface);
  }
  .folds { position: absolute; left: 0; right: 0; border-block: 1px dashed var(--info); background: color-mix(in oklab, var(--info) 14%, transparent); pointer-events: none; }
  .fold-told { right: 6px; z-index: 1; margin-top: -22px; color: var(--info-text); box-shadow: 0 0 0 1px var(--line); }
  .fold-told.at-top { margin-top: 4px; }
  .pointed { position: absolute; left: 0; right: 0; z-index: 5; border-top: 1px solid var(--ink); pointer-events: none; }
  .pointed span {
    left: 50%; bottom: 4px; transform: translateX(-50%); padding: 3px 9px; background: var(--ink); color: var(--surface);
    font-size: var(--size-base); font-weight: var(--weight-bold);
  }
  .pointed.at-top span { top: 4px; bottom: auto; }
  .pointed small { margin-left: 8px; font-size: 11px; font-weight: 400; opacity: 0.75; }
  heat-scroll-legend { padding: var(--space-2) var(--space-4); border-top: 1px solid var(--line); }
`;
