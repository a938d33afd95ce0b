// heat's mark: a point of warmth. Decorative wherever it stands.

import { svg } from 'lit';

export const mark = svg`<svg class="mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
  <circle cx="20" cy="20" r="19" fill="var(--ember-soft)" /><circle cx="20" cy="20" r="11.5" fill="var(--ember)" />
  <circle cx="20" cy="20" r="4.6" fill="var(--surface)" /></svg>`;
