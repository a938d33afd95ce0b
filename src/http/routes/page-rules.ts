// Which pages of a project count as one: its rules for paths, its templates, what they would merge, what to propose.

import type { PageRulesAnswer } from '../../contract/page-answers.ts';
import { ALWAYS_RULES } from '../../contract/page-rules.ts';
import { type PageRulesChange, withPageRules, withTemplate } from '../../projects/page-rules.ts';
import { listTemplates, previewMerges } from '../../reports/page-merges.ts';
import { proposeTemplates } from '../../reports/propose-templates.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { route } from '../route.ts';
import {
  mergePage,
  mergesAnswer,
  pageRulesAnswer,
  pageRulesBody,
  previewBody,
  templateBody,
  templateProposals,
} from '../schema/page-rules.ts';
import { rangeQuery } from '../schema/questions.ts';
import { scopeOf } from './reports.ts';

const tag = 'Pages';
const RULES = '/api/v1/projects/:id/page-rules';
const TEMPLATES = '/api/v1/projects/:id/templates';

export const pageRulesRoutes = [
  route({
    method: 'GET',
    path: RULES,
    access: { project: 'read' },
    tag,
    summary: 'Which pages count as one',
    answer: pageRulesAnswer,
    handle: ({ project }) => viewOf(project),
  }),
  route({
    method: 'PATCH',
    path: RULES,
    access: { project: 'edit' },
    tag,
    summary:
      'Change what is given of the rules; they hold for everything ever measured, and nothing stored changes',
    body: pageRulesBody,
    answer: pageRulesAnswer,
    handle: async ({ rooms, project, body, actor }) =>
      viewOf(await rooms.projects.changePageRules(project.id, changeOf(body), actor)),
  }),
  route({
    method: 'POST',
    path: `${RULES}/preview`,
    access: { project: 'edit' },
    tag,
    summary: 'What other rules, or one template more, would merge; saves nothing',
    query: rangeQuery,
    body: previewBody,
    answer: mergesAnswer,
    handle: async (call) => {
      const { rooms, project, body, request } = call;
      const changed = withPageRules(project.pageRules, changeOf(body));
      const next = body.pattern === undefined ? changed : withTemplate(changed, body.pattern);
      const snapshots = await rooms.snapshots.list(project.no);
      const asked = { scope: scopeOf(call), next, snapshots };
      return previewMerges(rooms.reports, asked, { signal: request.signal });
    },
  }),
  route({
    method: 'GET',
    path: TEMPLATES,
    access: { project: 'read' },
    tag,
    summary: 'Templates with the pages that they hold, most pageviews first',
    query: rangeQuery,
    answer: mergePage,
    handle: async (call) => {
      const snapshots = await call.rooms.snapshots.list(call.project.no);
      const asked = { scope: scopeOf(call), snapshots };
      return listTemplates(call.rooms.reports, asked, { signal: call.request.signal });
    },
  }),
  route({
    method: 'POST',
    path: TEMPLATES,
    access: { project: 'edit' },
    tag,
    summary: 'Add a template, such as /item/:id',
    body: templateBody,
    answer: pageRulesAnswer,
    status: 201,
    handle: async ({ rooms, project, body, actor }) =>
      viewOf(await rooms.projects.addTemplate(project.id, body.pattern, actor)),
  }),
  route({
    method: 'GET',
    path: `${TEMPLATES}/proposed`,
    access: { project: 'read' },
    tag,
    summary: 'Templates found in the paths that were seen',
    query: rangeQuery,
    answer: templateProposals,
    handle: async (call) => {
      const snapshots = await call.rooms.snapshots.list(call.project.no);
      const asked = { scope: scopeOf(call), snapshots };
      return proposeTemplates(call.rooms.reports, asked, { signal: call.request.signal });
    },
  }),
  route({
    method: 'DELETE',
    path: `${TEMPLATES}/:templateId`,
    access: { project: 'edit' },
    tag,
    summary: 'Remove a template, by its id; its pages stand for themselves again',
    status: 204,
    handle: async ({ rooms, project, params, actor }) => {
      await rooms.projects.removeTemplate(project.id, params.get('templateId') ?? '', actor);
      return undefined;
    },
  }),
];

function viewOf({ pageRules }: ProjectRow): PageRulesAnswer {
  return { ...pageRules, always: [...ALWAYS_RULES] };
}

function changeOf({ keepQuery, foldCase, indexFiles }: PageRulesChange): PageRulesChange {
  return {
    ...(keepQuery === undefined ? {} : { keepQuery }),
    ...(foldCase === undefined ? {} : { foldCase }),
    ...(indexFiles === undefined ? {} : { indexFiles }),
  };
}
