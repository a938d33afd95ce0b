// What is measured: projects with their origins, zone and public write key. Who may do it is the caller's question.

import type { OldWriteKey } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import {
  FOLLOWS_FROM,
  LINKS_ENDED,
  type ProjectSettings,
  readSettings,
  type StoredSettings,
} from '../contract/project-settings.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { randomCode } from '../lib/id.ts';
import { overlapMs } from '../lib/key-overlap.ts';
import type { OutgoingRules } from '../lib/outgoing.ts';
import type { Catalog, ProjectRow } from '../storage/port-catalog.ts';
import { createMutedElements, type MutedElementMethods } from './muted-elements.ts';
import { checkOrigins } from './origins.ts';
import { createPageRules, type PageRulesMethods } from './page-rules.ts';
import { projectIdOf } from './project-id.ts';
import { checkProjectName, checkTimeZone } from './settings.ts';
import { checkVisitorTokens } from './visitor-tokens.ts';

/** Unguessable enough that nobody writes into a project by accident: 24 characters of 5 bits. */
const WRITE_KEY_CHARS = 24;

export type ProjectRequest = { name: string; origins?: readonly string[]; timeZone?: string };
export type ProjectChange = {
  name?: string;
  origins?: readonly string[];
  timeZone?: string;
  /** What is not given stays. */
  settings?: Partial<ProjectSettings>;
};
export type ProjectsDeps = {
  catalog: Catalog;
  clock: Clock;
  /** Makes the project's first admin API key and resolves with its secret; accounts/ does it. */
  createFirstKey: (projectNo: number, actor: string) => Promise<string>;
  /** Where heat may ask for public keys of a site's sign-in; the open internet when left out. */
  rules?: OutgoingRules;
};

export type Projects = PageRulesMethods &
  MutedElementMethods & {
    /** `apiKey` is shown once. Throws `invalid` naming the field's fault, `conflict` at LIMITS.projects. */
    create(request: ProjectRequest, actor: string): Promise<{ project: ProjectRow; apiKey: string }>;
    /** Oldest first. */
    list(): Promise<ProjectRow[]>;
    find(id: string): Promise<ProjectRow | null>;
    findByNo(no: number): Promise<ProjectRow | null>;
    /** Also by a replaced key that still lets in. */
    findByWriteKey(writeKey: string): Promise<ProjectRow | null>;
    /** Replaced write keys that still let in; what ends first stands first. */
    listOldWriteKeys(projectNo: number): Promise<OldWriteKey[]>;
    /** Changes what is given. Throws `not_found`, `invalid`. */
    update(id: string, change: ProjectChange, actor: string): Promise<ProjectRow>;
    /**
     * A new write key. The old one is let in for `overlapHours` more (0…LIMITS.oldKeyHours), else refused from then
     * on. Throws `not_found`, `invalid`.
     */
    rotateWriteKey(id: string, overlapHours: number, actor: string): Promise<ProjectRow>;
    /** A replaced write key is refused from then on. Throws `not_found`. */
    endOldWriteKey(project: ProjectRow, writeKey: string, actor: string): Promise<void>;
    /** Links into its pages that were made until now open nothing any more. Throws `not_found`. */
    endLinks(id: string, actor: string): Promise<void>;
    /** Its keys go at once, what it measured within the next minutes (jobs/removals.ts). Throws `not_found`. */
    remove(id: string, actor: string): Promise<void>;
  };

