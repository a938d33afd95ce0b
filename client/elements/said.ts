// The live line beside a form's button: "Saved", or what went wrong.

import { html, type TemplateResult } from 'lit';
import type { Task } from '../state/task.ts';

/** Always rendered, so that screen readers hear it when it fills. */
export function said(task: Task): TemplateResult {
  return html`<span class="said ${task.said?.tone ?? ''}" role="status">${task.said?.text ?? ''}</span>`;
}
