// What is known about a session at a glance: the machine, the place, the way in and out, and who it was.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { JourneyAnswer } from '../../src/contract/api.ts';
import { formatDuration } from '../format/duration.ts';
import { valueLabel } from '../format/filter.ts';
import { formatNumber } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { countryFlag, countryName, languageName } from '../format/place.ts';
import { DEVICE_LABELS } from '../format/scope.ts';
import { baseStyles } from '../styles/shared.ts';
import { shortVisitor } from './heat-session-name.ts';

type Fact = [name: string, value: string | null, title?: string];

/** Fires `person-asked` when what is stored of the visitor is asked for. */
@customElement('heat-session-facts')
export class HeatSessionFacts extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; container-type: inline-size; }
      .numbers, .facts { display: grid; gap: var(--space-4) var(--space-5); }
      .numbers { grid-template-columns: repeat(auto-fit, minmax(96px, 1fr)); padding-bottom: var(--space-4); border-bottom: 1px solid var(--line); }
      .numbers dd { margin-top: 1px; font-size: var(--size-lg); font-weight: var(--weight-bold); line-height: 1.3; }
      .facts { grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); padding-top: var(--space-4); }
      dt { color: var(--muted); font-size: var(--size-xs); }
      dd { overflow-wrap: anywhere; }
      dd.value { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
      .ways { display: flex; flex-wrap: wrap; gap: 0 var(--space-2); font-size: var(--size-xs); }
      .ways button { padding: 0; border: 0; background: none; color: var(--ember-text); font: inherit; text-decoration: underline; text-underline-offset: 2px; cursor: pointer; }
      .traits { display: flex; flex-wrap: wrap; gap: 4px 6px; margin-top: 2px; }
      .trait { padding: 0 6px; border: 1px solid var(--line); border-radius: 4px; font-size: var(--size-xs); line-height: 18px; }
      .trait i { color: var(--muted); font-style: normal; }
    `,
  ];

  @property({ attribute: false }) journey!: JourneyAnswer;
  /** Address of all sessions of this visitor; null where there is no list to go to. */
  @property({ attribute: false }) sessionsHref: string | null = null;
  /** Whether what is stored of him can be asked for here. */
  @property({ type: Boolean }) hasPerson = false;

  private facts(): Fact[] {
    const { session, device } = this.journey;
    const screen =
      device.screenW !== null && device.screenH !== null ? `${device.screenW} × ${device.screenH} px` : null;
    const country =
      session.country === null
        ? null
        : `${countryFlag(session.country)} ${countryName(session.country)}`.trim();
    const kind = session.device === null ? null : DEVICE_LABELS[session.device];
    const machine = [kind, screen].filter((part) => part !== null).join(', ');
    const from = [session.source, session.campaign].filter((part) => part !== null).join(', ');
    return [
      ['Country', country ?? valueLabel('country', '')],
      ['Language', session.language === null ? null : languageName(session.language)],
      ['Browser', session.browser, device.userAgent ?? ''],
      ['Operating system', session.os, device.platform ?? ''],
      ['Device', machine || null],
      ['Source', from || 'Direct', session.referrer ?? ''],
      ['First page', session.entry && readablePath(session.entry)],
      ['Last page', session.exit && readablePath(session.exit)],
      ['App', session.app],
      ['Part of session', session.part > 0 ? `${session.clientSessionId}, part ${session.part + 1}` : null],
    ];
  }

  private renderVisitor() {
    const { visitor } = this.journey.session;
    const ways = [
      this.sessionsHref === null ? null : html`<a href=${this.sessionsHref}>Their sessions</a>`,
      this.hasPerson
        ? html`<button type="button" @click=${() => this.dispatchEvent(new CustomEvent('person-asked'))}>What is stored</button>`
        : null,
    ].filter((way) => way !== null);
    return html`<div><dt>Visitor</dt><dd title=${visitor}>${shortVisitor(visitor)}
      ${ways.length === 0 ? nothing : html`<span class="ways">${ways}</span>`}</dd></div>`;
  }

  private renderTraits() {
    const traits = Object.entries(this.journey.traits ?? {});
    if (traits.length === 0) return nothing;
    return html`<div><dt>Traits</dt><dd class="traits">${traits.map(
      ([name, value]) =>
        html`<span class="trait"><i>${name}</i> ${typeof value === 'string' ? value : JSON.stringify(value)}</span>`,
    )}</dd></div>`;
  }

  override render() {
    const { session } = this.journey;
    const numbers: Fact[] = [
      ['Duration', formatDuration(session.durationMs)],
      ['Pages', formatNumber(session.pageviews)],
      ['Clicks', formatNumber(session.clicks)],
      ['Events', formatNumber(session.events)],
      ['Deepest scroll', session.maxScrollPct === null ? null : `${Math.round(session.maxScrollPct)} %`],
    ];
    return html`
      <dl class="numbers num">${numbers.map(([name, value]) => (value === null ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`))}</dl>
      <dl class="facts">
        ${this.renderVisitor()}
        ${this.facts().map(([name, value, title]) => (value === null ? nothing : html`<div><dt>${name}</dt><dd class="value" title=${title ?? value}>${value}</dd></div>`))}
        ${this.renderTraits()}
      </dl>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-session-facts': HeatSessionFacts;
  }
}
