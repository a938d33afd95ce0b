// Goals and alerts, as the API gives and takes them.

import type { AlertRule, AlertTest, AlertView } from '../../src/contract/alerts.ts';
import type { Page } from '../../src/contract/api.ts';
import type { GoalResult, GoalView } from '../../src/contract/goals.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { deleteJson, getJson, patchJson, postJson } from './api.ts';

export type GoalInput = { name: string; filters: string[]; valueEvent: string | null };

const at = (projectId: string, path: string): string => `/projects/${encodeURIComponent(projectId)}/${path}`;
const goalAt = (projectId: string, id: string): string => at(projectId, `goals/${encodeURIComponent(id)}`);
const alertAt = (projectId: string, id: string): string => at(projectId, `alerts/${encodeURIComponent(id)}`);

/** By name. */
export const listGoals = async (projectId: string, signal: AbortSignal): Promise<GoalView[]> =>
  (await getJson<Page<GoalView>>(at(projectId, 'goals'), { signal })).items;
/** What all goals came to. */
export const fetchGoalResults = async (
  projectId: string,
  scope: Scope,
  signal: AbortSignal,
): Promise<GoalResult[]> =>
  (await getJson<Page<GoalResult>>(at(projectId, 'goal-results'), { query: scopeQuery(scope), signal }))
    .items;
/** Rejects with `conflict` for a name that is taken. */
export const createGoal = (projectId: string, input: GoalInput): Promise<GoalView> =>
  postJson(at(projectId, 'goals'), input);
export const updateGoal = (projectId: string, id: string, change: Partial<GoalInput>): Promise<GoalView> =>
  patchJson(goalAt(projectId, id), change);
/** Rejects with `conflict` while an alert looks at it. */
export const removeGoal = (projectId: string, id: string): Promise<void> => deleteJson(goalAt(projectId, id));

export const listAlerts = async (projectId: string, signal: AbortSignal): Promise<AlertView[]> =>
  (await getJson<Page<AlertView>>(at(projectId, 'alerts'), { signal })).items;
/** The secret is told here and nowhere else. */
export const createAlert = (
  projectId: string,
  input: AlertRule & { name: string; url: string },
): Promise<{ alert: AlertView; secret: string }> => postJson(at(projectId, 'alerts'), input);
export const updateAlert = (
  projectId: string,
  id: string,
  change: { paused?: boolean },
): Promise<AlertView> => patchJson(alertAt(projectId, id), change);
export const removeAlert = (projectId: string, id: string): Promise<void> =>
  deleteJson(alertAt(projectId, id));
export const testAlert = (projectId: string, id: string): Promise<AlertTest> =>
  postJson(`${alertAt(projectId, id)}/test`, undefined);