export function createProjects(deps: ProjectsDeps): Projects {
  const { catalog } = deps;
  return {
    ...createPageRules({ catalog, record: (act) => record(deps, act) }),
    ...createMutedElements({ catalog, clock: deps.clock, record: (act) => record(deps, act) }),
    async create(request, actor) {
      const project = await insert(deps, request);
      await record(deps, { actor, action: 'project.create', target: project.id });
      try {
        return { project, apiKey: await deps.createFirstKey(project.no, actor) };
      } catch (error) {
        await catalog.removeProject(project.id);
        throw error;
      }
    },
    list: () => catalog.listProjects(),
    find: (id) => catalog.findProject(id),
    findByNo: (no) => catalog.findProjectByNo(no),
    async findByWriteKey(writeKey) {
      const project = await catalog.findProjectByWriteKey(writeKey);
      if (project) return project;
      const old = await catalog.findOldWriteKey(writeKey);
      return old && old.expiresAtMs > deps.clock.nowMs() ? catalog.findProjectByNo(old.projectNo) : null;
    },
    async listOldWriteKeys(projectNo) {
      const rows = await catalog.listOldWriteKeys(projectNo, deps.clock.nowMs());
      return rows.map(({ projectNo: _, ...shown }) => shown);
    },
    async update(id, change, actor) {
      const { name, origins, timeZone } = change;
      const settings = await withFollowing(deps, id, change.settings);
      const project = await catalog.updateProject(id, {
        ...(name === undefined ? {} : { name: checkProjectName(name) }),
        ...(origins === undefined ? {} : { origins: checkOrigins(origins) }),
        ...(timeZone === undefined ? {} : { timeZone: checkTimeZone(timeZone) }),
        ...(settings === undefined
          ? {}
          : { settings: checkSettings(settings, deps.rules ?? { allowedHosts: [] }) }),
      });
      await record(deps, { actor, action: 'project.update', target: id });
      return project;
    },
    async rotateWriteKey(id, overlapHours, actor) {
      const atMs = deps.clock.nowMs();
      const oldMs = overlapMs(overlapHours, 'A replaced write key lets in');
      const oldUntilMs = oldMs > 0 ? atMs + oldMs : null;
      await catalog.rotateWriteKey(id, { writeKey: makeWriteKey(), atMs, oldUntilMs });
      const details = overlapHours > 0 ? `the old key for ${overlapHours} h` : null;
      await record(deps, { actor, action: 'project.rotate_write_key', target: id, details });
      const project = await catalog.findProject(id);
      if (!project) throw unknownProject(id);
      return project;
    },
    async endOldWriteKey({ id, no }, writeKey, actor) {
      await catalog.endOldWriteKey(no, writeKey, deps.clock.nowMs());
      await record(deps, { actor, action: 'project.end_write_key', target: id });
    },
    async endLinks(id, actor) {
      await catalog.updateProject(id, { settings: { [LINKS_ENDED]: deps.clock.nowMs() } });
      await record(deps, { actor, action: 'project.end_links', target: id });
    },
    async remove(id, actor) {
      await catalog.removeProject(id);
      await record(deps, { actor, action: 'project.remove', target: id });
    },
  };
}

/** What was measured while a project kept to sums stays sums: whoever switches that off follows people from now on. */
async function withFollowing(
  { catalog, clock }: ProjectsDeps,
  id: string,
  settings: Partial<ProjectSettings> | undefined,
): Promise<StoredSettings | undefined> {
  if (settings?.aggregateOnly !== false) return settings;
  const before = readSettings((await catalog.findProject(id))?.settings ?? {});
  return before.aggregateOnly ? { ...settings, [FOLLOWS_FROM]: clock.nowMs() } : settings;
}

/** Tries `my-shop`, `my-shop-2`, … until one is free; another process may take one in between. */
async function insert({ catalog, clock }: ProjectsDeps, request: ProjectRequest): Promise<ProjectRow> {
  const name = checkProjectName(request.name);
  const origins = checkOrigins(request.origins ?? []);
  const timeZone = checkTimeZone(request.timeZone ?? 'UTC');
  const existing = await catalog.listProjects();
  if (existing.length >= LIMITS.projects) throw tooManyProjects();
  const taken = new Set(existing.map(({ id }) => id));
  for (let attempt = 1; attempt <= LIMITS.projects + 1; attempt += 1) {
    const id = projectIdOf(name, attempt);
    if (taken.has(id)) continue;
    try {
      const draft = { id, name, origins, timeZone, writeKey: makeWriteKey(), createdAtMs: clock.nowMs() };
      return await catalog.createProject(draft);
    } catch (error) {
      if (!(error instanceof HeatError && error.kind === 'conflict')) throw error;
    }
  }
  throw tooManyProjects();
}

/** Public by nature: it stands in the page's source and may write, nothing else. */
function makeWriteKey(): string {
  return `hw_${randomCode(WRITE_KEY_CHARS)}`;
}

function record(
  { catalog, clock }: ProjectsDeps,
  act: { actor: string; action: string; target: string; details?: string | null },
): Promise<void> {
  const { actor, action, details = null } = act;
  const target = `project:${act.target}`;
  return catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target, details });
}

function checkSettings(settings: Partial<ProjectSettings>, rules: OutgoingRules): Partial<ProjectSettings> {
  const { visitorTokens } = settings;
  if (visitorTokens === undefined) return settings;
  return { ...settings, visitorTokens: checkVisitorTokens(visitorTokens, rules) };
}

function unknownProject(id: string): HeatError {
  return new HeatError({ kind: 'not_found', message: `There is no project "${id}"` });
}

function tooManyProjects(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_projects',
    message: `Cannot create the project: there are ${LIMITS.projects} already`,
  });
}
