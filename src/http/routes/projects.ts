// What is measured: the projects of the installation, their settings, write keys and snippets.

import { roleIn, visibleProjects } from '../../accounts/permission.ts';
import type { ProjectView } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { followsFromMs, readSettings } from '../../contract/project-settings.ts';
import { integrityOf } from '../../lib/integrity.ts';
import { snippetOf } from '../../projects/snippet.ts';
import type { LastEvent } from '../../storage/port.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { readOverlapHours } from '../overlap-hours.ts';
import { publicUrlOf } from '../public-url.ts';
import { type Call, route } from '../route.ts';
import {
  projectBody,
  projectChangeBody,
  projectCreated,
  projectPage,
  projectView,
  refusalsAnswer,
  rotateQuery,
  snippetView,
} from '../schema/projects.ts';
import { wholeList } from '../whole-list.ts';

const tag = 'Projects';
const ONE = '/api/v1/projects/:id';

export const projectRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/projects',
    access: 'user',
    tag,
    summary: 'Projects that the user may see, oldest first',
    answer: projectPage,
    handle: async (call) => {
      const projects = visibleProjects(call.caller.identity, await call.rooms.projects.list());
      const items = await Promise.all(projects.map((project) => viewOf(call, project)));
      return wholeList(items);
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/projects',
    access: 'owner',
    tag,
    summary: 'Create a project; answers its first admin key once',
    body: projectBody,
    answer: projectCreated,
    status: 201,
    handle: async (call) => {
      const { name, origins, timeZone } = call.body;
      const request = { name, ...(origins ? { origins } : {}), ...(timeZone ? { timeZone } : {}) };
      const { project, apiKey } = await call.rooms.projects.create(request, call.actor);
      const snippet = snippetOf(project, publicUrlOf(call)).html;
      return { project: await viewOf(call, project), apiKey, snippet };
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/projects/current',
    access: { project: 'read' },
    tag,
    summary: 'The project of the API key',
    answer: projectView,
    handle: (call) => viewOf(call, call.project),
  }),
  route({
    method: 'GET',
    path: ONE,
    access: { project: 'read' },
    tag,
    summary: 'One project',
    answer: projectView,
    handle: (call) => viewOf(call, call.project),
  }),
  route({
    method: 'PATCH',
    path: ONE,
    access: { project: 'admin' },
    tag,
    summary: 'Change name, origins, time zone or settings',
    body: projectChangeBody,
    answer: projectView,
    handle: async (call) => {
      const { name, origins, timeZone, settings } = call.body;
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(origins === undefined ? {} : { origins }),
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(settings === undefined ? {} : { settings }),
      };
      return viewOf(call, await call.rooms.projects.update(call.project.id, change, call.actor));
    },
  }),
  route({
    method: 'DELETE',
    path: ONE,
    access: { project: 'admin' },
    tag,
    summary:
      'Remove a project with its keys at once, and what it has measured within minutes; there is no way back',
    status: 204,
    handle: async ({ rooms, project, actor }) => {
      await rooms.projects.remove(project.id, actor);
      return undefined;
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/refusals`,
    access: { project: 'read' },
    tag,
    summary: 'Requests with events of the project that were refused in the last 24 hours, by reason',
    answer: refusalsAnswer,
    handle: ({ rooms: { ingest, applying }, project: { no } }) => ({
      ...ingest.refusals.of(no),
      rejected: ingest.rejected.ofDay(no),
      duplicates: applying.duplicates.ofDay(no),
    }),
  }),
  route({
    method: 'GET',
    path: `${ONE}/snippet`,
    access: { project: 'admin' },
    tag,
    summary: 'What to paste into the pages to be measured',
    answer: snippetView,
    handle: (call) => snippetOf(call.project, publicUrlOf(call), trackerIntegrity(call)),
  }),
  route({
    method: 'POST',
    path: `${ONE}/write-key`,
    access: { project: 'admin' },
    tag,
    summary:
      'Replace the write key; the old one still lets in for the hours asked for, else it is refused from then on',
    query: rotateQuery,
    answer: projectView,
    handle: async (call) => {
      const hours = readOverlapHours(call.query);
      return viewOf(call, await call.rooms.projects.rotateWriteKey(call.project.id, hours, call.actor));
    },
  }),
  route({
    method: 'DELETE',
    path: `${ONE}/old-write-keys/:writeKey`,
    access: { project: 'admin' },
    tag,
    summary: 'End a replaced write key before its time',
    status: 204,
    handle: async ({ rooms, project, params, actor }) => {
      await rooms.projects.endOldWriteKey(project, params.get('writeKey') ?? '', actor);
      return undefined;
    },
  }),
];

async function viewOf(call: Call, project: ProjectRow): Promise<ProjectView> {
  const role = (call.caller && roleIn(call.caller.identity, project.no)) ?? 'viewer';
  const { id, name, origins, timeZone, createdAtMs } = project;
  const { atMs, heardAtMs } = await lastEvent(call, project.no);
  return {
    id,
    name,
    origins,
    timeZone,
    createdAtMs,
    writeKey: role === 'owner' ? project.writeKey : '',
    oldWriteKeys: role === 'owner' ? await call.rooms.projects.listOldWriteKeys(project.no) : [],
    role,
    lastEventAtMs: atMs,
    lastHeardAtMs: heardAtMs,
    settings: readSettings(project.settings),
    followsFromMs: followsFromMs(project.settings),
  };
}

// A project can be shown without it: a busy report engine must not hide the list of projects.
async function lastEvent({ rooms, request }: Call, projectNo: number): Promise<LastEvent> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(LIMITS.lastEventMs)]);
  try {
    return await rooms.reports.lastEvent(projectNo, { signal });
  } catch (error) {
    rooms.log.debug('newest event not known', {
      projectNo,
      reason: error instanceof Error ? error.name : 'unknown',
    });
    return { atMs: null, heardAtMs: null };
  }
}

function trackerIntegrity({ server }: Call): string | null {
  const script = server.assets.get('/v1/heat.js');
  return script ? integrityOf(script.plain().bytes) : null;
}

// The operator's word, else the host by which an administrator reached us; it is answered to nobody else.
