// The signed-in user: appearance, password, second factor, where he is signed in.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { navigate } from '../app/router.ts';
import { changePassword, signOut } from '../data/accounts.ts';
import '../elements/heat-contents.ts';
import '../elements/heat-audit-list.ts';
import '../elements/heat-second-factor.ts';
import '../elements/heat-sign-ins.ts';
import '../elements/heat-signing-secret.ts';
import '../elements/heat-users.ts';
import { said } from '../elements/said.ts';
import { forgetUser, userStore } from '../state/session.ts';
import { Watch } from '../state/store.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles, pageStyles } from '../styles/shared.ts';
import { chooseTheme, readTheme, THEMES, type Theme } from '../styles/theme.ts';
import { PASSWORD_RULE, passwordProblem } from './password-rule.ts';

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
};

@customElement('heat-account-page')
export class HeatAccountPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    pageStyles,
    sectionStyles,
    css`
      .choices { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      .choices .button { position: relative; }
      .choices input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
      .choices .button:has(:checked) { border-color: var(--ember); box-shadow: inset 0 0 0 1px var(--ember); }
      .choices .button:has(:focus-visible) { outline: 2px solid var(--ember); outline-offset: 2px; }
    `,
  ];

  private readonly user = new Watch(this, userStore);
  private readonly password = new Task(this);
  private readonly leaving = new Task(this);
  /** Raised when the list of sign-ins is another one. */
  @state() private signInsVersion = 0;

  @state() private theme: Theme = readTheme();

  private readonly handlePassword = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const element = event.target as HTMLFormElement;
    const form = new FormData(element);
    const current = String(form.get('current'));
    const next = String(form.get('next'));
    const problem = current === '' ? 'Enter your current password.' : passwordProblem(next);
    if (problem !== null) return this.password.refuse(problem);
    if (
      await this.password.run(
        () => changePassword({ current, next }),
        'Changed. All other sign-ins have ended.',
      )
    ) {
      element.reset();
      this.signInsVersion += 1;
    }
  };

  private handleTheme(theme: Theme): void {
    this.theme = theme;
    chooseTheme(theme);
  }

  private readonly handleSignOut = async (): Promise<void> => {
    if (!(await this.leaving.run(signOut, 'Signed out'))) return;
    navigate('/sign-in', { replace: true });
    forgetUser();
  };

  private renderPassword(email: string) {
    return html`<form class="card section" id="password" @submit=${this.handlePassword} novalidate>
      <h2>Password</h2><p class="why">A new password ends all your other sign-ins.</p>
      <div class="visually-hidden" aria-hidden="true"><input type="email" autocomplete="username" .value=${email} readonly tabindex="-1" /></div>
      <div class="field narrow"><label for="current">Current password</label>
        <input id="current" name="current" type="password" autocomplete="current-password" /></div>
      <div class="field narrow"><label for="next">New password</label>
        <input id="next" name="next" type="password" autocomplete="new-password" aria-describedby="rule" />
        <p class="hint" id="rule">${PASSWORD_RULE}</p></div>
      <div class="controls"><button class="button" aria-busy=${this.password.isBusy}>Change password</button>${said(this.password)}</div>
    </form>`;
  }

  protected override render() {
    const user = this.user.value;
    if (!user) return nothing;
    return html`
      <header class="page-head"><div><h1>Account</h1>
        <p class="answer">${user.name ? `${user.name} · ` : ''}${user.email}${user.owner ? ' · owner of this heat' : ''}</p></div></header>
      <div class="with-contents"><heat-contents></heat-contents><div class="column">
        <section class="card section" id="look">
          <h2 id="appearance">Appearance</h2><p class="why">Kept in this browser only.</p>
          <div class="choices" role="radiogroup" aria-labelledby="appearance">${THEMES.map(
            (
              theme,
            ) => html`<label class="button"><input type="radio" name="theme" .checked=${theme === this.theme}
              @change=${() => this.handleTheme(theme)} />${THEME_WORDS[theme]}</label>`,
          )}</div>
        </section>
        ${this.renderPassword(user.email)}
        <heat-second-factor id="second-factor"></heat-second-factor>
        <heat-sign-ins id="sign-ins" .version=${this.signInsVersion}></heat-sign-ins>
        <section class="card section" id="sign-out">
          <h2>Sign out</h2><p class="why">On this browser. Your other sign-ins stay.</p>
          <div class="controls"><button class="button" @click=${this.handleSignOut} aria-busy=${this.leaving.isBusy}>Sign out</button>${said(this.leaving)}</div>
        </section>
        ${user.owner ? html`<heat-users id="users" own=${user.id}></heat-users><heat-signing-secret id="secret"></heat-signing-secret><heat-audit-list id="audit"></heat-audit-list>` : nothing}
      </div></div>`;
  }
}
