// The data directory as such: there, ours alone, on a disk that keeps what it is told and has room.

import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { counted } from '../../lib/counted.ts';
import type { DataFacts, FileFacts } from '../facts.ts';
import { type Finding, fault, note, ok, warning } from '../finding.ts';
import { bytesSaid, listed } from '../said.ts';

type Given = { data: DataFacts; files: FileFacts | null; nowMs: number; isServed: boolean };

/** With a directory that is not there or not readable, that is all there is to say. */
export function checkDataDirectory(given: Given): Finding[] {
  const { data } = given;
  if (data.state !== 'there') return [unusable(data)];
  return [place(data), ...modes(data), ...fileSystem(data), ...sync(data), room(given), ...salt(given)];
}

function unusable({ state, path, reason, isOwn }: DataFacts): Finding {
  if (state === 'missing')
    return fault(
      'data.there',
      `There is no data directory "${path}"`,
      'Name the one that heat serves with --data (or HEAT_DATA), or begin with: heat serve',
    );
  if (state === 'not_a_directory')
    return fault('data.there', `"${path}" is a file, not a data directory`, 'Name the folder with --data');
  const who = isOwn
    ? 'Check its mode and that the disk is not mounted read-only'
    : 'Run heat doctor as the user that heat runs as: sudo -u heat heat doctor';
  const can = state === 'closed' ? 'read' : 'written';
  return fault('data.there', `The data directory "${path}" cannot be ${can} (${reason})`, who);
}

function place({ path, isOwn }: DataFacts): Finding {
  if (isOwn) return ok('data.there', `The data directory "${path}" is there and can be written`);
  return warning(
    'data.there',
    `The data directory "${path}" belongs to another user than the one who asks`,
    'Run commands for this data as its user, so that no file ends up with another owner: sudo -u heat heat doctor',
  );
}

function modes({ openToOthers, path }: DataFacts): Finding[] {
  if (openToOthers.length === 0) return [ok('data.modes', 'Only its owner can read it')];
  const what = openToOthers.map((name) => (name === '.' ? 'the folder itself' : name));
  const say = openToOthers.includes('.') || openToOthers.includes('secret') ? warning : note;
  return [
    say(
      'data.modes',
      `Other users of this machine may read or change ${listed(what)}`,
      `chmod -R go= "${path}"`,
    ),
  ];
}

function fileSystem({ fileSystem: kind }: DataFacts): Finding[] {
  if (kind === 'network')
    return [
      warning(
        'data.disk',
        'The data lies on a network mount: locks and syncs may not hold there, and a database can be damaged',
        'Move the data directory to a disk of this machine; a network mount is right for copies of backups',
      ),
    ];
  if (kind === 'memory')
    return [
      warning(
        'data.disk',
        'The data lies in memory (tmpfs): it is gone when the machine restarts',
        'Move the data directory to a disk',
      ),
    ];
  if (kind === 'container')
    return [
      warning(
        'data.disk',
        "The data lies in a container's own layer: it is gone with the container",
        'Mount a volume at the data directory',
      ),
    ];
  if (kind === 'shared')
    return [
      note(
        'data.disk',
        'The data lies on a file system shared with a host or run by a program (FUSE, 9p, vboxsf): its locks and syncs may not hold',
        'Prefer a disk of this machine',
      ),
    ];
  return [];
}

function sync({ syncMs }: DataFacts): Finding[] {
  if (syncMs === null) return [];
  const said = `${syncMs < 10 ? syncMs.toFixed(1) : Math.round(syncMs)} ms`;
  if (syncMs < LIMITS.doctorSyncMs) return [ok('data.sync', `Writing to the disk takes ${said}`)];
  return [
    note(
      'data.sync',
      `Writing to the disk takes ${said}: every answer to a page waits for it`,
      'Look for what keeps the disk busy; heat serve --durability normal waits only now and then, and loses the last seconds in a power cut',
    ),
  ];
}

function room({ data, files }: Given): Finding {
  const { freeBytes, freeFiles, hasReserve } = data;
  if (freeBytes === null) return note('data.room', 'The system does not tell how much room is left');
  const free = `${bytesSaid(freeBytes)} are free`;
  const todo = 'Free some space, give the disk more, or keep less: heat project update ID --event-days 90';
  if (freeBytes < LIMITS.reserveBytes)
    return fault('data.room', `${free}: events are refused, or are about to be`, todo);
  if (freeFiles !== null && freeFiles < LIMITS.doctorFreeFiles)
    return fault(
      'data.room',
      `The disk has room for ${counted(freeFiles, 'file')} only`,
      'Remove files that nobody needs',
    );
  const perDay = growthOf(files);
  const daysLeft = perDay !== null && perDay > 0 ? freeBytes / perDay : null;
  const grows = perDay === null ? '' : `, the files grow by ${bytesSaid(perDay)} a day`;
  if (daysLeft !== null && daysLeft < LIMITS.doctorFullDays)
    return warning('data.room', `${free}${grows}: full in ${counted(Math.floor(daysLeft), 'day')}`, todo);
  if (freeBytes < LIMITS.doctorFreeBytes) return warning('data.room', `${free}${grows}`, todo);
  if (!hasReserve && (files?.versions.some(({ exists }) => exists) ?? false))
    return note(
      'data.room',
      `${free}; the reserve for a full disk is not there`,
      'It is made by the next start, or by itself once there is room',
    );
  return ok('data.room', `${free}${grows}`);
}

/** Bytes a day: what the files take for an event, times the events of a day. Null while nothing can be said. */
function growthOf(files: FileFacts | null): number | null {
  const events = files?.stored?.events;
  if (!files || !events || events.all < LIMITS.doctorGrowthEvents) return null;
  const bytes = files.sizes.filter(({ isLog }) => !isLog).reduce((sum, file) => sum + file.bytes, 0);
  return (bytes / events.all) * (events.recent / LIMITS.doctorGrowthDays);
}

/** The salt of a day must not outlive it: with it, that day's visitors could be told from their addresses. */
function salt({ data, files, nowMs, isServed }: Given): Finding[] {
  const hasData = files?.versions.some(({ exists }) => exists) ?? false;
  const { saltDay } = data;
  if (!hasData || saltDay === null) return [];
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const yesterday = new Date(nowMs - DAY_MS).toISOString().slice(0, 10);
  if (saltDay === today || (isServed && saltDay === yesterday && nowMs % DAY_MS < 5 * 60_000))
    return [ok('data.salt', 'The salt of visitors is that of today')];
  if (saltDay > today)
    return [
      warning(
        'data.salt',
        `The salt of visitors is of ${saltDay}, a day that is still to come`,
        'Set the clock of this machine right (timedatectl)',
      ),
    ];
  if (isServed)
    return [
      warning(
        'data.salt',
        `The salt of visitors is of ${saltDay} though heat runs: it could not be replaced`,
        'Look for "salt" in the log of heat, and restart it',
      ),
    ];
  return [
    note(
      'data.salt',
      `The salt of ${saltDay} is still on the disk, because heat does not run`,
      'The next start replaces it; to be rid of it now, remove salt.json',
    ),
  ];
}
