// Where the signed-in user is signed in: end one of them, or all but this one.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SignInView } from '../../src/contract/second-factor.ts';
import { endOtherSignIns, endSignIn, listSignIns } from '../data/second-factor.ts';
import { formatInstant } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import './heat-state.ts';
import { said } from './said.ts';

/** Rows that show at once; the rest is behind a button. */
const FEW = 8;

@customElement('heat-sign-ins')
export class HeatSignIns extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    sectionStyles,
    css`
      :host { display: block; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: center; min-height: 56px; padding: var(--space-2) 0; border-top: 1px solid var(--line); }
      li .name { display: flex; align-items: center; gap: var(--space-2); min-width: 0; font-weight: var(--weight-medium); }
      li .about { grid-column: 1; color: var(--muted); font-size: var(--size-xs); }
      li .button { grid-column: 2; grid-row: 1 / span 2; }
      .controls:not(:has(.button)) { min-height: 0; margin-top: 0; }
      .more { width: 100%; }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly signIns = new Resource<SignInView[]>(this, {
    key: () => String(this.version),
    load: (signal) => listSignIns({ signal }),
  });
  private readonly task = new Task(this);

  /** Another number loads the list again. */
  @property({ type: Number }) version = 0;
  @state() private showsAll = false;

  private async handleEnd(signIn: SignInView): Promise<void> {
    if (await this.task.run(() => endSignIn(signIn.id), `Ended ${signIn.agent}`)) this.signIns.refresh();
  }

  private readonly handleEndOthers = async (): Promise<void> => {
    if (await this.task.run(endOtherSignIns, 'All others have ended')) this.signIns.refresh();
  };

  private readonly handleShowAll = (): void => {
    this.showsAll = true;
  };

  private renderSignIn(signIn: SignInView) {
    const { agent, createdAtMs, lastSeenAtMs, current } = signIn;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const [since, seen] = [createdAtMs, lastSeenAtMs].map((atMs) => formatInstant(atMs, zone, Date.now()));
    return html`<li><span class="name"><span class="truncate">${agent}</span>${
      current ? html`<span class="chip good">this one</span>` : nothing
    }</span>
      <span class="about">since ${since}${current ? nothing : html` · last seen ${seen}`}</span>
      ${
        current
          ? nothing
          : html`<button class="button danger quiet" aria-label="End ${agent}, since ${since}" @click=${() => this.handleEnd(signIn)}>End</button>`
      }</li>`;
  }

  private renderList() {
    const { value, error } = this.signIns;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.signIns.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="3"></heat-state>`;
    const own = value.filter(({ current }) => current);
    const all = [...own, ...value.filter(({ current }) => !current)];
    const shown = this.showsAll ? all : all.slice(0, FEW);
    const hidden = all.length - shown.length;
    return html`<ul aria-label="Sign-ins">${shown.map((signIn) => this.renderSignIn(signIn))}</ul>
      ${hidden > 0 ? html`<button class="button quiet more" @click=${this.handleShowAll}>Show ${hidden} more</button>` : nothing}
      <div class="controls">${
        all.length > own.length
          ? html`<button class="button" @click=${this.handleEndOthers} aria-busy=${this.task.isBusy}>End all others</button>`
          : nothing
      }${said(this.task)}</div>`;
  }

  protected override render() {
    return html`<section class="card section" aria-labelledby="heading">
      <h2 id="heading">Where you are signed in</h2><p class="why">Browsers and programs that signed in with your account. One that you do not know: end it, then change your password.</p>
      ${this.renderList()}
    </section>`;
  }
}
