// A readable name for an element, made from its descriptor: `button#buy`, `a → /pricing`, `input[name=email]`.

import type { ElementDescriptor } from '../contract/element.ts';

/** Never empty; text only, to be shown as text. */
export function elementLabel(descriptor: ElementDescriptor): string {
  const { tag, id, ref, name, role, type, href, path, classes, landmark, selector } = descriptor;
  if (id) return `${tag}#${id}`;
  if (ref) return `${tag}[${ref}]`;
  if (href) return `${tag} → ${href}`;
  if (name) return `${tag}[name=${name}]`;
  if (type && tag === 'input') return `${tag}[type=${type}]`;
  const [firstClass] = classes ?? [];
  if (firstClass) return `${tag}.${firstClass}`;
  if (role && role !== tag) return `${tag}[role=${role}]`;
  if (path) return pathTail(tag, path);
  if (selector) return selector;
  return landmark && landmark !== tag ? `${tag} in ${landmark}` : tag;
}

/** The last two steps of a structural path; they end with the element itself. */
function pathTail(tag: string, path: string): string {
  const steps = path.split('>').filter((step) => step !== '');
  const tail = steps.slice(-2).join(' > ');
  const last = steps.at(-1) ?? '';
  return last === tag || last.startsWith(`${tag}:`) ? tail : `${tag} in ${steps.slice(-1)[0] ?? tag}`;
}
