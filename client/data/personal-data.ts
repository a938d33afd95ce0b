// What is stored of one person, and forgetting him, as the API gives it.

import type { Page } from '../../src/contract/api.ts';
import type { Forgetting, Subject, SubjectSummary } from '../../src/contract/personal-data.ts';
import { apiUrl, getJson, postJson } from './api.ts';

const under = (projectId: string, what: string): string =>
  `/projects/${encodeURIComponent(projectId)}/${what}`;

export function fetchPerson(
  projectId: string,
  subject: Subject,
  signal: AbortSignal,
): Promise<SubjectSummary> {
  return getJson(under(projectId, 'person'), { query: { ...subject }, signal });
}

/** Whether anything is stored that a forgetting would take. */
export const isKnown = ({ sessions, namings, keptBatches }: SubjectSummary): boolean =>
  sessions + namings + keptBatches > 0;

/** Address of the download with everything that is stored of the person. */
export function personUrl(projectId: string, subject: Subject): string {
  return apiUrl(under(projectId, 'person/export'), { ...subject });
}

export function forgetPerson(projectId: string, subject: Subject): Promise<Forgetting> {
  return postJson(under(projectId, 'forgettings'), subject);
}

/** Newest first. */
export async function listForgettings(projectId: string, signal: AbortSignal): Promise<Forgetting[]> {
  return (await getJson<Page<Forgetting>>(under(projectId, 'forgettings'), { signal })).items;
}
