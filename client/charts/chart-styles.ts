// Looks of the series chart, and the few rules that uPlot needs inside a shadow root.

import { css } from 'lit';

export const chartStyles = css`
  :host { display: block; position: relative; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 2px; min-height: var(--control); }
  .tools .button { font-size: var(--size-xs); }
  .legend { display: flex; flex-wrap: wrap; gap: 2px var(--space-3); margin-right: auto; list-style: none; font-size: var(--size-xs); color: var(--muted); }
  .legend li { max-width: 180px; }
  .probe { position: absolute; visibility: hidden; }
  .frame { position: relative; height: var(--chart-height, 260px); }
  .plot { position: absolute; inset: 0; touch-action: pan-y; }
  .plot:focus-visible { outline-offset: 4px; }
  .tip {
    position: absolute; z-index: 5; top: 10px; left: 0; translate: var(--x) 0; width: max-content; max-width: min(280px, 80%);
    padding: var(--space-2) var(--space-3); pointer-events: none;
    background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); font-size: var(--size-xs);
  }
  .tip dl { display: grid; grid-template-columns: 1fr auto; gap: 2px var(--space-3); margin-top: 2px; }
  .tip dt { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  .tip dd { text-align: right; font-weight: var(--weight-bold); font-variant-numeric: tabular-nums; }
  .tip .was { font-weight: 400; color: var(--muted); }
  .note { display: flex; gap: 6px; align-items: start; margin-top: var(--space-1); color: var(--info-text); }
  .hue { display: inline-block; width: 12px; margin-right: 6px; vertical-align: middle; border-top: 2px solid var(--hue); }
  .dashed { width: 18px; border-top: 1.5px dashed var(--hue); opacity: 0.6; }
  .ring { display: inline-block; width: 9px; height: 9px; margin-right: 6px; border: 2px solid var(--hue, var(--muted)); border-radius: 50%; vertical-align: -1px; }
  .hue-1 { --hue: var(--series-1); }
  .hue-2 { --hue: var(--series-2); }
  .hue-3 { --hue: var(--series-3); }
  .hue-4 { --hue: var(--series-4); }
  .hue-5 { --hue: var(--series-5); }
  .hue-6 { --hue: var(--series-6); }
  .table { height: 100%; overflow: auto; border-top: 1px solid var(--line); }
  table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { padding: 6px var(--space-3); border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; white-space: nowrap; }
  th:first-child { text-align: left; }
  thead th { position: sticky; top: 0; background: var(--surface); color: var(--muted); font-weight: var(--weight-medium); }
  @media (max-width: 640px) {
    .frame { height: var(--chart-height, 220px); }
    .legend { order: 1; flex-basis: 100%; }
  }

  .uplot, .uplot * { box-sizing: border-box; }
  .uplot { width: min-content; line-height: 1.5; }
  .u-wrap { position: relative; user-select: none; }
  .u-over, .u-under { position: absolute; }
  .u-under { overflow: hidden; }
  .uplot canvas { display: block; position: relative; width: 100%; height: 100%; }
  .u-axis { position: absolute; }
  .u-select { position: absolute; pointer-events: none; }
  .u-cursor-x, .u-cursor-y { position: absolute; top: 0; left: 0; pointer-events: none; will-change: transform; }
  .u-hz .u-cursor-x { height: 100%; border-right: 1px dashed var(--line-strong); }
  .u-cursor-pt { position: absolute; top: 0; left: 0; border: 0 solid; border-radius: 50%; pointer-events: none; will-change: transform; background-clip: padding-box !important; }
  .u-off { display: none; }
`;
