// What the door refused in the last 24 hours, with what would let it in. Pure.

import type { InstallationRefusal } from '../../contract/installation.ts';
import { LIMITS } from '../../contract/limits.ts';
import { counted } from '../../lib/counted.ts';
import { shellWord } from '../../lib/shell-word.ts';
import type { ProjectFacts } from '../facts.ts';
import { type Finding, note, ok, warning } from '../finding.ts';
import { isOwnMachine } from '../own-machine.ts';
import { spanSaid } from '../said.ts';

/** Of one refusal: in words, and what to do. The latter in the light of what the project allows. */
type Advice = { why: string; todo: (row: InstallationRefusal, project: ProjectFacts | undefined) => string };

const HEAT_ITSELF: Advice = {
  why: 'heat could not store them',
  todo: () => 'See the findings of the data directory and the log; trackers send them again',
};

const ADVICE: ReadonlyMap<string, Advice> = new Map<string, Advice>([
  [
    'wrong_origin',
    {
      why: 'their origin is not on its list',
      todo: ({ project, lastHost }, known) =>
        lastHost === null
          ? `They named no origin. Servers need an API key: heat key add --project ${project} --scope write`
          : `If it is yours: ${allowing(project, [...(known?.origins ?? []), originOf(lastHost)])}`,
    },
  ],
  [
    'unknown_key',
    {
      why: 'their key is unknown, or was replaced',
      todo: ({ lastHost }) =>
        `Paste the snippet anew${lastHost === null ? '' : ` into the pages of ${lastHost}`}: heat snippet`,
    },
  ],
  [
    'replaced_key',
    {
      why: 'their write key was replaced and has ended',
      todo: ({ project, lastHost }) =>
        `Paste today's tag into ${lastHost === null ? 'the pages' : `the pages of ${lastHost}`} that still have the old one: heat snippet --project ${project}`,
    },
  ],
  ['missing_key', { why: 'they bring no write key', todo: () => 'The tag needs data-project: heat snippet' }],
  [
    'wrong_scope',
    {
      why: 'the API key may only read',
      todo: ({ project }) => `heat key add --project ${project} --scope write`,
    },
  ],
  [
    'rate_limited',
    {
      why: 'too many came at once',
      todo: () =>
        'If they were wanted: --ingest-per-key, --ingest-per-address. Many from one address: is --trust-proxy set?',
    },
  ],
  [
    'body_too_large',
    { why: 'they are too large', todo: () => 'Send smaller batches: at most 1 MB and 1000 events' },
  ],
  [
    'too_many_events',
    { why: 'there are too many events in one', todo: () => 'Send smaller batches: at most 1000 events' },
  ],
  [
    'session_full',
    {
      why: 'their session has as many events as one may have',
      todo: () =>
        'Give each visit an id of its own; what servers tell comes by API key: POST /api/v1/events/track',
    },
  ],
  [
    'keys_unavailable',
    {
      why: "the public keys of the site's sign-in cannot be fetched",
      todo: ({ project }) => `heat project tokens ${project}`,
    },
  ],
  ['overloaded', HEAT_ITSELF],
  ['storage_full', HEAT_ITSELF],
  ['storage_failed', HEAT_ITSELF],
  ['storage_readonly', HEAT_ITSELF],
  ['storage_damaged', HEAT_ITSELF],
]);

/** What is sent there by those who look for holes, or by a tracker that is not ours. */
const MALFORMED: Advice = {
  why: 'they cannot be read',
  todo: () => 'Nothing, if no program of yours sends events; else its answers say what is wrong with them',
};

/** The command that allows exactly these origins: it names all of them, as it replaces those of before. */
export function allowing(project: string, origins: readonly string[]): string {
  // A host is the word of a stranger, and a pattern has a star.
  const allowed = origins.map((origin) => `--origin ${shellWord(origin)}`);
  return `heat project update ${project} ${allowed.join(' ')}`;
}

/** Only the host is known; what is no name of this machine comes by https. */
function originOf(host: string): string {
  return `${isOwnMachine(host) ? 'http' : 'https'}://${host}`;
}

/** The busiest refusals, a line each. */
export function checkRefusals(
  refusals: readonly InstallationRefusal[],
  { projects, nowMs }: { projects: readonly ProjectFacts[]; nowMs: number },
): Finding[] {
  if (refusals.length === 0) return [ok('projects.refusals', 'No events were refused in the last 24 hours')];
  return refusals.slice(0, LIMITS.doctorNamed).map((row) => {
    const { why, todo } = ADVICE.get(row.code) ?? MALFORMED;
    const whose = row.project === '' ? 'of no known project' : `of project ${row.project}`;
    const from = row.lastHost === null ? '' : `, last from ${row.lastHost}`;
    const when = `${spanSaid(nowMs - row.lastAtMs)} ago`;
    const what = `${counted(row.count, 'request')} ${whose} refused in 24 hours, ${why} (${row.code})${from}, ${when}`;
    // Anybody may knock with any key: only what comes for a project is somebody's who should be let in.
    const say = row.project === '' || !ADVICE.has(row.code) ? note : warning;
    const project = projects.find(({ id }) => id === row.project);
    return say('projects.refusals', what, todo(row, project));
  });
}
