// Program for tests: appends to the journal of the data directory given as argument, takes each batch into the events
// file at once and prunes it at once, without an end. Says `busy` when it is under way.

import { setAsideSlice } from '../../src/apply/build-slice.ts';
import { openApplyStore } from '../../src/storage/open/apply-store.ts';
import { openJournalStore } from '../../src/storage/open/journal-store.ts';

const dataDir = process.argv[2] ?? '';
const journal = await openJournalStore(dataDir, { durability: 'normal' });
const store = await openApplyStore(dataDir, { durability: 'normal' });
const journalId = await journal.id();
let position = await store.position(journalId);

for (let turn = 0; ; turn += 1) {
  const entry = { projectNo: 1, receivedAtMs: Date.now(), eventCount: 1, body: 'x'.repeat(500) };
  const seq = await journal.append([entry, entry]);
  for (const stored of await journal.read(position, { rows: 10, bytes: 1e6 })) {
    await store.commit(setAsideSlice(journalId, stored, new Error('test')));
    position = stored.seq;
    await journal.prune(position, 10);
  }
  if (turn === 100) console.log(`busy ${seq}`);
}
