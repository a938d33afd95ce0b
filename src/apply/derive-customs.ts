// What a custom event becomes beside itself: a row that reports of events, funnels and filters read.

import type { Props } from '../contract/wire.ts';
import type { CustomRow } from '../storage/port-customs.ts';
import { numberField, textField } from './fields.ts';
import type { SessionizedEvent } from './sessionize.ts';

/** The row of a custom event, null for other events. Bots have rows too; reports leave them out. */
export function customRow({ row, session }: SessionizedEvent): CustomRow | null {
  if (row.type !== 'custom') return null;
  const { fields } = row;
  const { props } = fields;
  const hasProps = typeof props === 'object' && props !== null && !Array.isArray(props);
  return {
    projectNo: row.projectNo,
    tsMs: row.tsMs,
    session: row.session,
    eventId: row.eventId,
    part: row.part,
    page: row.page,
    name: textField(fields, 'name') ?? '',
    category: textField(fields, 'category') ?? 'general',
    value: numberField(fields, 'value'),
    source: textField(fields, 'source'),
    userId: textField(fields, 'userId'),
    isBot: session.isBot,
    props: hasProps ? (props as Props) : null,
  };
}
