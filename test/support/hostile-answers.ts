// What an answer to a hostile request must be, and how dear it may be.

import type { ErrorBody } from '../../src/contract/errors.ts';

/** Milliseconds of processor time for one answer on an ordinary core: other work on the machine does not count. */
const ORDINARY_CPU_MS = 2_000;
/** What the fixed work below takes there. */
const ORDINARY_WORK_MS = 12;
const MOST_CPU_MS = ORDINARY_CPU_MS * slowness();
const MOST_CHARS = 4_096;

/**
 * Asks and judges: null when the answer is harmless (2xx, or a redirect of our own) or refuses with the one envelope, in
 * time; else what is wrong with it. Messages must not repeat what was sent.
 */
export async function judge(ask: () => Promise<Response>, sent?: string): Promise<string | null> {
  const before = process.cpuUsage();
  const answer = await ask();
  const text = isEndless(answer) ? '' : await answer.text();
  if (isEndless(answer)) await answer.body?.cancel();
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1_000;
  if (cpuMs > MOST_CPU_MS) return `${answer.status} after ${Math.round(cpuMs)} ms of work`;
  if (answer.status >= 500) return `${answer.status} ${text.slice(0, 200)}`;
  if (answer.status < 400) return null;
  return faultOfRefusal(answer, text, sent);
}

function isEndless({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

function faultOfRefusal(answer: Response, text: string, sent: string | undefined): string | null {
  const type = answer.headers.get('content-type') ?? '';
  if (!type.startsWith('application/json')) return `${answer.status} as "${type}"`;
  if (text.length > MOST_CHARS) return `${answer.status} with ${text.length} characters`;
  const body = JSON.parse(text) as Partial<ErrorBody>;
  for (const field of ['error', 'code', 'message', 'requestId'] as const)
    if (typeof body[field] !== 'string' || body[field] === '') return `${answer.status} without "${field}"`;
  if (answer.headers.get('x-request-id') !== body.requestId) return `${answer.status} with two request ids`;
  // Short texts stand in sentences anyway.
  if (sent !== undefined && sent.length > 12 && text.includes(JSON.stringify(sent).slice(1, -1)))
    return `${answer.status} repeats what was sent`;
  return null;
}

/** Judges many, one after the other, and gives the faults with their names. */
export async function judgeAll(
  asked: Iterable<{ name: string; ask: () => Promise<Response>; sent?: string }>,
): Promise<{ count: number; faults: string[] }> {
  const faults: string[] = [];
  let count = 0;
  for (const { name, ask, sent } of asked) {
    count += 1;
    const fault = await judge(ask, sent).catch((error: unknown) => `threw ${String(error)}`);
    if (fault !== null) faults.push(`${name}: ${fault}`);
  }
  return { count, faults };
}

/** How many times longer this core takes than an ordinary one for the same work; at least 1. */
function slowness(): number {
  const before = process.cpuUsage();
  const value = Array.from({ length: 2_000 }, (_, at) => ({ at, text: 'x'.repeat(50), list: [at, at + 1] }));
  for (let again = 0; again < 20; again += 1) JSON.parse(JSON.stringify(value));
  const { user, system } = process.cpuUsage(before);
  return Math.max(1, (user + system) / 1_000 / ORDINARY_WORK_MS);
}
