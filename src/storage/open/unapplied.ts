// Whether a stopped heat has accepted what no report sees yet: its next start applies it.

import { HeatError } from '../../lib/errors.ts';
import { lockDataDirectory } from '../open.ts';
import { openApplyStore } from './apply-store.ts';
import { openJournalStore } from './journal-store.ts';

/** False beside a running server, which applies what it accepts within a second. */
export async function hasUnapplied(dataDir: string): Promise<boolean> {
  const lock = lockUnlessRunning(dataDir);
  if (lock === null) return false;
  try {
    const journal = await openJournalStore(dataDir, { readonly: true });
    const applied = await openApplyStore(dataDir);
    try {
      // One that no server has opened yet has no id either.
      if ((await journal.pending(0)).lastSeq === 0) return false;
      const entries = await journal.read(await applied.position(await journal.id()), { rows: 1, bytes: 1 });
      return entries.length > 0;
    } finally {
      await applied.close();
      await journal.close();
    }
  } finally {
    lock.release();
  }
}

function lockUnlessRunning(dataDir: string) {
  try {
    return lockDataDirectory(dataDir);
  } catch (error) {
    if (error instanceof HeatError && error.faultCode === 'already_running') return null;
    throw error;
  }
}
