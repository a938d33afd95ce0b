// Sessions that resemble one, with how much and why.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SessionRowView, SimilarAnswer } from '../../src/contract/api.ts';
import type { Similarity } from '../../src/contract/similarity.ts';
import { formatDuration } from '../format/duration.ts';
import { formatShare } from '../format/number.ts';
import { formatInstant } from '../format/time.ts';
import { baseStyles, cardStyles } from '../styles/shared.ts';
import { frictionStyles, renderFriction } from './heat-friction.ts';
import { sessionName } from './heat-session-name.ts';

@customElement('heat-similar-sessions')
export class HeatSimilarSessions extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    frictionStyles,
    css`
      :host { display: block; container-type: inline-size; }
      li + li { border-top: 1px solid var(--line); }
      a { display: grid; grid-template-columns: 52px minmax(120px, 1fr) minmax(0, 2fr) 76px 84px; gap: 2px var(--space-4); align-items: center; padding: 9px var(--space-4); color: inherit; text-decoration: none; }
      a:hover { background: var(--hover); }
      a:focus-visible { outline-offset: -2px; }
      b { font-weight: var(--weight-medium); }
      .alike { color: var(--muted); }
      .why { display: flex; flex-wrap: wrap; gap: 4px; min-width: 0; }
      .length { text-align: right; }
      .none { padding: var(--space-4); color: var(--muted); }
      @container (max-width: 680px) {
        a { grid-template-columns: 44px minmax(0, 1fr) auto; }
        .why { grid-column: 2 / -1; grid-row: 2; } .length { display: none; }
      }
    `,
  ];

  @property({ attribute: false }) items: SimilarAnswer['items'] = [];
  @property() timeZone = 'UTC';
  /** Address of a session's page. */
  @property({ attribute: false }) hrefOf: (session: SessionRowView) => string = () => '#';

  protected override render() {
    if (this.items.length === 0)
      return html`<p class="none">No other session of this range began like it or saw one of its pages.</p>`;
    const nowMs = Date.now();
    return html`<ul>${this.items.map(
      ({ session, similarity }) => html`<li><a href=${this.hrefOf(session)}>
        <span class="alike num" title="How alike, by pages, kinds of friction, entry and device">${formatShare(similarity.score)}</span>
        <span class="truncate"><b title=${session.userId ?? session.visitor}>${sessionName(session)}</b> <span class="muted small">${formatInstant(session.startedAtMs, this.timeZone, nowMs)}</span></span>
        <span class="why">${reasons(similarity).map((reason) => html`<span class="chip">${reason}</span>`)}</span>
        <span class="length num">${formatDuration(session.durationMs)}</span>
        ${session.friction.score === 0 ? html`<span class="muted small">No friction</span>` : renderFriction(session.friction)}
      </a></li>`,
    )}</ul>`;
  }
}

function reasons({ parts }: Similarity): string[] {
  const said: string[] = [];
  if (parts.pages === 1) said.push('same pages');
  else if (parts.pages > 0) said.push(`${formatShare(parts.pages)} of the pages`);
  if (parts.entry === 1) said.push('same entry');
  if (parts.device === 1) said.push('same device');
  if (parts.friction === 1) said.push('same friction');
  else if (parts.friction > 0) said.push('some of the friction');
  return said;
}
