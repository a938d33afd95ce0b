// Orders to forget a person: who may be named, and the list of what was done. The work itself is the applier's.

import { LIMITS } from '../contract/limits.ts';
import type { Forgetting, Subject } from '../contract/personal-data.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { uuid } from '../lib/id.ts';
import type { Catalog, ProjectRow } from '../storage/port-catalog.ts';

export type Forgettings = {
  /** Notes the order; a running heat begins within a second. Throws `invalid` for an id that nobody has, `conflict` when too many wait. */
  ask(project: ProjectRow, subject: Subject, actor: string): Promise<Forgetting>;
  /** Puts on record that somebody took out what is stored of a person; not of whom. */
  noteExport(project: ProjectRow, subject: Subject, actor: string): Promise<void>;
  /** Newest first. */
  list(project: ProjectRow): Promise<Forgetting[]>;
};

export function createForgettings({
  catalog,
  clock,
}: {
  catalog: Pick<Catalog, 'createForgetting' | 'openForgettings' | 'listForgettings' | 'recordAudit'>;
  clock: Clock;
}): Forgettings {
  return {
    async ask({ no, id: projectId }, subject, actor) {
      const { kind, id } = checkSubject(subject);
      const open = (await catalog.openForgettings()).filter(({ projectNo }) => projectNo === no);
      if (open.length >= LIMITS.forgettingsOpen) throw tooMany();
      const order = {
        id: uuid(),
        projectNo: no,
        kind,
        subject: id,
        askedAtMs: clock.nowMs(),
        askedBy: actor,
      };
      await catalog.createForgetting(order);
      // Not whom: the log of administrative acts stays.
      const act = { atMs: order.askedAtMs, actor, action: 'person.forget', target: `project:${projectId}` };
      await catalog.recordAudit({ ...act, details: kind });
      const { askedAtMs, askedBy } = order;
      return { id: order.id, kind, askedAtMs, askedBy, doneAtMs: null, removed: null };
    },
    async noteExport({ id }, { kind }, actor) {
      const act = { atMs: clock.nowMs(), actor, action: 'person.export', target: `project:${id}` };
      await catalog.recordAudit({ ...act, details: kind });
    },
    list: ({ no }) => catalog.listForgettings(no, LIMITS.forgettingsListed),
  };
}

/** Throws `invalid` for ids that no visitor bears: they begin with what they were made of. */
export function checkSubject(subject: Subject): Subject {
  const { kind, id } = subject;
  const isPossible = kind === 'user' ? id.trim() !== '' : /^[cdsu]:./.test(id);
  if (isPossible && id.length <= LIMITS.userIdChars + 2) return subject;
  throw new HeatError({
    kind: 'invalid',
    code: kind === 'user' ? 'bad_user' : 'bad_visitor',
    message:
      kind === 'user'
        ? `A user's id has 1 to ${LIMITS.userIdChars} characters`
        : 'Visitors are named as sessions name them: c:…, d:…, s:… or u:…',
  });
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_forgettings',
    message: `Cannot take the order: ${LIMITS.forgettingsOpen} are under way in this project`,
  });
}
