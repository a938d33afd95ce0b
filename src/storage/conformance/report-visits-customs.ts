// Custom events of the made-up visits, by the plainest code possible.

import type { Json } from '../../contract/wire.ts';
import { EVENT_FLAGS, type EventRow } from '../port-apply.ts';
import type { CustomRow } from '../port-customs.ts';

const NAMES = ['signup', 'purchase', 'search', 'Å"{}:'];
const CATEGORIES = ['general', 'shop', '100%'];

/** Gives custom events what they tell. Its own source of chance, so that all else stays as it is. */
export function fillCustoms(events: readonly EventRow[], random: () => number): void {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  for (const event of events) {
    if (event.type !== 'custom') continue;
    const value = pick([null, null, 0, 19.5, -4, 250]);
    const props: { [key: string]: Json } = {
      ...(random() < 0.6 && { plan: pick(['free', 'pro', 'Pro', '10', null]) }),
      ...(random() < 0.6 && { seats: pick([1, 3, 10, 2.5]) }),
      ...(random() < 0.5 && { trial: pick([true, false]) }),
      ...(random() < 0.3 && { 'odd "key" \\ .$': pick(['a', 'b']) }),
      ...(random() < 0.2 && { tags: ['x', 'y'] }),
    };
    event.fields = {
      ...{ name: pick(NAMES), category: pick(CATEGORIES) },
      ...(value !== null && { value }),
      ...(Object.keys(props).length > 0 && { props }),
    };
  }
}

export function customsOf(events: readonly EventRow[]): CustomRow[] {
  return events
    .filter(({ type }) => type === 'custom')
    .map(({ projectNo, session, eventId, tsMs, part, page, flags, fields }) => ({
      ...{ projectNo, session, eventId, tsMs, part, page },
      name: fields.name as string,
      category: fields.category as string,
      value: (fields.value as number | undefined) ?? null,
      source: null,
      userId: null,
      isBot: (flags & EVENT_FLAGS.bot) !== 0,
      props: (fields.props as CustomRow['props'] | undefined) ?? null,
    }));
}
