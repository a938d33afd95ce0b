// What a viewer may jump to, with the words for it, and the way from one to the next. Pure.

import { count } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import type { Placed } from './read-samples.ts';
import { MARK_OF, type Mark, type MarkKind } from './timeline.ts';

export const MARK_WORDS: Readonly<Record<MarkKind, string>> = {
  page: 'Page',
  click: 'Click',
  rage: 'Rage click',
  dead: 'Dead click',
  error: 'Error',
  custom: 'Event',
  input: 'Input',
  hidden: 'Tab hidden',
};

/** In time order. */
export function listMarks(placed: readonly Placed[]): Mark[] {
  return placed
    .flatMap(({ event, page, elementAt }): Mark[] => {
      const { atMs } = event;
      if (event.type === 'page') return [{ atMs, kind: 'page', text: readablePath(page?.path ?? '') }];
      if (event.type === 'click') {
        const kind = (['rage', 'dead', 'error'] as const).find((one) => event.kinds.includes(one));
        return [{ atMs, kind: kind ?? 'click', text: elementAt(event.element)?.label ?? '' }];
      }
      const kind = event.type === 'mark' ? MARK_OF[event.mark] : undefined;
      return event.type === 'mark' && kind ? [{ atMs, kind, text: event.text }] : [];
    })
    .sort((a, b) => a.atMs - b.atMs);
}

/** The mark after (`1`) or before (`-1`) a moment; null when there is none. */
export function stepFrom(marks: readonly Mark[], atMs: number, direction: 1 | -1): Mark | null {
  if (direction === 1) return marks.find((mark) => mark.atMs > atMs + 1) ?? null;
  return marks.findLast((mark) => mark.atMs < atMs - 1) ?? null;
}

/** Marks that would stand on one another are shown as one, the gravest of them. */
export function gatherMarks(
  marks: readonly Mark[],
  placeOf: (atMs: number) => number,
  leastDistance: number,
): { place: number; mark: Mark; more: number }[] {
  const gathered: { place: number; mark: Mark; more: number }[] = [];
  for (const mark of marks) {
    const place = placeOf(mark.atMs);
    const last = gathered.at(-1);
    if (!last || place - last.place >= leastDistance) gathered.push({ place, mark, more: 0 });
    else {
      last.more++;
      if (GRAVITY[mark.kind] > GRAVITY[last.mark.kind]) last.mark = mark;
    }
  }
  return gathered;
}

const GRAVITY: Readonly<Record<MarkKind, number>> = {
  ...{ hidden: 0, input: 1, click: 2, page: 3, custom: 4, dead: 5, rage: 6, error: 7 },
};

/** `Rage click on button#buy`, `Page /pricing`. */
export function describeMark({ kind, text }: Mark, more = 0): string {
  const isClick = kind === 'click' || kind === 'rage' || kind === 'dead';
  const said = text === '' ? MARK_WORDS[kind] : `${MARK_WORDS[kind]}${isClick ? ' on' : ''} ${text}`;
  return more > 0 ? `${said}, and ${count(more, 'more', 'more')}` : said;
}
