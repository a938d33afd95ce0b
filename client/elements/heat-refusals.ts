// What came for a project and was refused in the last 24 hours, and what lets it in: events that nobody misses are the
// worst that can be lost.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView, RefusalsAnswer } from '../../src/contract/api.ts';
import { projectPath } from '../app/routes.ts';
import { fetchRefusals } from '../data/refusals.ts';
import { count } from '../format/number.ts';
import { refusalWords } from '../format/refusal-words.ts';
import { formatInstant } from '../format/time.ts';
import { Poll } from '../state/poll.ts';
import { Resource } from '../state/resource.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import { WAITING_ASK_MS } from './heat-first-event.ts';
import './heat-state.ts';

const ASK_MS = 5_000;
const PARTS = { origins: 'Allowed origins', snippet: 'Snippet', keys: 'API keys', tokens: 'Visitor tokens' };

@customElement('heat-refusals')
export class HeatRefusals extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    sectionStyles,
    css`
      :host { display: block; }
      /* As nothing it takes no place. */
      :host([waiting]) { display: contents; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: center; padding: var(--space-3) 0; border-top: 1px solid var(--line); }
      li .name { font-weight: var(--weight-medium); overflow-wrap: anywhere; }
      li .about { grid-column: 1; color: var(--muted); font-size: var(--size-xs); text-wrap: pretty; }
      li .button { grid-column: 2; grid-row: 1 / span 3; }
      .events { margin-top: var(--space-3); padding-top: var(--space-3); border-top: 1px solid var(--line); color: var(--muted); font-size: var(--size-xs); text-wrap: pretty; }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
      @media (max-width: 640px) { li .button { grid-column: 1; grid-row: auto; justify-self: start; margin-top: var(--space-2); } }
    `,
  ];

  private readonly refusals = new Resource<RefusalsAnswer>(this, {
    key: () => this.project.id,
    load: (signal) => fetchRefusals(this.project.id, signal),
  });

  @property({ attribute: false }) project!: ProjectView;
  /** Where somebody waits for events: nothing at all until something was refused. */
  @property({ type: Boolean }) waiting = false;

  constructor() {
    super();
    new Poll(
      this,
      () => (this.waiting ? WAITING_ASK_MS : ASK_MS),
      async () => this.refusals.refresh(),
    );
  }

  private renderItem({ code, count: times, lastAtMs, lastHost }: RefusalsAnswer['items'][number]) {
    const { why, todo, part } = refusalWords(code, lastHost !== null);
    const last = formatInstant(lastAtMs, this.project.timeZone, Date.now());
    return html`<li><span class="name num">${count(times, 'request')}${lastHost === null ? nothing : html`, last from ${lastHost}`}</span>
      <span class="about">${why} (${code}), ${last}.</span>
      <span class="about">${todo}</span>
      ${
        part === undefined || this.project.role !== 'owner'
          ? nothing
          : html`<a class="button" href="${projectPath(this.project.id, 'settings')}#${part}">${PARTS[part]}</a>`
      }</li>`;
  }

  private renderEvents({ rejected, duplicates }: RefusalsAnswer) {
    const told = [
      ...(rejected > 0
        ? [
            `${count(rejected, 'event')} of accepted batches were bad by themselves: the answers to them say which and why.`,
          ]
        : []),
      ...(duplicates > 0
        ? [
            `${count(duplicates, 'event')} came again and count once, as trackers repeat what they heard no answer to.`,
          ]
        : []),
    ];
    return told.map((line) => html`<p class="events num">${line}</p>`);
  }

  private renderAnswer() {
    const { value, error } = this.refusals;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.refusals.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="2"></heat-state>`;
    const { items } = value;
    return html`${items.length === 0 ? html`<p>Nothing was refused.</p>` : html`<ul aria-label="Refused">${items.map((item) => this.renderItem(item))}</ul>`}
      ${this.renderEvents(value)}`;
  }

  protected override render() {
    const { value } = this.refusals;
    if (this.waiting && !value?.items.length) return nothing;
    return html`<section class="card section">
      <h2>What was refused</h2>
      <p class="why">Requests with events for this project that were not let in, in the last 24 hours or since heat was started.</p>
      ${this.renderAnswer()}
    </section>`;
  }
}
