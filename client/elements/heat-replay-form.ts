// Whether a project records its pages, how long recordings stay and how much room they may take.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { ReplayUsageView } from '../../src/contract/replay-chunk.ts';
import { updateProject } from '../data/projects.ts';
import { fetchReplayUsage } from '../data/replays.ts';
import { count, formatNumber } from '../format/number.ts';
import { Resource } from '../state/resource.ts';
import { putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { Unsaved } from '../state/unsaved.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-code.ts';
import { said } from './said.ts';

const MEGABYTE = 1_000_000;

@customElement('heat-replay-form')
export class HeatReplayForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      .choice { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--space-1) var(--space-2); }
      .choice input { margin: 3px 0 0; }
      .choice label { font-weight: 400; }
      .hint { grid-column: 2; text-wrap: pretty; }
      .two { display: flex; flex-wrap: wrap; gap: var(--space-4); margin-top: var(--space-4); }
      .two .field { margin: 0; width: 160px; }
      heat-code { margin-top: var(--space-4); }
      .used { margin-top: var(--space-3); }
    `,
  ];

  private readonly task = new Task(this);
  private readonly usage = new Resource<ReplayUsageView>(this, {
    key: () => this.project.id,
    load: (signal) => fetchReplayUsage(this.project.id, signal),
  });

  @property({ attribute: false }) project!: ProjectView;

  constructor() {
    super();
    new Unsaved(this, () => {
      const { replay, replayDays, replayMegabytes } = this.project.settings;
      return { replay: String(replay), days: String(replayDays), megabytes: String(replayMegabytes) };
    });
  }

  private readonly handleSave = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const whole = (name: string, most: number) => {
      const value = Number(form.get(name));
      return Number.isInteger(value) && value >= 1 && value <= most ? value : null;
    };
    const replayDays = whole('days', LIMITS.replayDaysMax);
    const replayMegabytes = whole('megabytes', LIMITS.replayMegabytesMax);
    if (replayDays === null || replayMegabytes === null) {
      const [days, megabytes] = [LIMITS.replayDaysMax, LIMITS.replayMegabytesMax].map(formatNumber);
      this.task.refuse(`Use whole numbers: 1 to ${days} days, 1 to ${megabytes} megabytes.`);
      return;
    }
    const settings = { replay: form.get('replay') === 'on', replayDays, replayMegabytes };
    void this.task.run(
      async () => putProject(await updateProject(this.project.id, { settings })),
      settings.replay ? 'Saved: recording is allowed' : 'Saved: nothing is recorded',
    );
  };

  private renderUsage() {
    const { value } = this.usage;
    if (!value || value.chunks === 0) return nothing;
    const megabytes = value.bytes / MEGABYTE;
    const size = megabytes < 10 ? megabytes.toFixed(1) : formatNumber(megabytes);
    return html`<p class="used muted small num">${size} MB in ${count(value.chunks, 'chunk')} are stored now.</p>`;
  }

  protected override render() {
    const { replay, replayDays, replayMegabytes } = this.project.settings;
    return html`<form class="card section" @submit=${this.handleSave} novalidate>
      <h2>Recorded pages</h2>
      <p class="why">Every session can be played back as a ghost over your page. A recording shows the page itself as it changed: what was open, what went wrong, what the visitor saw.
        It holds the texts of the page, so record no more than you need.</p>
      <div class="choice">
        <input type="checkbox" id="replay" name="replay" .checked=${replay} aria-describedby="about" />
        <label for="replay">Record pages of sampled visitors</label>
        <p class="hint" id="about">Everything typed is masked before it leaves the page, <code>data-private</code> is left out, pictures are not recorded. Your pages ask for it as well:</p>
      </div>
      <heat-code what="attribute" text=${'data-replay=\'{"enabled": true, "sampleRate": 0.1}\''}></heat-code>
      <div class="two">
        <div class="field"><label for="days">Keep for, days</label>
          <input id="days" name="days" type="number" min="1" max=${LIMITS.replayDaysMax} step="1" .value=${String(replayDays)} /></div>
        <div class="field"><label for="megabytes">At most, MB</label>
          <input id="megabytes" name="megabytes" type="number" min="1" max=${LIMITS.replayMegabytesMax} step="1" .value=${String(replayMegabytes)} /></div>
      </div>
      <p class="hint">When there is no room the oldest go first.</p>
      ${this.renderUsage()}
      <div class="controls"><button class="button" aria-busy=${this.task.isBusy}>Save</button>${said(this.task)}</div>
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-replay-form': HeatReplayForm;
  }
}
