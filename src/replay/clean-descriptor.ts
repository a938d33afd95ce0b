// Reads how an element of a snapshot is described, field by field and bounded.

import type { ElementDescriptor } from '../contract/element.ts';
import { LIMITS } from '../contract/limits.ts';

const TAG = /^[a-z][a-z0-9_.-]{0,63}$/;
const TEXTS = ['id', 'ref', 'name', 'role', 'type', 'href', 'landmark', 'path'] as const;
const HASHES = ['text', 'heading'] as const;

/** The descriptor, or null when it has no usable tag. */
export function cleanDescriptor(value: unknown): ElementDescriptor | null {
  if (typeof value !== 'object' || value === null) return null;
  const input = value as Record<string, unknown>;
  if (typeof input.tag !== 'string' || !TAG.test(input.tag)) return null;
  const descriptor: ElementDescriptor = { tag: input.tag };
  for (const name of TEXTS) {
    const found = input[name];
    if (typeof found === 'string' && found !== '') descriptor[name] = found.slice(0, LIMITS.textChars);
  }
  for (const name of HASHES) {
    const found = input[name];
    if (Number.isInteger(found) && (found as number) >= 0 && (found as number) < 2 ** 32)
      descriptor[name] = found as number;
  }
  if (Array.isArray(input.classes)) {
    const names = input.classes.filter((name) => typeof name === 'string' && name !== '');
    if (names.length > 0)
      descriptor.classes = names
        .slice(0, LIMITS.elementClasses)
        .map((name: string) => name.slice(0, LIMITS.nameChars));
  }
  return descriptor;
}
