// The marks for what went wrong in a session: rage clicks, dead clicks, script errors, quick-backs. A word and a number each,
// never colour alone.

import { css, html, nothing } from 'lit';
import type { SessionRowView } from '../../src/contract/api.ts';
import { count, formatNumber } from '../format/number.ts';

export const signalStyles = css`
  .signal-list { display: inline-flex; flex-wrap: wrap; gap: 4px; }
  .signal {
    display: inline-flex; align-items: center; gap: 4px; padding: 0 6px; border-radius: 4px; font-size: 11px; line-height: 18px;
    font-weight: var(--weight-medium); white-space: nowrap;
  }
  .signal.rage { background: var(--bad-soft); color: var(--bad-text); }
  .signal.dead { background: var(--warn-soft); color: var(--warn-text); }
  .signal.back { border: 1px solid var(--line-strong); line-height: 16px; color: var(--muted); }
  .signal.error { border: 1px solid var(--bad); line-height: 16px; color: var(--bad-text); }
`;

/** Nothing at all for a session without trouble. */
export function renderSignals(session: Pick<SessionRowView, 'rage' | 'dead' | 'errors' | 'quickBacks'>) {
  const signals = [
    { name: 'rage', word: 'Rage', clicks: session.rage, title: count(session.rage, 'rage click') },
    { name: 'dead', word: 'Dead', clicks: session.dead, title: count(session.dead, 'dead click') },
    { name: 'error', word: 'Error', clicks: session.errors, title: count(session.errors, 'script error') },
    {
      name: 'back',
      word: 'Back',
      clicks: session.quickBacks,
      title: count(session.quickBacks, 'quick-back'),
    },
  ].filter(({ clicks }) => clicks > 0);
  if (signals.length === 0) return nothing;
  return html`<span class="signal-list">${signals.map(
    ({ name, word, clicks, title }) =>
      html`<span class="signal ${name} num" title=${title}>${word} ${formatNumber(clicks)}</span>`,
  )}</span>`;
}
