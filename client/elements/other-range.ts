// The button of an empty state that shows another range, where one is worth a look.

import { html, nothing, type TemplateResult } from 'lit';
import type { ProjectView } from '../../src/contract/api.ts';
import { otherRange } from '../format/other-range.ts';
import type { Scope, ScopeController } from '../state/scope.ts';

/** `besides` is changed in the scope as well. */
export function renderOtherRange(
  project: ProjectView,
  scope: ScopeController,
  besides: Partial<Scope> = {},
): TemplateResult | typeof nothing {
  const other = otherRange(project, scope.value, Date.now());
  if (other === null) return nothing;
  return html`<button class="button" @click=${() => scope.update({ ...other.range, ...besides })}>${other.label}</button>`;
}
