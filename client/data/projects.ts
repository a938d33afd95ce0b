// Projects and their keys, as the API knows them.

import type {
  KeyCreated,
  KeyScope,
  KeyUsage,
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

/** What may be said of an API key; what is left out of a change stays. */
export type KeyInput = {
  name?: string;
  addresses?: string[];
  perMinute?: number | null;
  expiresAt?: number | null;
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
/** Replaces the write key; pages with the old one are refused after so many hours. */
export const rotateWriteKey = (id: string, overlapHours: number): Promise<ProjectView> =>
  postJson(`${at(id)}/write-key?overlapHours=${overlapHours}`);
export const endOldWriteKey = (id: string, writeKey: string): Promise<void> =>
  deleteJson(`${at(id)}/old-write-keys/${encodeURIComponent(writeKey)}`);

export const listKeys = async (id: string, options?: CallOptions): Promise<KeyView[]> =>
  (await getJson<Page<KeyView>>(`${at(id)}/keys`, options)).items;
export const createKey = (
  id: string,
  input: KeyInput & { name: string; scope: KeyScope },
): Promise<KeyCreated> => postJson(`${at(id)}/keys`, input);
export const updateKey = (id: string, keyId: string, change: KeyInput): Promise<KeyView> =>
  patchJson(`${at(id)}/keys/${encodeURIComponent(keyId)}`, change);
/** Its secret is in this answer and nowhere else. */
export const rotateKey = (id: string, keyId: string, overlapHours: number): Promise<KeyCreated> =>
  postJson(`${at(id)}/keys/${encodeURIComponent(keyId)}/rotate?overlapHours=${overlapHours}`);
/** Of the last 30 days, by key and day. */
export const listKeyUsage = async (id: string, options?: CallOptions): Promise<KeyUsage[]> =>
  (await getJson<Page<KeyUsage>>(`${at(id)}/key-usage`, options)).items;
export const revokeKey = (id: string, keyId: string): Promise<void> =>
  deleteJson(`${at(id)}/keys/${encodeURIComponent(keyId)}`);
