// Looks of the journey: a rail of time at the left, pages as stations, events as lines, silences as breaks.

import { css } from 'lit';

export const journeyStyles = css`
  .journey { --at-w: 52px; }
  .page header, .line { display: grid; grid-template-columns: var(--at-w) 11px minmax(0, 1fr) auto; gap: 0 var(--space-3); }
  .page { position: relative; padding-bottom: var(--space-4); }
  .page::before {
    content: ''; position: absolute; left: calc(var(--at-w) + var(--space-3) + 5px); top: 20px; bottom: -12px; width: 1px; background: var(--line);
  }
  .page:last-child::before { bottom: 14px; }
  .page header { align-items: start; padding: var(--space-2) 0; }
  .page header a { padding-top: 2px; }
  .page h3 { font-size: var(--size-md); line-height: 22px; }
  .at { padding-top: 2px; color: var(--muted); font-size: var(--size-xs); text-align: right; }
  header .dot {
    position: relative; width: 11px; height: 11px; margin-top: 6px; border: 2px solid var(--ember); border-radius: 50%; background: var(--surface);
  }
  .line {
    width: 100%; margin: 0; padding: 3px 0; border: 0; border-radius: var(--radius); background: none; color: inherit; font: inherit;
    line-height: 20px; text-align: left; cursor: pointer;
  }
  .line:hover { background: var(--hover); }
  .line[aria-current] { background: var(--ember-soft); }
  .line[aria-current] .dot { background: var(--ember); border-color: var(--ember); box-shadow: 0 0 0 3px color-mix(in oklab, var(--ember) 25%, transparent); }
  .mark.back { display: inline-block; }
  .line .at { padding-top: 1px; }
  .line .dot { position: relative; width: 7px; height: 7px; margin: 7px 2px 0; border-radius: 50%; background: var(--line-strong); }
  .line.quiet .dot { background: var(--surface); border: 1px solid var(--line-strong); }
  .line.bad .dot, .line.error .dot { background: var(--bad); }
  .line.warn .dot { background: var(--warn); }
  .line.custom .dot { background: var(--series-4); }
  .said { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 6px; min-width: 0; overflow-wrap: anywhere; }
  .said b { font-weight: var(--weight-medium); }
  .quiet .said, .quiet .verb { color: var(--muted); }
  .line.error b { color: var(--bad-text); font-family: var(--mono); font-size: 0.94em; font-weight: 400; }
  .mark { padding: 0 6px; border-radius: 4px; background: var(--warn-soft); color: var(--warn-text); font-size: 11px; line-height: 18px; font-weight: var(--weight-medium); }
  .bad .mark, .error .mark { background: var(--bad-soft); color: var(--bad-text); }
  .values { display: flex; flex-wrap: wrap; gap: 2px 6px; }
  .value { max-width: 320px; padding: 0 6px; overflow: hidden; border: 1px solid var(--line); border-radius: 4px; font-size: var(--size-xs); line-height: 18px; text-overflow: ellipsis; white-space: nowrap; }
  .value i { color: var(--muted); font-style: normal; }
  .fields { display: grid; gap: var(--space-3); margin: 2px 0 var(--space-2) calc(var(--at-w) + var(--space-3) * 2 + 11px); padding: var(--space-3); border-radius: var(--radius); background: var(--sunken); font-size: var(--size-xs); }
  .fields dl { display: grid; grid-template-columns: minmax(72px, auto) minmax(0, 1fr); gap: 2px var(--space-4); }
  .fields dl + dl { padding-top: var(--space-3); border-top: 1px solid var(--line); }
  .fields dt { color: var(--muted); }
  .fields dd { max-height: 120px; overflow: auto; overflow-wrap: anywhere; white-space: pre-wrap; }
  .gap { position: relative; display: flex; margin: var(--space-2) 0 var(--space-2) calc(var(--at-w) + var(--space-3)); }
  .gap::before { content: ''; position: absolute; left: 3px; top: -4px; bottom: -4px; width: 5px; background: var(--surface); }
  .gap::after { content: ''; position: absolute; left: 5px; top: -2px; bottom: -2px; border-left: 1px dashed var(--line-strong); }
  .gap span { margin-left: calc(11px + var(--space-3)); padding: 2px 10px; border: 1px dashed var(--line-strong); border-radius: 999px; color: var(--muted); font-size: var(--size-xs); }
  .between { padding: 0 0 var(--space-3); }
  @media (max-width: 560px) { .journey { --at-w: 36px; } }
`;
