// What of a session is worth a mark on its timeline beside clicks and pages, and in which words.

import type { ReplayMark } from '../contract/replay.ts';
import type { EventDetail } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';

/** Null for what nobody would jump to. */
export function replayMark({
  type,
  fields,
  descriptor,
}: EventDetail): { mark: ReplayMark; text: string } | null {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  if (type === 'custom') return { mark: 'custom', text: text(fields.name) };
  if (type === 'error') return { mark: 'error', text: text(fields.message) };
  if (type === 'leave') return { mark: 'leave', text: '' };
  if (type === 'visibility') return { mark: fields.state === 'hidden' ? 'hidden' : 'shown', text: '' };
  // Of a field's many events the one that says it was changed.
  if (type !== 'input' || (fields.action !== 'change' && fields.action !== 'submit')) return null;
  return { mark: 'input', text: descriptor ? elementLabel(descriptor) : text(fields.action) };
}
