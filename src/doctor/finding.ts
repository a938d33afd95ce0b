// One thing that the doctor has to say, and what the whole of it amounts to. Pure.

/** From nothing to do, over worth knowing and will hurt, to broken now. */
export const LEVELS = ['ok', 'note', 'warning', 'fault'] as const;
export type Level = (typeof LEVELS)[number];
export type Area = 'data' | 'files' | 'backup' | 'server' | 'address' | 'projects' | 'site';

export type Finding = {
  /** Stable name, for programs: `data.modes`. */
  check: `${Area}.${string}`;
  level: Level;
  /** What is, in one line. */
  what: string;
  /** What to do about it, in one line; null when there is nothing to do. */
  todo: string | null;
};

type Named = Finding['check'];

export const ok = (check: Named, what: string): Finding => ({ check, level: 'ok', what, todo: null });
export const note = (check: Named, what: string, todo: string | null = null): Finding => ({
  ...{ check, level: 'note', what, todo },
});
export const warning = (check: Named, what: string, todo: string): Finding => ({
  ...{ check, level: 'warning', what, todo },
});
export const fault = (check: Named, what: string, todo: string): Finding => ({
  ...{ check, level: 'fault', what, todo },
});

/** How many there are of each level. */
export function countLevels(findings: readonly Finding[]): Record<Level, number> {
  const counts = { ok: 0, note: 0, warning: 0, fault: 0 };
  for (const { level } of findings) counts[level] += 1;
  return counts;
}

/** The area that a finding belongs to. */
export function areaOf({ check }: Finding): Area {
  return check.slice(0, check.indexOf('.')) as Area;
}
