// Whom `heat forget` and `heat export person` are about, and whether anything is stored of him.

import type { Command } from 'commander';
import type { Subject, SubjectSummary } from '../../contract/personal-data.ts';
import { HeatError } from '../../lib/errors.ts';
import { checkSubject } from '../../projects/forgettings.ts';
import { hasUnapplied } from '../../storage/open/unapplied.ts';
import { openReportStore } from '../../storage/open.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { lineOf } from '../command-line.ts';
import { type CommonOptions, dataDirOf, type ProjectOptions } from '../options.ts';

export type PersonOptions = ProjectOptions & { visitor?: string; user?: string };

/** Adds --visitor and --user. */
export function withPerson(command: Command): Command {
  return command
    .option('--visitor <id>', 'as sessions name them: c:…, d:…, s:…, u:…')
    .option('--user <id>', 'as the site told identify(), with the browsers that only this user has used');
}

/** Throws `invalid` unless exactly one of the options is given, with an id that there can be. */
export function readSubject({ visitor, user }: PersonOptions): Subject {
  if ((visitor === undefined) === (user === undefined)) {
    throw new HeatError({
      kind: 'invalid',
      message: 'Whom? Give either --visitor or --user',
      hint: '--visitor c:0190… as heat export sessions names them, or --user jane@shop.example',
    });
  }
  return checkSubject(
    user === undefined ? { kind: 'visitor', id: visitor ?? '' } : { kind: 'user', id: user },
  );
}

/** The summary, its last two counts beside it. */
export type StoredOf = Pick<SubjectSummary, 'namings' | 'keptBatches'> & {
  summary: Omit<SubjectSummary, 'namings' | 'keptBatches'>;
};

/** Throws `not_found` (nobody) when nothing is, `conflict` (not_applied) when that cannot be told. */
export async function storedOf(
  options: CommonOptions,
  project: ProjectRow,
  subject: Subject,
): Promise<StoredOf> {
  const dataDir = dataDirOf(options);
  const store = await openReportStore(dataDir);
  try {
    const { namings, keptBatches, ...summary } = await store.subjectSummary({
      projectNo: project.no,
      ...subject,
    });
    if (summary.sessions + namings + keptBatches === 0)
      throw (await hasUnapplied(dataDir)) ? untold(subject) : nobody(options, project, subject);
    return { summary, namings, keptBatches };
  } finally {
    await store.close();
  }
}

function nobody(options: CommonOptions, { id: project }: ProjectRow, { kind, id }: Subject): HeatError {
  const line = (words: string) => lineOf(options, `${words} --project ${project}`);
  return new HeatError({
    kind: 'not_found',
    code: 'nobody',
    message: `Nothing is stored of the ${kind} "${id}" in the project "${project}"`,
    hint:
      kind === 'user'
        ? `Users are named as your site told identify(), upper and lower case apart: ${line('stats --by user')}`
        : `Visitors are named as in the column visitor of: ${line('export sessions')}`,
    details: { project, kind, id },
  });
}

function untold({ kind, id }: Subject): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'not_applied',
    message: `Cannot tell what is stored of the ${kind} "${id}": heat was stopped before it had applied all that it accepted`,
    hint: 'Start heat serve, then ask again',
  });
}
