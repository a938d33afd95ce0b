// The lone form in the middle of an empty page: set-up and sign-in.

import { css } from 'lit';

export const gateStyles = css`
  :host { display: grid; place-items: center; min-height: 100dvh; padding: var(--space-6) var(--space-4); }
  .gate { width: min(380px, 100%); }
  .mark { width: 40px; height: 40px; margin-bottom: var(--space-5); }
  h1 { margin-bottom: var(--space-2); }
  .lead { color: var(--muted); margin-bottom: var(--space-6); text-wrap: pretty; }
  form { display: grid; }
  form .button { margin-top: var(--space-5); width: 100%; min-height: 40px; }
  .notice {
    margin-top: var(--space-4); padding: var(--space-3); border-radius: var(--radius);
    background: var(--bad-soft); color: var(--bad-text); font-weight: var(--weight-medium);
  }
  .after { margin-top: var(--space-5); color: var(--muted); font-size: var(--size-xs); text-wrap: pretty; }
`;
