// Whether a project asks for tokens of its site's own sign-in, and whose.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { TOKEN_ALGORITHMS, TOKEN_MODES, type TokenMode } from '../../src/contract/visitor-tokens.ts';
import { updateProject } from '../data/projects.ts';
import { putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { Unsaved } from '../state/unsaved.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import { said } from './said.ts';

const MODE_WORDS: Readonly<Record<TokenMode, string>> = {
  key: 'None: the page says who it is',
  both: 'Checked where a page sends one',
  jwt: 'Needed: others are refused',
};

@customElement('heat-visitor-tokens')
export class HeatVisitorTokens extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      .two { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-4); margin-top: var(--space-4); }
      .two .field { margin: 0; }
      .two + .field { margin-top: var(--space-4); }
      textarea { font: 400 0.8125rem / 1.5 var(--mono); }
      @media (max-width: 640px) { .two { grid-template-columns: minmax(0, 1fr); } }
    `,
  ];

  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  /** Chosen and not saved yet. */
  @state() private chosen: TokenMode | null = null;

  constructor() {
    super();
    new Unsaved(this, () => ({ ...this.project.settings.visitorTokens }));
  }

  private readonly handleMode = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.chosen = TOKEN_MODES.find((mode) => mode === value) ?? null;
  };

  private readonly handleSave = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const { visitorTokens: before } = this.project.settings;
    const mode = this.chosen ?? before.mode;
    const textOf = (name: 'issuer' | 'audience' | 'jwks') => String(form.get(name) ?? before[name]).trim();
    const visitorTokens = {
      mode,
      issuer: textOf('issuer'),
      audience: textOf('audience'),
      jwks: textOf('jwks'),
    };
    void this.task.run(
      async () => putProject(await updateProject(this.project.id, { settings: { visitorTokens } })),
      mode === 'key' ? 'Saved: tokens are not looked at' : 'Saved',
    );
  };

  private renderIssuer() {
    const { issuer, audience, jwks } = this.project.settings.visitorTokens;
    return html`<div class="two">
        <div class="field"><label for="issuer">Issuer</label>
          <input id="issuer" name="issuer" maxlength=${LIMITS.textChars} .value=${issuer} placeholder="https://id.example.com" autocomplete="off" spellcheck="false" />
          <p class="hint">What <code>iss</code> has to be.</p></div>
        <div class="field"><label for="audience">Audience</label>
          <input id="audience" name="audience" maxlength=${LIMITS.textChars} .value=${audience} placeholder="heat" autocomplete="off" spellcheck="false" />
          <p class="hint">What <code>aud</code> has to be.</p></div>
      </div>
      <div class="field"><label for="jwks">Public keys</label>
        <textarea id="jwks" name="jwks" rows="3" maxlength=${LIMITS.keySetBytes} .value=${jwks} placeholder="https://id.example.com/.well-known/jwks.json" autocomplete="off" spellcheck="false"></textarea>
        <p class="hint">The https address of a key set (JWKS), which heat fetches and keeps for ten minutes, or the set itself. ${TOKEN_ALGORITHMS.join(', ')}.</p></div>`;
  }

  protected override render() {
    const mode = this.chosen ?? this.project.settings.visitorTokens.mode;
    return html`<form class="card section" @submit=${this.handleSave} novalidate>
      <h2>Tokens of your own sign-in</h2>
      <p class="why">A page can say that its visitor is anybody. A token that your sign-in has signed cannot: hand it to <code>heat('setAuthToken', token)</code>, and its <code>sub</code> is the user.</p>
      <div class="field"><label for="mode">Tokens</label>
        <select id="mode" @change=${this.handleMode}>${TOKEN_MODES.map((one) => html`<option value=${one} ?selected=${one === mode}>${MODE_WORDS[one]}</option>`)}</select></div>
      ${mode === 'key' ? nothing : this.renderIssuer()}
      <div class="controls"><button class="button" aria-busy=${this.task.isBusy}>Save</button>${said(this.task)}</div>
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-visitor-tokens': HeatVisitorTokens;
  }
}
