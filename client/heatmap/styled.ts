// Sets CSS properties of an element through the CSSOM. Lit's styleMap writes the style attribute on its first
// render, which the dashboard's Content-Security-Policy refuses.

import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';

/** Property names in CSS spelling (`--share`, `width`) with their values; null removes one. */
export type StyleValues = Readonly<Record<string, string | null>>;

class StyledDirective extends Directive {
  private names = new Set<string>();

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('styled() stands on an element, not in an attribute');
  }

  render(_values: StyleValues): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [values]: [StyleValues]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const name of this.names) {
      if (values[name] == null) {
        style.removeProperty(name);
        this.names.delete(name);
      }
    }
    for (const [name, value] of Object.entries(values)) {
      if (value === null) continue;
      this.names.add(name);
      style.setProperty(name, value);
    }
    return noChange;
  }
}

/** Element directive: html`<div ${styled({ '--share': '40%' })}>`. */
export const styled = directive(StyledDirective);
