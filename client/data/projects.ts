// Projects and their keys, as the API knows them.

import type {
  KeyCreated,
  KeyScope,
  KeyView,
  Page,
  ProjectCreated,
  ProjectView,
  SnippetView,
} from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { ProjectSettings } from '../../src/contract/project-settings.ts';
import { type CallOptions, deleteJson, getJson, patchJson, postJson } from './api.ts';

/** What may be changed of a project; what is left out stays. */
export type ProjectPatch = {
  name?: string;
  origins?: string[];
  timeZone?: string;
  settings?: Partial<ProjectSettings>;
};

const at = (id: string): string => `/projects/${encodeURIComponent(id)}`;

export const listProjects = async (options?: CallOptions): Promise<ProjectView[]> =>
  (await getJson<Page<ProjectView>>('/projects', { ...options, query: { limit: LIMITS.pageRowsMax } })).items;
export const findProject = (id: string, options?: CallOptions): Promise<ProjectView> =>
  getJson(at(id), options);
export const createProject = (input: {
  name: string;
  origins: string[];
  timeZone: string;
}): Promise<ProjectCreated> => postJson('/projects', input);
export const updateProject = (id: string, patch: ProjectPatch): Promise<ProjectView> =>
  patchJson(at(id), patch);
export const removeProject = (id: string): Promise<void> => deleteJson(at(id));
/** The HTML and the module snippet to paste into the measured pages. */
export const findSnippet = (id: string, options?: CallOptions): Promise<SnippetView> =>
  getJson(`${at(id)}/snippet`, options);
/** Replaces the write key; pages with the old one are refused from then on. */
export const rotateWriteKey = (id: string): Promise<ProjectView> => postJson(`${at(id)}/write-key`);

export const listKeys = async (id: string, options?: CallOptions): Promise<KeyView[]> =>
  (await getJson<Page<KeyView>>(`${at(id)}/keys`, options)).items;
export const createKey = (
  id: string,
  input: { name: string; scope: KeyScope; expiresAt?: number },
): Promise<KeyCreated> => postJson(`${at(id)}/keys`, input);
export const revokeKey = (id: string, keyId: string): Promise<void> =>
  deleteJson(`${at(id)}/keys/${encodeURIComponent(keyId)}`);
