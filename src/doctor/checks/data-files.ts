// The files in the data directory: of this version, sound, whole, and nothing left over from what was cut short.

import { LIMITS } from '../../contract/limits.ts';
import { plural } from '../../contract/plural.ts';
import { counted } from '../../lib/counted.ts';
import type { FileFacts, Leftover } from '../facts.ts';
import { type Finding, fault, note, ok, warning } from '../finding.ts';
import { bytesSaid, listed, spanSaid } from '../said.ts';

type Given = { files: FileFacts; isServed: boolean; freeBytes: number | null };

export function checkDataFiles(given: Given): Finding[] {
  const { files, isServed } = given;
  if (files.isRestoring && !isServed)
    return [
      fault(
        'files.restore',
        'A restore was cut short: files of two states may lie side by side',
        'Run the same heat restore again, it goes on where it stopped',
      ),
    ];
  if (!files.versions.some(({ exists }) => exists))
    return [
      note(
        'files.version',
        'There is nothing in it yet',
        'Begin with: heat serve, heat project add "My shop"',
      ),
    ];
  return [
    ...versions(given),
    ...soundness(files),
    ...logs(files),
    ...strangers(files),
    ...stored(given),
    ...leftovers(files),
  ];
}

function versions({ files, freeBytes }: Given): Finding[] {
  const bad = files.versions.filter(({ problem }) => problem !== null);
  if (bad.length > 0 && isFull(freeBytes) && bad.every(({ problem }) => DISK_FAULT.test(problem ?? '')))
    return [
      note(
        'files.version',
        'The files cannot be looked at while the disk is full: SQLite needs some room to open them',
        'Free some space, then ask again',
      ),
    ];
  if (bad.length > 0) return bad.map(({ problem }) => unusable(problem ?? ''));
  // A catalog alone is how it begins; without it the rest is of no use.
  const lost = files.versions.filter(({ exists }) => !exists).map(({ file }) => `${file}.db`);
  const pending = files.versions.filter((file) => file.exists && file.pending.length > 0);
  const findings: Finding[] = [];
  if (lost.length > 0)
    findings.push(
      lost.includes('catalog.db')
        ? fault(
            'files.missing',
            `${listed(lost)} is missing, other files of the data are there`,
            'Put it back, or restore a backup: heat restore FOLDER --force',
          )
        : warning(
            'files.missing',
            `${listed(lost)} ${plural(lost.length, 'is', 'are')} missing: the next start makes ${plural(lost.length, 'it', 'them')} anew and empty`,
            'If it was lost, stop heat and restore a backup first: heat restore FOLDER --force',
          ),
    );
  if (pending.length === 0)
    return [...findings, ok('files.version', 'All files are of the version of this heat')];
  const steps = pending.flatMap((file) => file.pending).length;
  const needed = LIMITS.backupRoom * files.sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (freeBytes !== null && freeBytes < needed)
    findings.push(
      fault(
        'files.version',
        `${counted(steps, 'migration')} to come, but there is no room for the backup before: ${bytesSaid(needed)} are needed, ${bytesSaid(freeBytes)} are free`,
        'Free some space before the next start of heat',
      ),
    );
  else
    findings.push(
      note(
        'files.version',
        `${counted(steps, 'migration')} to come in ${listed(pending.map(({ file }) => `${file}.db`))}`,
        'The next start does it, after a backup of each file; a heat that runs now is an older one: restart it',
      ),
    );
  return findings;
}

const DISK_FAULT = /the disk (is full|reported an error)/;

function isFull(freeBytes: number | null): boolean {
  return freeBytes !== null && freeBytes < LIMITS.reserveBytes;
}

/** The fault that opening it would give, with what can be done about that one. */
function unusable(problem: string): Finding {
  if (/is newer than version/.test(problem))
    return fault(
      'files.version',
      problem,
      'Use the newer heat that wrote it, or restore a backup from before the update',
    );
  if (/damaged|not a database/.test(problem)) return damaged(problem);
  if (/another of heat's files|not one of heat's|is a folder/.test(problem))
    return fault(
      'files.version',
      problem,
      'Put each file back under its own name, or name the right folder with --data',
    );
  return fault('files.version', problem, 'Check who owns the file and its mode; it was not touched');
}

function damaged(problem: string): Finding {
  return fault(
    'files.sound',
    problem,
    'Stop heat, keep a copy of the data directory, and restore the newest backup: heat restore FOLDER --force',
  );
}

