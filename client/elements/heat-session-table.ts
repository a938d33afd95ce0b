// Sessions as an inbox: when, who, the way they took, how long, and what went wrong. Each row is a link.

import { css, html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { SessionRowView } from '../../src/contract/api.ts';
import { formatDuration } from '../format/duration.ts';
import { valueLabel } from '../format/filter.ts';
import { count, formatNumber } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { countryFlag, countryName } from '../format/place.ts';
import { formatFull, formatInstant } from '../format/time.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles, cardStyles } from '../styles/shared.ts';
import { frictionStyles, renderFriction } from './heat-friction.ts';
import { isLiveNow, sessionName } from './heat-session-name.ts';
import { renderSignals, signalStyles } from './heat-session-signals.ts';
import { icon } from './icons.ts';

/** Drawn, because not every system font has one. */
const arrow = html`<svg width="12" height="8" viewBox="0 0 12 8" fill="none" stroke="currentColor" aria-hidden="true">${svg`<path d="M0 4h11M8 1l3 3-3 3" />`}</svg>`;

@customElement('heat-session-table')
export class HeatSessionTable extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    signalStyles,
    frictionStyles,
    css`
      :host { display: block; container-type: inline-size; }
      table { width: 100%; border-collapse: collapse; }
      th {
        padding: var(--space-2) var(--space-3); border-bottom: 1px solid var(--line); color: var(--muted); font-size: var(--size-xs);
        font-weight: var(--weight-medium); text-align: left; white-space: nowrap;
      }
      td { padding: 9px var(--space-3); border-bottom: 1px solid var(--line); vertical-align: middle; }
      tr:last-child td { border-bottom: 0; }
      tbody tr { position: relative; transition: background var(--ease); }
      tbody tr:hover { background: var(--hover); }
      tbody tr[aria-current] { background: var(--ember-soft); box-shadow: inset 3px 0 var(--ember); }
      .right { text-align: right; }
      .when { width: 132px; max-width: 132px; white-space: nowrap; }
      .when a { color: inherit; text-decoration: none; font-weight: var(--weight-medium); }
      .when a::after { content: ''; position: absolute; inset: 0; }
      .when a:focus-visible { outline: none; }
      .when a:focus-visible::after { outline: 2px solid var(--ember); outline-offset: -2px; border-radius: var(--radius); }
      .who { width: 232px; max-width: 232px; }
      .who b { font-weight: var(--weight-medium); }
      .sub { color: var(--muted); font-size: var(--size-xs); }
      .way { display: flex; align-items: center; gap: 6px; min-width: 0; color: var(--muted); font-size: var(--size-xs); }
      .way .chip { justify-content: center; min-width: min(54px, 40%); flex: 0 1 auto; color: var(--ink); }
      .way .chip:last-child { max-width: 62%; }
      .way .chip:only-child { max-width: 100%; }
      .way .more { display: inline-flex; flex: none; align-items: center; gap: 5px; }
      td.path { max-width: 0; width: 40%; }
      .length { width: 128px; }
      td.signals { white-space: nowrap; }
      .recorded { display: inline-flex; align-items: center; gap: 4px; margin-right: 4px; padding: 0 6px; border: 1px solid var(--line-strong); border-radius: 4px; color: var(--muted); font: var(--weight-medium) 11px / 16px var(--font); vertical-align: top; }
      .recorded svg { width: 10px; height: 10px; }
      td.rub { width: 96px; }
      td.length { white-space: nowrap; }
      .sums { display: none; }
      .bar { height: 4px; margin-top: 3px; border-radius: 2px; background: var(--hover); }
      tr:hover .bar { background: color-mix(in oklab, var(--muted) 16%, transparent); }
      .bar i { display: block; width: var(--share); height: 100%; min-width: 2px; border-radius: 2px; background: var(--series-2); }
      .live { display: inline-flex; align-items: center; gap: 6px; color: var(--good-text); }
      .live::before { content: ''; width: 7px; height: 7px; border-radius: 50%; background: var(--good); }
      @container (min-width: 1180px) { .who { width: 300px; max-width: 300px; } }
      @container (max-width: 980px) { .who, .who ~ th.who { width: 180px; max-width: 180px; } .optional { display: none; } td.path { width: 30%; } }
      @container (max-width: 860px) { .count { display: none; } .when { width: 112px; max-width: 112px; } .length { width: 104px; } th.path, td.path { width: 40%; min-width: 170px; } td.rub { width: 72px; } }
      @container (max-width: 680px) {
        thead { display: none; }
        table, tbody { display: block; }
        tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px var(--space-3); padding: var(--space-3) var(--space-4); border-bottom: 1px solid var(--line); }
        tbody tr:last-child { border-bottom: 0; }
        td { padding: 0; border: 0; width: auto !important; max-width: none !important; min-width: 0; }
        .who { grid-row: 1; } .when { grid-row: 1; grid-column: 2; max-width: 45cqw !important; text-align: right; }
        .path, .signals { grid-column: 1 / -1; }
        td.rub:has(.calm) { display: none; }
        td.length { grid-row: 3; } td.rub { grid-row: 3; grid-column: 2; justify-self: end; align-self: center; } td.signals { grid-row: 4; }
        .sums { display: inline; }
        .bar { max-width: 200px; }
      }
    `,
  ];

  /** In the order they are shown. */
  @property({ attribute: false }) sessions: readonly SessionRowView[] = [];
  /** Ids of those that have a recording. */
  @property({ attribute: false }) recorded: ReadonlySet<string> = new Set();
  /** Id of the one that is open beside the list. */
  @property({ attribute: false }) chosen: string | null = null;
  @property() timeZone = 'UTC';
  /** Address of a session's page; null where there is none to go to. */
  @property({ attribute: false }) hrefOf: ((session: SessionRowView) => string) | null = () => '#';

  /** The topmost row in sight and where it stood, so that rows which come above it push nothing away. */
  private anchor: { id: string; top: number } | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.anchor = null;
    if (!changed.has('sessions') || !this.hasUpdated || window.scrollY <= 0) return;
    for (const row of this.renderRoot.querySelectorAll<HTMLElement>('tbody tr')) {
      const { top } = row.getBoundingClientRect();
      if (top < 0) continue;
      this.anchor = { id: row.dataset.session ?? '', top };
      return;
    }
  }

  protected override updated(): void {
    if (!this.anchor) return;
    const { id, top } = this.anchor;
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('tbody tr')];
    const row = rows.find(({ dataset }) => dataset.session === id);
    if (row) window.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: 'instant' });
  }

  /** Puts the keyboard on the row of that session, if it is there. */
  focusSession(id: string): void {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('tbody tr')];
    rows
      .find(({ dataset }) => dataset.session === id)
      ?.querySelector('a')
      ?.focus({ preventScroll: true });
  }

  private renderWho(session: SessionRowView) {
    const place = session.country
      ? html`<span aria-hidden="true">${countryFlag(session.country)}</span> ${countryName(session.country)}`
      : valueLabel('country', '');
    const machine = [session.browser, session.device, session.os].filter((part) => part !== null).join(' · ');
    const name = sessionName(session);
    return html`<div class="truncate"><b title=${session.userId ?? session.visitor}>${name}</b>${session.isBot ? html` <span class="chip">Bot</span>` : nothing}</div>
      <div class="sub truncate" title=${machine}>${place}${machine ? html` · ${machine}` : nothing}</div>`;
  }

  private renderWay(session: SessionRowView) {
    const { pageviews } = session;
    if (session.entry === null) return html`<span class="sub">No pageview</span>`;
    const [entry, exit] = [session.entry, session.exit ?? session.entry].map(readablePath);
    const between = pageviews - 2;
    const isShort = pageviews <= 1 || (exit === entry && pageviews === 2);
    return html`<div class="way" title=${isShort ? entry : `${entry} → ${exit}, ${count(pageviews, 'page')}`}>
      <span class="chip"><span class="truncate">${entry}</span></span>
      ${
        isShort
          ? nothing
          : html`<span class="more" aria-hidden="true">${arrow}${between > 0 ? html`${formatNumber(between)} ${arrow}` : nothing}</span>
        <span class="visually-hidden">${between > 0 ? `then ${count(between, 'page')}, ` : ''}at last</span>
        <span class="chip"><span class="truncate">${exit}</span></span>`
      }
    </div>`;
  }

  private renderRow(session: SessionRowView, longestMs: number, nowMs: number) {
    const share = longestMs === 0 ? 0 : Math.sqrt(session.durationMs / longestMs);
    const full = formatFull(session.startedAtMs, this.timeZone);
    const start = isLiveNow(session, nowMs)
      ? html`<span class="live">Now</span>`
      : formatInstant(session.startedAtMs, this.timeZone, nowMs);
    const isRecorded = this.recorded.has(session.id);
    return html`<tr data-session=${session.id} aria-current=${session.id === this.chosen ? 'true' : nothing}>
      <td class="when">
        ${this.hrefOf ? html`<a href=${this.hrefOf(session)} title=${full}>${start}</a>` : html`<span title=${full}>${start}</span>`}
        <div class="sub truncate" title=${session.source ?? nothing}>${session.source ?? 'Direct'}</div>
      </td>
      <td class="who">${this.renderWho(session)}</td>
      <td class="path">${this.renderWay(session)}</td>
      <td class="count optional right num">${formatNumber(session.pageviews)}</td>
      <td class="count right num">${formatNumber(session.events)}</td>
      <td class="length num">
        ${formatDuration(session.durationMs)}<span class="sums sub"> · ${count(session.pageviews, 'page')} · ${count(session.events, 'event')}</span>
        <div class="bar" aria-hidden="true"><i ${styled({ '--share': `${(100 * share).toFixed(1)}%` })}></i></div>
      </td>
      <td class="rub">${renderFriction(session.friction)}</td>
      <td class="signals">${isRecorded ? html`<span class="recorded" title="What this visitor saw was recorded">${icon('play')} Recorded</span>` : nothing}${renderSignals(session)}</td>
    </tr>`;
  }

  override render() {
    const longestMs = Math.max(0, ...this.sessions.map((session) => session.durationMs));
    const nowMs = Date.now();
    return html`<table>
      <thead><tr>
        <th class="when" scope="col">Started</th><th class="who" scope="col">Who</th><th class="path" scope="col">Journey</th>
        <th class="count right optional" scope="col">Pages</th><th class="count right" scope="col">Events</th>
        <th scope="col">Duration</th><th scope="col" title="0 to 100, from rage, error and dead clicks, quick-backs and errors">Friction</th><th scope="col">Signals</th>
      </tr></thead>
      <tbody>${repeat(
        this.sessions,
        (session) => session.id,
        (session) => this.renderRow(session, longestMs, nowMs),
      )}</tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-session-table': HeatSessionTable;
  }
}
