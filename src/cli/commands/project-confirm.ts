// What is said before a project is removed or tells sums only: neither has a way back.

import { readSettings } from '../../contract/project-settings.ts';
import { counted } from '../../lib/counted.ts';
import { HeatError } from '../../lib/errors.ts';
import { openReportStore } from '../../storage/open.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { type ConfirmOptions, isConfirmed } from '../confirm.ts';
import type { Terminal } from '../output.ts';

type Asked = { project: ProjectRow; dataDir: string };

/** What was measured before cannot be followed again, whatever is said later: not to be done by a slip. */
export async function isUpdateConfirmed(
  terminal: Terminal,
  options: ConfirmOptions & { aggregateOnly?: string },
  { project, dataDir }: Asked,
): Promise<boolean> {
  const isNews = options.aggregateOnly === 'on' && !readSettings(project.settings).aggregateOnly;
  if (!isNews && !options.dryRun) return true;
  if (!isNews) {
    throw new HeatError({
      kind: 'invalid',
      message: 'Cannot say beforehand what this changes',
      hint: 'Leave --dry-run out: all but --aggregate-only on can be changed back',
    });
  }
  const { sessions } = await measuredBy(dataDir, project);
  const words = [
    ['project', project.id],
    ['becomes', 'sums only: nothing that follows one person leaves heat'],
    ['for good', `${counted(sessions, 'session')} measured up to then, never told one by one again`],
  ] as const;
  return isConfirmed(terminal, options, { words, json: { project: project.id, sessions } });
}

/** Tells what goes with the project. */
export async function isRemovalConfirmed(
  terminal: Terminal,
  options: ConfirmOptions,
  { project, dataDir, keys }: Asked & { keys: number },
): Promise<boolean> {
  const { id, name } = project;
  const { sessions, events } = await measuredBy(dataDir, project);
  const words = [
    ['would go', `${id} (${name}), with its settings, funnels, goals and links`],
    ['sessions', String(sessions)],
    ['events', String(events)],
    ['API keys', String(keys)],
  ] as const;
  return isConfirmed(terminal, options, { words, json: { project: id, sessions, events, keys } });
}

/** Everything, up to now. */
async function measuredBy(
  dataDir: string,
  { no }: ProjectRow,
): Promise<{ sessions: number; events: number }> {
  const store = await openReportStore(dataDir);
  try {
    return await store.agedSummary({ projectNo: no, beforeMs: Number.MAX_SAFE_INTEGER });
  } finally {
    await store.close();
  }
}
