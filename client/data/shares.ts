// Share links: made and ended by those who keep things in a project, opened and read by whoever has one.

import type { Page } from '../../src/contract/api.ts';
import type { CreatedShare, NewShare, OpenedShare, ShareView } from '../../src/contract/shares.ts';
import { deleteJson, getJson, postJson } from './api.ts';

const at = (projectId: string): string => `/projects/${encodeURIComponent(projectId)}/shares`;

/** Newest first, ended ones too. */
export const fetchShares = async (projectId: string, signal: AbortSignal): Promise<ShareView[]> =>
  (await getJson<Page<ShareView>>(at(projectId), { signal })).items;
/** Rejects with `forbidden` for views of single people, unless by an owner. */
export const createShare = (projectId: string, share: NewShare): Promise<CreatedShare> =>
  postJson(at(projectId), share);
export const removeShare = (projectId: string, id: string): Promise<void> =>
  deleteJson(`${at(projectId)}/${encodeURIComponent(id)}`);

/** Rejects with `not_found` when it has ended, with the codes `password_needed` and `wrong_password`. */
export const openShare = (
  token: string,
  password: string | null,
  options: { signal?: AbortSignal } = {},
): Promise<OpenedShare> =>
  postJson('/shared', { token, ...(password === null ? {} : { password }) }, { ...options, quiet: true });

/** A part of the opened view; `cursor` goes on in a list. */
export const fetchShared = <T>(
  part: string,
  { access: bearer }: OpenedShare,
  { signal, cursor = null }: { signal?: AbortSignal; cursor?: string | null } = {},
): Promise<T> => getJson(`/shared/${part}`, { bearer, query: { cursor }, ...(signal ? { signal } : {}) });
