// One visitor or user: how much is stored of him, all of it as a file, and forgetting him.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import type { Subject, SubjectSummary } from '../../src/contract/personal-data.ts';
import { ApiError } from '../data/api.ts';
import { fetchPerson, forgetPerson, isKnown, personUrl } from '../data/personal-data.ts';
import { count } from '../format/number.ts';
import { formatDate, formatMoment } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import './heat-state.ts';
import { said } from './said.ts';

/** Fires `person-forgotten` (bubbles) when the order was taken. */
@customElement('heat-person')
export class HeatPerson extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    sectionStyles,
    css`
      :host { display: block; }
      .who { font-weight: var(--weight-medium); overflow-wrap: anywhere; }
      .much { margin-top: 2px; color: var(--muted); text-wrap: pretty; }
      .controls { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); margin-top: var(--space-3); }
      heat-state { --state-height: 72px; --state-padding: var(--space-2) 0; }
    `,
  ];

  private readonly summary = new Resource<SubjectSummary>(this, {
    key: () => this.key,
    load: (signal) => fetchPerson(this.project.id, this.subject, signal),
  });
  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  @property({ attribute: false }) subject!: Subject;

  /** Key of the person who was ordered to be forgotten here. */
  @state() private ordered = '';

  private get key(): string {
    return `${this.project.id} ${this.subject.kind} ${this.subject.id}`;
  }

  private readonly handleAsk = (): void => this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();

  private readonly handleForget = async (): Promise<void> => {
    const { key } = this;
    const isTaken = await this.task.run(() => forgetPerson(this.project.id, this.subject), 'Ordered');
    if (!isTaken) return;
    this.ordered = key;
    this.dispatchEvent(new CustomEvent('person-forgotten', { bubbles: true, composed: true }));
  };

  /** Sums only: heat does not even say how much there is, but forgets all the same. */
  private isHidden(): boolean {
    return this.summary.error instanceof ApiError && this.summary.error.code === 'aggregate_only';
  }

  /** Nothing has come with this id; what ids there are, so that nobody takes a slip for "nothing stored". */
  private renderNobody() {
    return this.subject.kind === 'user'
      ? html`Nobody of this id is known here. Users are looked up by the id that your site gave to <code>identify()</code>, whole, upper and lower case apart;
          not by a name or an address that your site did not give as the id.`
      : html`Nobody of this id is known here. Visitors are looked up by the id that stands on their sessions: whole, with <code>c:</code>, <code>d:</code>, <code>s:</code> or <code>u:</code> before it,
          or its end, as in “Visitor 75nffl”.`;
  }

  private renderMuch(found: SubjectSummary | null) {
    if (found === null)
      return html`How much is stored of one person is not told in a project that keeps to sums.`;
    const { sessions, events, visitors, firstAtMs, lastAtMs, namings, keptBatches } = found;
    if (!isKnown(found)) return this.renderNobody();
    const more = [
      ...(namings > 0
        ? [`${count(namings, 'event that names', 'events that name')} this user in sessions of others`]
        : []),
      ...(keptBatches > 0 ? [`${count(keptBatches, 'batch', 'batches')} that heat could not read`] : []),
    ].join(', ');
    if (firstAtMs === null || lastAtMs === null) return html`No sessions, but ${more}.`;
    const day = (ms: number) => formatDate(ms, this.project.timeZone, Date.now());
    const browsers = this.subject.kind === 'user' ? ` in ${count(visitors, 'browser')}` : '';
    const [first, last] = [day(firstAtMs), day(lastAtMs)];
    const span = first === last ? first : `${first} to ${last}`;
    const { followsFromMs, timeZone } = this.project;
    const kept =
      firstAtMs < followsFromMs
        ? ` Handed out is what began after ${formatMoment(followsFromMs, timeZone, Date.now())}: until then this project kept to sums.`
        : '';
    return html`${count(sessions, 'session')}${browsers} with ${count(events, 'event')}, ${span}${more === '' ? '' : `; ${more}`}.${kept}`;
  }

  private renderControls(isHidden: boolean) {
    const { project, subject } = this;
    const isPart = (this.summary.value?.firstAtMs ?? 0) < project.followsFromMs;
    return html`<div class="controls">
        ${
          isHidden
            ? nothing
            : html`<a class="button" href=${personUrl(project.id, subject)} download>${isPart ? 'Download what is left to hand out' : 'Download all of it'}</a>`
        }
        <button class="button danger" @click=${this.handleAsk} aria-busy=${this.task.isBusy}>Forget this person</button>
        ${said(this.task)}
      </div>`;
  }

  protected override render() {
    const { value, error } = this.summary;
    const isHidden = this.isHidden();
    if (error !== null && !isHidden)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.summary.retry()}></heat-state>`;
    if (value === null && !isHidden) return html`<heat-state lines="2"></heat-state>`;
    const { kind, id } = this.subject;
    if (this.ordered === this.key)
      return html`<p class="who">${kind === 'user' ? 'User' : 'Visitor'} <code>${id}</code></p>
        <p class="much" role="status">Heat forgets this person now: within seconds nothing is left.</p>`;
    const isThere = isHidden || (value !== null && isKnown(value));
    return html`
      <p class="who">${kind === 'user' ? 'User' : 'Visitor'} <code>${id}</code></p>
      <p class="much">${this.renderMuch(value)}</p>
      ${isThere ? this.renderControls(isHidden) : nothing}
      <heat-confirm heading="Forget this person?" action="Forget for good" @confirmed=${this.handleForget}>
        ${isHidden || value === null ? 'All sessions' : count(value.sessions, 'session')} of <code>${id}</code> go, with every event, click, recording and count that came of them, from every report and heatmap.
        Pages and elements that nobody else has seen go too. Backups are not changed. There is no way back.
      </heat-confirm>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-person': HeatPerson;
  }
}
