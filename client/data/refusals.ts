// What the door refused of a project's events, as the API tells it.

import type { RefusalsAnswer } from '../../src/contract/api.ts';
import { getJson } from './api.ts';

/** Of the last 24 hours. */
export const fetchRefusals = (projectId: string, signal: AbortSignal): Promise<RefusalsAnswer> =>
  getJson(`/projects/${encodeURIComponent(projectId)}/refusals`, { signal });