function soundness({ checks, versions: known }: FileFacts): Finding[] {
  const said = new Set(known.flatMap(({ problem }) => problem ?? []));
  const bad = checks.filter(({ state, problem }) => state === 'damaged' && !said.has(problem ?? ''));
  if (bad.length > 0) return bad.map(({ problem }) => damaged(problem ?? ''));
  const names = (state: string) =>
    checks.filter((check) => check.state === state).map(({ file }) => `${file}.db`);
  const unchecked = names('unchecked');
  const sound = names('sound');
  const findings = sound.length === 0 ? [] : [ok('files.sound', `No damage in ${listed(sound)}`)];
  if (unchecked.length === 0 || known.some(({ problem }) => problem !== null)) return findings;
  return [
    ...findings,
    note(
      'files.sound',
      `Too large to be looked through in a minute: ${listed(unchecked)}`,
      'heat backup verifies every page of what it copies',
    ),
  ];
}

function logs({ sizes }: FileFacts): Finding[] {
  return sizes
    .filter(({ isLog, bytes }) => isLog && bytes > LIMITS.logWarnBytes)
    .map(({ name, bytes }) =>
      warning(
        'files.log',
        `The write-ahead log ${name} has grown to ${bytesSaid(bytes)}`,
        'Something reads for very long: an export, or a tool that holds the file open; end it, or restart heat',
      ),
    );
}

function strangers({ strangers: count }: FileFacts): Finding[] {
  if (count === 0) return [];
  return [
    warning(
      'files.together',
      `There are events of ${counted(count, 'project')} that the catalog does not know: the files do not belong together`,
      'Put back all files of one backup: heat restore FOLDER --force',
    ),
  ];
}

function stored({ files: { stored: facts }, isServed }: Given): Finding[] {
  if (!facts) return [];
  const findings: Finding[] = [];
  const { waiting, setAside, skew } = facts;
  if (waiting.bytes > LIMITS.journalLagBytes / 8)
    findings.push(
      warning(
        'files.journal',
        `${counted(waiting.batches, 'batch', 'batches')} (${bytesSaid(waiting.bytes)}) wait in the journal; at ${bytesSaid(LIMITS.journalLagBytes)} events are refused`,
        isServed
          ? 'Look for errors in the log of heat; if there are none, the machine is too slow for what comes'
          : 'heat serve applies them',
      ),
    );
  else if (waiting.batches > 0 && !isServed)
    findings.push(
      note(
        'files.journal',
        `${counted(waiting.batches, 'batch', 'batches')} wait in the journal`,
        'The next start applies them; nothing is lost',
      ),
    );
  else findings.push(ok('files.journal', 'Everything that was accepted is in the reports'));
  if (setAside.batches > 0)
    findings.push(
      warning(
        'files.set-aside',
        `${counted(setAside.batches, 'batch', 'batches')} with ${counted(setAside.events, 'event')} could not be applied and ${plural(setAside.batches, 'is', 'are')} kept aside: a fault of heat`,
        'heat set-aside list, report it, and after an upgrade with the server stopped: heat set-aside retry --all',
      ),
    );
  if (skew && skew.sessions >= LIMITS.doctorClockSessions && Math.abs(skew.medianMs) > LIMITS.doctorClockMs)
    findings.push(
      warning(
        'files.clock',
        `The clock of this machine is ${spanSaid(Math.abs(skew.medianMs))} ${skew.medianMs > 0 ? 'ahead of' : 'behind'} those of its visitors (${counted(skew.sessions, 'session')})`,
        'Set it right and keep it so: timedatectl set-ntp true',
      ),
    );
  return findings;
}

function leftovers({ leftovers: found }: FileFacts): Finding[] {
  const of = (kind: Leftover['kind']) => found.filter((leftover) => leftover.kind === kind);
  const say = (kind: Leftover['kind']) =>
    `${listed(of(kind).map(({ name }) => name))} (${bytesSaid(of(kind).reduce((sum, { bytes }) => sum + bytes, 0))})`;
  const findings: Finding[] = [];
  if (of('draft').length > 0)
    findings.push(
      note(
        'files.leftover',
        `Left by a backup or restore that was cut short: ${say('draft')}`,
        'The next heat backup into that folder clears its own away; others may be removed while no heat runs',
      ),
    );
  if (of('replaced').length > 0)
    findings.push(
      note(
        'files.leftover',
        `A restore has put the data of before aside: ${say('replaced')}`,
        'Remove it once the restored data is right; people who were forgotten since are still in it',
      ),
    );
  if (of('before-migration').length > 0)
    findings.push(
      note(
        'files.leftover',
        `Copies from before migrations: ${say('before-migration')}`,
        'Remove them once the update has proved itself; people who were forgotten since are still in them',
      ),
    );
  return findings;
}
