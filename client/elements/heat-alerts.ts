// A project's alerts: what each watches, whether it fired, what became of its messages; make, try out, pause, remove.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AlertTest, AlertView } from '../../src/contract/alerts.ts';
import type { ProjectView } from '../../src/contract/api.ts';
import type { GoalView } from '../../src/contract/goals.ts';
import { createAlert, listAlerts, removeAlert, testAlert, updateAlert } from '../data/goals.ts';
import { alertValue, alertWords } from '../format/alert.ts';
import { filterLabel } from '../format/filter.ts';
import { count } from '../format/number.ts';
import { formatInstant } from '../format/time.ts';
import { focusBack } from '../state/focus-back.ts';
import { Resource } from '../state/resource.ts';
import { parseFilter } from '../state/scope.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import type { AlertInput } from './heat-alert-form.ts';
import './heat-alert-form.ts';
import './heat-code.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import './heat-state.ts';
import { said } from './said.ts';

@customElement('heat-alerts')
export class HeatAlerts extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    sectionStyles,
    css`
      :host { display: block; }
      .title { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2); }
      li.alert { display: grid; gap: 2px; padding: var(--space-3) 0; border-top: 1px solid var(--line); }
      .name { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); font-weight: var(--weight-medium); overflow-wrap: anywhere; }
      .about { color: var(--muted); font-size: var(--size-xs); overflow-wrap: anywhere; }
      .acts { display: flex; flex-wrap: wrap; gap: var(--space-1); margin-left: -10px; }
      .secret { display: grid; gap: var(--space-2); margin: var(--space-3) 0; padding: var(--space-4); border-radius: var(--radius); background: var(--warn-soft); }
      details { font-size: var(--size-xs); }
      summary { color: var(--muted); cursor: pointer; }
      details li { padding: 2px 0; font-variant-numeric: tabular-nums; }
      heat-alert-form { margin: var(--space-4) 0; padding-top: var(--space-4); border-top: 1px solid var(--line); }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly alerts = new Resource<AlertView[]>(this, {
    key: () => this.project.id,
    load: (signal) => listAlerts(this.project.id, signal),
  });
  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  @property({ attribute: false }) goals: readonly GoalView[] = [];
  @state() private isMaking = false;
  @state() private made: { alert: AlertView; secret: string } | null = null;
  @state() private asked: AlertView | null = null;

  private readonly handleSaved = async (event: CustomEvent<AlertInput>): Promise<void> => {
    const isDone = await this.task.run(async () => {
      this.made = await createAlert(this.project.id, event.detail);
    }, 'Created');
    if (!isDone) return;
    this.isMaking = false;
    this.alerts.refresh();
  };

  private async handleTest({ id, name, metric }: AlertView): Promise<void> {
    let tested: AlertTest | null = null;
    await this.task.run(async () => {
      tested = await testAlert(this.project.id, id);
    }, '');
    if (tested === null) return;
    const { delivered, outcome, reading } = tested as AlertTest;
    const now = reading.value === null ? 'nothing to measure' : alertValue(metric, reading.value);
    if (delivered)
      await this.task.run(
        async () => {},
        `“${name}” was delivered (${outcome}). Its number is ${now} now: it would ${reading.holds ? '' : 'not '}fire.`,
      );
    else this.task.refuse(`“${name}” was not delivered: ${outcome}.`);
  }

  private async handlePause(alert: AlertView): Promise<void> {
    const paused = alert.pausedAtMs === null;
    const isDone = await this.task.run(
      () => updateAlert(this.project.id, alert.id, { paused }),
      `${paused ? 'Paused' : 'Resumed'} “${alert.name}”`,
    );
    if (isDone) this.alerts.refresh();
  }

  private readonly handleRemove = async (): Promise<void> => {
    const alert = this.asked;
    if (!alert) return;
    const isDone = await this.task.run(
      () => removeAlert(this.project.id, alert.id),
      `Removed “${alert.name}”`,
    );
    if (isDone && this.made?.alert.id === alert.id) this.made = null;
    if (isDone) this.alerts.refresh();
  };

  private when(ms: number): string {
    return formatInstant(ms, this.project.timeZone, Date.now());
  }

  private renderDeliveries({ deliveries }: AlertView) {
    if (deliveries.length === 0) return nothing;
    const [last] = deliveries;
    return html`<details><summary>Told ${last ? `${this.when(last.createdAtMs)}: ${last.state}` : ''}${deliveries.length > 1 ? `, and ${deliveries.length - 1} before` : ''}</summary>
      <ul>${deliveries.map(
        ({ createdAtMs, state: what, attempts, outcome }) =>
          html`<li>${this.when(createdAtMs)} · ${what}${outcome === null ? '' : ` · ${outcome}`} · ${attempts === 1 ? 'once' : count(attempts, 'attempt')}</li>`,
      )}</ul></details>`;
  }

  private renderAlert(alert: AlertView) {
    const failed = alert.deliveries[0]?.state === 'failed';
    const goal = this.goals.find(({ id }) => id === alert.goal)?.name ?? null;
    const words = alert.filters.map((text) => {
      const filter = parseFilter(text);
      return filter ? filterLabel(filter) : text;
    });
    return html`<li class="alert">
      <span class="name">${alert.name}${
        alert.pausedAtMs !== null
          ? html`<span class="chip">paused</span>`
          : failed
            ? html`<span class="chip bad">not delivered</span>`
            : alert.firedUntilMs === null
              ? html`<span class="chip good">quiet</span>`
              : html`<span class="chip warn">fired ${this.when(alert.firedUntilMs)}</span>`
      }</span>
      <span>${alertWords(alert, goal)}</span>
      <span class="about">${words.length === 0 ? '' : `${words.join(' · ')} · `}${alert.url}</span>
      ${this.renderDeliveries(alert)}
      <span class="acts"><button class="button quiet" ?disabled=${this.task.isBusy} aria-label="Test ${alert.name}" @click=${() => this.handleTest(alert)}>Send a test</button>
        <button class="button quiet" aria-label="${alert.pausedAtMs === null ? 'Pause' : 'Resume'} ${alert.name}" @click=${() => this.handlePause(alert)}>${alert.pausedAtMs === null ? 'Pause' : 'Resume'}</button>
        <button class="button quiet danger" aria-label="Remove ${alert.name}" @click=${() => {
          this.asked = alert;
          this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();
        }}>Remove</button></span>
    </li>`;
  }

  private renderList() {
    const { value, error } = this.alerts;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} heading="The alerts could not be loaded" @retried=${() => this.alerts.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="3"></heat-state>`;
    if (value.length === 0 && !this.isMaking) return html`<p class="muted">No alert yet.</p>`;
    return html`<ul aria-label="Alerts">${value.map((alert) => this.renderAlert(alert))}</ul>`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.get('isMaking') && !this.isMaking) focusBack(this, '.title button');
  }

  protected override render() {
    return html`<section class="card section">
      <div class="title"><h2>Alerts</h2>${
        this.isMaking
          ? nothing
          : html`<button class="button" @click=${() => {
              this.task.clear();
              this.isMaking = true;
            }}>New alert</button>`
      }</div>
      <p class="why">An alert watches a number and tells a webhook when it leaves what you expect: no purchase for hours, twice the rage clicks of the day before.</p>
      ${
        this.made
          ? html`<div class="secret" role="status"><strong>Copy the secret of “${this.made.alert.name}” now. It signs every message and cannot be shown again.</strong>
              <heat-code what="secret" text=${this.made.secret}></heat-code></div>`
          : nothing
      }
      ${
        this.isMaking
          ? html`<heat-alert-form .projectId=${this.project.id} .goals=${this.goals} ?isBusy=${this.task.isBusy} .problem=${this.task.said?.tone === 'bad' ? this.task.said.text : ''}
            @alert-saved=${this.handleSaved} @alert-dropped=${() => {
              this.isMaking = false;
              this.task.clear();
            }}></heat-alert-form>`
          : html`<p>${said(this.task)}</p>`
      }
      ${this.renderList()}
      <heat-confirm heading="Remove “${this.asked?.name ?? ''}”?" action="Remove alert" @confirmed=${this.handleRemove}>Nothing is watched or told any more, also nothing that it still had to tell. A new alert has a new secret.</heat-confirm>
    </section>`;
  }
}
