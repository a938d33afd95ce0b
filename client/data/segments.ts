// Saved filters of a project, as the API knows them.

import type { Page, SegmentView } from '../../src/contract/api.ts';
import { deleteJson, getJson, patchJson, postJson } from './api.ts';

const at = (projectId: string): string => `/projects/${encodeURIComponent(projectId)}/segments`;

/** By name. */
export const listSegments = async (projectId: string, signal?: AbortSignal): Promise<SegmentView[]> =>
  (await getJson<Page<SegmentView>>(at(projectId), signal ? { signal } : {})).items;
/** Filters as `dimension:op:value`. Rejects with `conflict` for a name that is taken. */
export const createSegment = (
  projectId: string,
  input: { name: string; filters: string[] },
): Promise<SegmentView> => postJson(at(projectId), input);
export const updateSegment = (
  projectId: string,
  id: string,
  change: { name?: string; filters?: string[] },
): Promise<SegmentView> => patchJson(`${at(projectId)}/${encodeURIComponent(id)}`, change);
export const removeSegment = (projectId: string, id: string): Promise<void> =>
  deleteJson(`${at(projectId)}/${encodeURIComponent(id)}`);
