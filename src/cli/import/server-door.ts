// Into a heat that runs on the data: over its own address, with a key that this import makes for itself and takes out again.

import type { Accounts } from '../../accounts/accounts.ts';
import { ERROR_STATUS, type ErrorBody, type ErrorKind } from '../../contract/errors.ts';
import type { ImportAnswer, ImportOutcome } from '../../contract/import-line.ts';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { type Answered, askOutside, type Outgoing } from '../../lib/outgoing.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { TERMINAL_ACTOR } from '../rooms.ts';
import type { Door } from './hand-over.ts';
import { awaitOutcome } from './import-outcome.ts';

/** Of the keys that imports make. */
const KEY_NAME = /^heat import, process \d+$/;

/** `findUrl`: where the server answers on this machine, which may change when it is started anew; null when nobody says. */
export async function openServerDoor(given: {
  accounts: Pick<Accounts, 'createKey' | 'updateKey' | 'listKeys' | 'removeKey'>;
  project: ProjectRow;
  findUrl: () => string | null;
  nowMs: () => number;
  isStopped: () => boolean;
}): Promise<Door> {
  const { accounts, project, findUrl, nowMs, isStopped } = given;
  const { no: projectNo } = project;
  const lasting = () => ({ expiresAtMs: nowMs() + LIMITS.importKeyMs });
  /** It may be gone with its project: why the import ended is what counts. */
  const remove = (keyId: string) =>
    accounts.removeKey({ projectNo, keyId, for: 'heat import' }, TERMINAL_ACTOR).catch((error: unknown) => {
      if (!(error instanceof HeatError && error.kind === 'not_found')) throw error;
    });
  // Of imports that were killed.
  for (const { id, name, expiresAtMs } of await accounts.listKeys(projectNo))
    if (KEY_NAME.test(name) && expiresAtMs !== null && expiresAtMs <= nowMs()) await remove(id);
  const { key, secret } = await accounts.createKey(
    { projectNo, name: `heat import, process ${process.pid}`, scope: 'admin', ...lasting() },
    TERMINAL_ACTOR,
  );
  const keyOf = { projectNo, keyId: key.id };
  let renewAtMs = nowMs() + LIMITS.importKeyMs / 2;
  const path = `/api/v1/projects/${encodeURIComponent(project.id)}/import`;
  const ask = async (request: Pick<Outgoing, 'method' | 'body'>): Promise<string> => {
    if (nowMs() > renewAtMs) {
      await accounts.updateKey(keyOf, lasting(), TERMINAL_ACTOR);
      renewAtMs = nowMs() + LIMITS.importKeyMs / 2;
    }
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const url = findUrl();
    if (url === null) throw serverGone('the heat that ran on this data has stopped');
    const answer = await askDirectly(new URL(url + path), { ...request, headers }).catch((cause) => {
      throw serverGone(`the heat that runs on this data does not answer at ${url}`, cause);
    });
    if (answer.status === 200) return answer.text;
    throw problemOf(answer);
  };
  // Nobody knows whether that request had arrived, and a heat that was started anew has forgotten what it counted.
  let hasFailed = false;
  const send = (body: string) =>
    ask({ method: 'POST', body }).catch((error: unknown) => {
      hasFailed ||= error instanceof HeatError && error.faultCode === 'server_gone';
      throw error;
    });
  const askOutcome = async () => JSON.parse(await ask({ method: 'GET' })) as ImportOutcome;
  return {
    send: async (body) => JSON.parse(await send(body)) as ImportAnswer,
    outcome: async (accepted) => (hasFailed ? null : awaitOutcome(askOutcome, accepted, { isStopped })),
    close: () => remove(key.id),
  };
}

/** fetch() would hand lines and key to the proxy of the environment (HTTP_PROXY), this machine's own addresses included. */
function askDirectly(url: URL, request: Pick<Outgoing, 'method' | 'headers' | 'body'>): Promise<Answered> {
  const bounds = { timeoutMs: LIMITS.importPatienceMs, mostBytes: LIMITS.bodyBytes };
  return askOutside(url, { ...request, ...bounds }, { allowedHosts: [url.host] });
}

function serverGone(reason: string, cause?: unknown): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'server_gone',
    message: `Cannot go on importing: ${reason}`,
    hint: 'Import the file again: what is in stays, and nothing is stored twice.',
    cause,
  });
}

function problemOf({ status, headers, text }: Answered): HeatError {
  const { error: kind, code, message } = bodyOf(text) ?? {};
  const isKnown = kind !== undefined && Object.hasOwn(ERROR_STATUS, kind);
  const after = Number(headers['retry-after'] ?? '');
  return new HeatError({
    // What the server says of a request of ours is no wrong call of the command.
    kind: isKnown && kind !== 'invalid' ? (kind as ErrorKind) : 'internal',
    ...(code === undefined ? {} : { code }),
    message: message ?? `The heat that runs on this data answered ${status}`,
    ...(after > 0 ? { retryAfterSeconds: after } : {}),
  });
}

function bodyOf(text: string): ErrorBody | null {
  try {
    return JSON.parse(text) as ErrorBody | null;
  } catch {
    return null;
  }
}
