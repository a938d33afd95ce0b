// Lit styles that elements have in common: base rules, buttons, cards, forms, page heads.
// Tokens come from global.css through custom properties. What only one element needs stays in that element.

import { css } from 'lit';

/** Box model, focus ring, links, tabular numbers, `.visually-hidden`. Every element takes these first. */
export const baseStyles = css`
  :host { box-sizing: border-box; }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, p, ul, ol, dl, dd, figure, fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
  ul, ol { list-style: none; }
  h1, h2, h3 { font-weight: var(--weight-bold); line-height: 1.25; text-wrap: balance; }
  h1 { font-size: var(--size-xl); letter-spacing: -0.012em; }
  h2 { font-size: var(--size-md); }
  h3 { font-size: var(--size-base); }
  a { color: var(--ember-text); text-decoration-thickness: 1px; text-underline-offset: 2px; }
  :focus-visible { outline: 2px solid var(--ember); outline-offset: 2px; border-radius: var(--radius); }
  ::selection { background: color-mix(in oklab, var(--ember) 28%, transparent); }
  svg { display: block; flex: none; }
  code, .mono { font-family: var(--mono); font-size: 0.94em; }
  .num { font-variant-numeric: tabular-nums; }
  .muted { color: var(--muted); }
  .small { font-size: var(--size-xs); }
  .truncate { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
  .visually-hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; border: 0;
  }
`;

/** `.button`, with `.primary`, `.danger`, `.quiet`, `.icon`; works on <button> and <a>. `--button-pad`, `--button-size`. */
export const buttonStyles = css`
  button { font: inherit; color: inherit; }
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: var(--space-2);
    min-height: var(--control); padding: 0 var(--button-pad, var(--space-3)); margin: 0;
    border: 1px solid var(--line); border-radius: var(--radius);
    background: var(--surface); color: var(--ink);
    font: var(--weight-medium) var(--button-size, var(--size-base)) / 1.2 var(--font);
    text-decoration: none; white-space: nowrap; cursor: pointer; user-select: none;
    transition: background var(--ease), border-color var(--ease), color var(--ease);
  }
  .button:hover { background: var(--hover); }
  .button:active { background: var(--line); }
  .button[aria-pressed='true'], .button[aria-expanded='true'] { background: var(--hover); border-color: var(--line-strong); }
  .button.primary { background: var(--ember); border-color: transparent; color: var(--on-ember); }
  .button.primary:hover { background: color-mix(in oklab, var(--ember) 90%, var(--ink)); }
  .button.danger { color: var(--bad-text); }
  .button.danger:hover { background: var(--bad-soft); border-color: var(--bad); }
  .button.danger.primary { background: var(--bad); color: var(--on-bad); }
  .button.quiet { background: transparent; border-color: transparent; color: var(--muted); }
  .button.quiet:hover { background: var(--hover); color: var(--ink); }
  .button.icon { width: var(--control); padding: 0; }
  .button:disabled, .button[aria-disabled='true'] { opacity: 0.55; cursor: not-allowed; }
  .button[aria-busy='true'] { cursor: progress; }
  @media (forced-colors: active) { .button { border-color: ButtonText; } }
`;

/** `.card` with `.card-head`, and `.chip`, the small rounded mark. */
export const cardStyles = css`
  .card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-card); min-width: 0; }
  .card-head {
    display: flex; align-items: center; justify-content: space-between; gap: var(--space-3);
    padding: var(--space-3) var(--space-4);
  }
  .chip {
    display: inline-flex; align-items: center; gap: var(--space-1); max-width: 100%;
    padding: 1px var(--space-2); border: 1px solid var(--line); border-radius: 999px;
    background: var(--surface); font-size: var(--size-xs); white-space: nowrap;
  }
  .chip.good { color: var(--good-text); }
  .chip.bad { color: var(--bad-text); }
  .chip.warn { color: var(--warn-text); }
`;

/** Title row of a page: `<header class="page-head"><div><h1/><p class="answer"/></div><div class="actions"/></header>`. */
export const pageStyles = css`
  :host { display: block; }
  .page-head {
    display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: var(--space-3);
    margin-bottom: var(--space-5); min-height: 52px;
  }
  .page-head > div:first-child { flex: 1 1 200px; min-width: 0; }
  .page-head .answer { color: var(--muted); margin-top: var(--space-1); min-height: 1.5em; }
  .page-head .actions { display: flex; flex-wrap: wrap; gap: var(--space-2); }
`;

