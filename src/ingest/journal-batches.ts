// Several batches that came in one request, as one record of the journal.

import type { Journal } from '../journal/journal.ts';
import type { JournalBatches } from '../journal/record.ts';
import { withoutNames } from './without-names.ts';

/** Resolves after the commit. `isNameless`: the project keeps to sums, and nobody is stored by name. */
export async function journalBatches(
  journal: Pick<Journal, 'append'>,
  batches: JournalBatches['batches'],
  { projectNo, receivedAtMs, isNameless }: { projectNo: number; receivedAtMs: number; isNameless: boolean },
): Promise<void> {
  const record: JournalBatches = { v: 2, batches: isNameless ? batches.map(withoutNames) : batches };
  await journal.append({
    projectNo,
    receivedAtMs,
    eventCount: batches.reduce((sum, { events }) => sum + events.length, 0),
    body: JSON.stringify(record),
  });
}
