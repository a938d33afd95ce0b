// The second factor of the signed-in user: set up with a QR code, confirmed, switched off. Recovery codes show once.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { SecondFactorBegun, SecondFactorState } from '../../src/contract/second-factor.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  findSecondFactor,
  removeSecondFactor,
} from '../data/second-factor.ts';
import { formatDate } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-code.ts';
import './heat-state.ts';
import { said } from './said.ts';

const EMPTY_PASSWORD = 'Enter your current password.';

@customElement('heat-second-factor')
export class HeatSecondFactor extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      :host { display: block; }
      .why { margin-top: var(--space-1); margin-bottom: var(--space-4); color: var(--muted); text-wrap: pretty; }
      h2 .chip { margin-left: var(--space-1); vertical-align: 1px; }
      .steps { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--space-5); align-items: start; }
      .steps .do { display: grid; gap: var(--space-4); }
      .steps .field + .field { margin-top: 0; }
      heat-qr-code { border: 1px solid var(--line); border-radius: var(--radius); min-height: 184px; }
      .code { max-width: 200px; font-family: var(--mono); letter-spacing: 0.12em; }
      .codes { display: grid; gap: var(--space-2); padding: var(--space-4); border-radius: var(--radius); background: var(--warn-soft); }
      .few { color: var(--warn-text); font-weight: var(--weight-medium); }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
      @media (max-width: 640px) { .steps { grid-template-columns: minmax(0, 1fr); } }
    `,
  ];

  private readonly factor = new Resource<SecondFactorState>(this, {
    key: () => 'own',
    load: (signal) => findSecondFactor({ signal }),
  });
  private readonly task = new Task(this);

  @state() private begun: SecondFactorBegun | null = null;
  @state() private recoveryCodes: readonly string[] | null = null;

  private readonly handleBegin = async (event: SubmitEvent): Promise<void> => {
    const password = this.passwordOf(event);
    if (password === null) return;
    await this.task.run(async () => {
      // Drawing the code is the only use of its library, so it comes with the first set-up.
      const [begun] = await Promise.all([beginSecondFactor(password), import('./heat-qr-code.ts')]);
      this.begun = begun;
    }, '');
    await this.updateComplete;
    this.shadowRoot?.querySelector<HTMLInputElement>('#code')?.focus();
  };

  private readonly handleConfirm = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const code = String(new FormData(event.target as HTMLFormElement).get('code')).trim();
    if (code === '') return this.task.refuse('Enter the six digits that the app shows.');
    const isDone = await this.task.run(async () => {
      this.recoveryCodes = await confirmSecondFactor(code);
    }, 'The second factor is on.');
    if (!isDone) return;
    this.begun = null;
    this.factor.refresh();
  };

  private readonly handleRemove = async (event: SubmitEvent): Promise<void> => {
    const password = this.passwordOf(event);
    if (password === null) return;
    const isDone = await this.task.run(() => removeSecondFactor(password), 'Switched off.');
    if (isDone) this.factor.refresh();
  };

  private readonly handleCancel = (): void => {
    this.begun = null;
    this.task.clear();
  };

  private readonly handleKept = (): void => {
    this.recoveryCodes = null;
  };

  private passwordOf(event: SubmitEvent): string | null {
    event.preventDefault();
    const password = String(new FormData(event.target as HTMLFormElement).get('password'));
    if (password !== '') return password;
    this.task.refuse(EMPTY_PASSWORD);
    return null;
  }

  private renderPassword() {
    return html`<div class="field narrow"><label for="password">Current password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" /></div>`;
  }

  private renderOff() {
    return html`<form @submit=${this.handleBegin} novalidate>
      <p class="why">With it, heat asks for six digits of an authenticator app after your password. A stolen password alone then lets nobody in.</p>
      ${this.renderPassword()}
      <div class="controls"><button class="button" aria-busy=${this.task.isBusy}>Set up</button>${said(this.task)}</div>
    </form>`;
  }

  private renderBegun({ secret, uri }: SecondFactorBegun) {
    return html`<form @submit=${this.handleConfirm} novalidate>
      <p class="why">Not on yet. It is once you have entered a code that the app shows.</p>
      <div class="steps"><heat-qr-code text=${uri} label="QR code for an authenticator app; the key beside it says the same"></heat-qr-code>
        <div class="do">
          <div class="field"><strong>1. Scan this with an authenticator app</strong><span class="hint">Or type the key:</span>
            <heat-code what="key" text=${grouped(secret)}></heat-code></div>
          <div class="field"><label for="code">2. Enter the code that the app shows</label>
            <input class="code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10" spellcheck="false" /></div>
        </div></div>
      <div class="controls"><button class="button primary" aria-busy=${this.task.isBusy}>Switch on</button>
        <button type="button" class="button quiet" @click=${this.handleCancel}>Cancel</button>${said(this.task)}</div>
    </form>`;
  }

  private renderCodes(codes: readonly string[]) {
    return html`<p class="why" role="status">The second factor is on: your next sign-in asks for a code.</p>
      <div class="codes"><strong>Keep these recovery codes now. They cannot be shown again.</strong>
        <p>Each one lets you in once when the app is out of reach. Print them, or put them where your passwords are.</p>
        <heat-code what="recovery codes" text=${codes.join('\n')}></heat-code></div>
      <div class="controls"><button class="button primary" @click=${this.handleKept}>I have kept them</button></div>`;
  }

  private renderOn({ sinceMs, recoveryCodesLeft: left }: SecondFactorState) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const since = sinceMs === null ? '' : ` since ${formatDate(sinceMs, zone, Date.now())}`;
    const rest = left === 1 ? 'One recovery code is left' : `${left || 'No'} recovery codes are left`;
    return html`<form @submit=${this.handleRemove} novalidate>
      <p class="why">On${since}. ${
        left > 3
          ? html`${rest}.`
          : html`<span class="few">${rest}: switch the second factor off and on again for new ones.</span>`
      }</p>
      ${this.renderPassword()}
      <div class="controls"><button class="button danger" aria-busy=${this.task.isBusy}>Switch off</button>${said(this.task)}</div>
    </form>`;
  }

  private renderState() {
    const { value, error } = this.factor;
    if (this.recoveryCodes) return this.renderCodes(this.recoveryCodes);
    if (this.begun) return this.renderBegun(this.begun);
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.factor.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="3"></heat-state>`;
    return value.isOn ? this.renderOn(value) : this.renderOff();
  }

  protected override render() {
    return html`<section class="card section" aria-labelledby="heading"><h2 id="heading">Second factor${
      this.factor.value?.isOn ? html` <span class="chip good">on</span>` : nothing
    }</h2>${this.renderState()}</section>`;
  }
}

/** In groups of four, as people type. Apps pass over the spaces. */
function grouped(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
