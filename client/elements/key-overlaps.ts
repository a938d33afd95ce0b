// For how long a replaced key goes on working: the choice of the write key and of API keys.

import { html, type TemplateResult } from 'lit';

const OVERLAPS: readonly [hours: number, words: string][] = [
  [0, 'Ends at once'],
  [24, 'Works for another day'],
  [7 * 24, 'Works for another week'],
  [30 * 24, 'Works for another 30 days'],
];
/** What is chosen until somebody chooses. */
export const KEY_OVERLAP_HOURS = 7 * 24;

/** The field that asks for it; `choose` gets hours. */
export function renderKeyOverlap(chosen: number, choose: (hours: number) => void): TemplateResult {
  return html`<span class="field"><label for="overlap">The old key</label>
    <select id="overlap" @change=${(event: Event) => choose(Number((event.target as HTMLSelectElement).value))}>${OVERLAPS.map(
      ([hours, words]) => html`<option value=${hours} ?selected=${hours === chosen}>${words}</option>`,
    )}</select></span>`;
}