/** `.field` = label + control + `.hint` or `.problem`; styles text inputs, selects, textareas and check boxes. */
export const formStyles = css`
  .field { display: grid; gap: var(--space-1); min-width: 0; }
  .field + .field { margin-top: var(--space-4); }
  label, legend { font-weight: var(--weight-medium); padding: 0; }
  .hint { color: var(--muted); font-size: var(--size-xs); }
  .problem { color: var(--bad-text); font-size: var(--size-xs); font-weight: var(--weight-medium); }
  input:not([type='checkbox'], [type='radio'], [type='range']), select, textarea {
    width: 100%; min-width: 0; min-height: var(--control); padding: 0 10px; margin: 0;
    border: 1px solid var(--line-strong); border-radius: var(--radius);
    background: var(--surface); color: var(--ink); font: 400 var(--size-base) / 1.4 var(--font);
    transition: border-color var(--ease);
  }
  textarea { padding: var(--space-2) 10px; resize: vertical; }
  input::placeholder, textarea::placeholder { color: var(--muted); opacity: 0.85; }
  input:focus-visible, select:focus-visible, textarea:focus-visible { outline-offset: -1px; border-color: var(--ember); }
  /* The focus is in their parts, which Chromium does not call visible. */
  input[type^='date']:focus { outline: 2px solid var(--ember); outline-offset: -1px; }
  [aria-invalid='true'] { border-color: var(--bad) !important; }
  input[type='checkbox'], input[type='radio'], input[type='range'] { accent-color: var(--ember); }
  @media (pointer: coarse) {
    input:not([type='checkbox'], [type='radio'], [type='range']), select, textarea { font-size: 16px; }
  }
`;

/** `.panel`, the floating layer under its opener (the parent is `position: relative`), and `.option` rows in it. */
export const panelStyles = css`
  .anchor { position: relative; }
  .panel {
    position: absolute; z-index: 20; top: calc(100% + var(--space-1)); left: 0; min-width: 200px; max-width: calc(100vw - 32px);
    padding: var(--space-1); background: var(--raised); border: 1px solid var(--line);
    border-radius: var(--radius-card); box-shadow: var(--shadow);
    animation: panel-in var(--ease);
  }
  @keyframes panel-in { from { opacity: 0; translate: 0 -4px; } }
  .option {
    display: flex; align-items: center; gap: var(--space-2); width: 100%; min-height: var(--control);
    padding: 0 var(--space-2); border: 0; border-radius: var(--radius); background: none;
    color: var(--ink); font: 400 var(--size-base) / 1.3 var(--font); text-align: left; text-decoration: none; cursor: pointer;
  }
  .option:hover, .option:focus-visible { background: var(--hover); }
  .option:focus-visible { outline-offset: -2px; }
  .option[aria-current='true'] { font-weight: var(--weight-medium); }
  .option .tick { margin-left: auto; color: var(--ember-text); }
  .panel hr { height: 1px; margin: var(--space-1) 0; border: 0; background: var(--line); }
  @media (max-width: 640px) {
    .panel {
      position: fixed; inset: auto 0 0 0; max-width: none; max-height: 80dvh; overflow: auto; z-index: 60;
      padding: var(--space-3); padding-bottom: calc(var(--space-4) + env(safe-area-inset-bottom));
      border-radius: 14px 14px 0 0; border-width: 1px 0 0;
      animation-name: sheet-in;
    }
    @keyframes sheet-in { from { translate: 0 24px; opacity: 0; } }
  }
`;

/** A modal dialog with its heading, explanation and buttons; `--dialog-w` widens it. */
export const dialogStyles = css`
  dialog {
    width: min(var(--dialog-w, 440px), calc(100vw - 32px)); padding: var(--space-6); border: 1px solid var(--line); border-radius: var(--radius-card);
    background: var(--raised); color: var(--ink); box-shadow: var(--shadow); font: inherit;
  }
  dialog::backdrop { background: var(--scrim); }
  h2 { font-size: var(--size-lg); }
  .about { margin: var(--space-2) 0 var(--space-5); color: var(--muted); text-wrap: pretty; }
  .actions { display: flex; justify-content: flex-end; gap: var(--space-2); margin-top: var(--space-5); }
`;
