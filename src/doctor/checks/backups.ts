// Whether there is something to go back to, how old it is, and whether it would go together with the data.

import { LIMITS } from '../../contract/limits.ts';
import { counted } from '../../lib/counted.ts';
import type { BackupFacts } from '../facts.ts';
import { type Finding, note, ok, warning } from '../finding.ts';
import { spanSaid } from '../said.ts';

const NIGHTLY = 'By a timer each night: heat backup --to FOLDER --keep 14 (docs/hardening.md)';

export function checkBackups({ backups, nowMs }: { backups: BackupFacts; nowMs: number }): Finding[] {
  const { newest, path, count, isSameDisk } = backups;
  if (!newest)
    return [
      warning(
        'backup.age',
        `There is no backup in "${path}"`,
        `If they lie elsewhere: heat doctor --backups FOLDER. ${NIGHTLY}`,
      ),
    ];
  const ageMs = nowMs - newest.atMs;
  const what = `The newest of ${counted(count, 'backup')} is ${spanSaid(ageMs)} old`;
  const age =
    ageMs > LIMITS.doctorBackupWarnMs
      ? warning('backup.age', what, NIGHTLY)
      : ageMs > LIMITS.doctorBackupNoteMs
        ? note('backup.age', what, NIGHTLY)
        : ok('backup.age', what);
  if (isSameDisk !== true) return [age];
  return [
    age,
    note(
      'backup.place',
      'The backups lie on the same disk as the data: with the disk both are gone',
      'Copy them to another machine, encrypted',
    ),
  ];
}
