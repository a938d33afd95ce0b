// Lists of elements beside a map: rows that can be pointed at and chosen, with a bar behind the text, and their facts.

import { css } from 'lit';

export const rowStyles = css`
  :host { display: block; min-width: 0; }
  ol { padding: var(--space-1); }
  .row {
    display: grid; align-items: baseline; gap: 1px var(--space-2);
    position: relative; width: 100%; margin: 0; padding: 6px var(--space-2); border: 0;
    border-radius: var(--radius); background: none; color: inherit; font: inherit; text-align: left; cursor: pointer;
  }
  .row::before { content: ''; position: absolute; inset-block: 2px; border-radius: 4px; background: var(--bar); z-index: 0; }
  .row > * { position: relative; }
  .row:hover, .row.lit { background: var(--hover); }
  .row[aria-pressed='true'] { outline: 1.5px solid var(--ember); outline-offset: -1px; }
  .row:focus-visible { outline: 2px solid var(--ember); outline-offset: -1px; }
  .facts {
    display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px var(--space-3); margin: 4px var(--space-2) var(--space-2) var(--space-3);
    font-size: var(--size-xs);
  }
  .facts dt { color: var(--muted); }
  .facts dd { overflow-wrap: anywhere; }
  .foot { padding: 0 var(--space-3) var(--space-3); color: var(--muted); font-size: var(--size-xs); }
  .foot .button { width: 100%; margin-bottom: var(--space-2); }
`;

/** Says that the row of an element is pointed at or chosen; null when it is no more. Bubbles. */
export function tellRow(host: HTMLElement, type: 'box-pointed' | 'box-chosen', element: string | null): void {
  host.dispatchEvent(new CustomEvent(type, { detail: { element }, bubbles: true, composed: true }));
}

/** Brings the row of an element, which says its id in `data-element`, into view. */
export function revealRow(root: ParentNode, element: string): void {
  const rows = [...root.querySelectorAll<HTMLElement>('.row')];
  rows.find((row) => row.dataset.element === element)?.scrollIntoView({ block: 'nearest' });
}

/** Arrow keys walk from row to row. */
export function moveAlongRows(event: KeyboardEvent, root: ParentNode): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...root.querySelectorAll<HTMLElement>('.row')];
  const next = rows[rows.indexOf(event.target as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
