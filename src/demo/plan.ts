// What a demo was made of, kept in its project's settings: what was interrupted is made up again from its beginning.

import type { StoredSettings } from '../contract/project-settings.ts';

export type DemoPlan = {
  seed: number;
  visits: number;
  days: number;
  /** When it was begun: the visits end then. */
  nowMs: number;
  /** Where the shop answered: its pages are those of this host. */
  origin: string;
};

/** Key beside the settings of a project. */
const DEMO_PLAN = 'demo';

/** The settings with the plan in them. */
export function withPlan(settings: StoredSettings, plan: DemoPlan, isDone: boolean): StoredSettings {
  return { ...settings, [DEMO_PLAN]: { ...plan, isDone } };
}

/** Null where a heat that kept no plans filled the project. Nobody but `heat demo` writes it. */
export function readPlan(settings: StoredSettings): (DemoPlan & { isDone: boolean }) | null {
  return (settings[DEMO_PLAN] ?? null) as (DemoPlan & { isDone: boolean }) | null;
}
