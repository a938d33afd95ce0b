// What is stored of one person, and forgetting him: for owners and admin keys, on record in the audit log.

import { HeatError } from '../../lib/errors.ts';
import { checkSubject } from '../../projects/forgettings.ts';
import { exportContentType } from '../../reports/export-formats.ts';
import { exportPerson, PERSON_FORMATS, type PersonFormat } from '../../reports/personal-data.ts';
import { downloadHeaders, pulled } from '../download.ts';
import { route } from '../route.ts';
import {
  forgettingPage,
  forgettingView,
  personExportQuery,
  subjectBody,
  subjectQuery,
  subjectSummary,
} from '../schema/personal-data.ts';
import { wholeList } from '../whole-list.ts';

const tag = 'Personal data';
const access = { project: 'admin' } as const;
const ONE = '/api/v1/projects/:id';

export const personalDataRoutes = [
  route({
    method: 'GET',
    path: `${ONE}/person`,
    access,
    tag,
    summary: 'How much is stored of a visitor or a user',
    query: subjectQuery,
    answer: subjectSummary,
    handle: ({ rooms, project, query, request }) =>
      rooms.reports.subjectSummary(
        { projectNo: project.no, ...checkSubject(query) },
        { signal: request.signal },
      ),
  }),
  route({
    method: 'GET',
    path: `${ONE}/person/export`,
    access,
    tag,
    summary: 'Everything that is stored of a visitor or a user: sessions, events, recordings',
    query: personExportQuery,
    answerTypes: PERSON_FORMATS.map(exportContentType),
    handle: async ({ rooms, project, query, request, server, actor }) => {
      const { kind, id, format: wanted } = query;
      const subject = checkSubject({ kind, id });
      const format = readFormat(wanted);
      const headers = downloadHeaders(`heat-${project.id}-person.${format}`, exportContentType(format));
      if (request.method === 'HEAD') return new Response(null, { headers });
      await rooms.forgettings.noteExport(project, subject, actor);
      const release = server.exportSlots.take(project.no);
      const pieces = exportPerson(
        { store: rooms.reports, readChunks: rooms.recordings.read },
        { projectNo: project.no, project: project.id, subject, nowMs: rooms.clock.nowMs(), format },
        { signal: request.signal },
      );
      return new Response(await pulled(pieces, release), { headers });
    },
  }),
  route({
    method: 'POST',
    path: `${ONE}/forgettings`,
    access,
    tag,
    summary:
      'Forget a visitor or a user: everything stored of him goes within seconds to minutes; there is no way back',
    body: subjectBody,
    answer: forgettingView,
    status: 201,
    handle: ({ rooms, project, body, actor }) => rooms.forgettings.ask(project, body, actor),
  }),
  route({
    method: 'GET',
    path: `${ONE}/forgettings`,
    access,
    tag,
    summary: 'Orders to forget somebody, newest first: whether they are done, and what went',
    answer: forgettingPage,
    handle: async ({ rooms, project }) => {
      const items = await rooms.forgettings.list(project);
      return wholeList(items);
    },
  }),
];

function readFormat(text: string | undefined): PersonFormat {
  const format = PERSON_FORMATS.find((name) => name === (text ?? 'json'));
  if (format) return format;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_query',
    message: `The query parameter "format" is not allowed: it is one of ${PERSON_FORMATS.join(', ')}`,
    details: { field: 'format', allowed: PERSON_FORMATS },
  });
}
