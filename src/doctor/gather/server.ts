// Facts of the server that runs on the data, asked at its own machine, and of its public address.

import { type InstallationState, PROBE_HEADER, type SeenRequest } from '../../contract/installation.ts';
import { version } from '../../lib/version.ts';
import { serverOn } from '../../storage/open/inspection.ts';
import { findServer } from '../../storage/open.ts';
import type { AddressFacts, Answer, ServerFacts } from '../facts.ts';
import { type Ask, createAsk, plainAnswer } from './ask.ts';

export async function gatherServer(dataDir: string, hasOwner: boolean | null): Promise<ServerFacts> {
  const state = serverOn(dataDir);
  const url = findServer(dataDir)?.url ?? null;
  const unasked = { health: null, ready: null, script: null, runs: null, told: null, stateProblem: null };
  const silent = { state, url, hasOwner, ...unasked };
  return state !== 'held' || url === null ? silent : { ...silent, ...(await askServer(url)) };
}

/** What a server says of itself to somebody on its machine. That of another version may say it in another form. */
export async function askServer(url: string): Promise<Omit<ServerFacts, 'state' | 'url' | 'hasOwner'>> {
  const ask = createAsk([new URL(url).host]);
  const [health, ready, script, state] = await Promise.all([
    ask(`${url}/health`).then(plainAnswer),
    ask(`${url}/health/ready`).then(plainAnswer),
    ask(`${url}/heat.js`).then(plainAnswer),
    ask(`${url}/api/v1/installation`),
  ]);
  const runs = jsonOf<{ version?: string }>(health)?.version ?? null;
  const told = runs === version ? jsonOf<InstallationState>(state) : null;
  const why = 'problem' in state ? state.problem : `it answered ${state.status}`;
  return { health, ready, script, runs, told, stateProblem: told || runs !== version ? null : why };
}

/** Everything that goes through the public address is asked at once. */
export async function gatherAddress(url: string, server: ServerFacts | null): Promise<AddressFacts> {
  const { host, port } = new URL(url);
  const ask = createAsk([host]);
  const probe = server?.told?.probe ?? null;
  const compressed = { headers: { 'accept-encoding': 'br, gzip' } };
  const [health, seen, scriptCompressed, script, preflight, metrics, plain] = await Promise.all([
    ask(`${url}/health`),
    probe === null ? null : ask(`${url}/health/seen`, { headers: { [PROBE_HEADER]: probe } }),
    ask(`${url}/heat.js`, compressed),
    ask(`${url}/heat.js`),
    askDoor(ask, `${url}/ingest`),
    ask(`${url}/metrics`),
    url.startsWith('https:') && port === '' ? ask(`${url.replace('https:', 'http:')}/health`) : null,
  ]);
  return {
    url,
    health: plainAnswer(health),
    seen: seen && jsonOf<SeenRequest>(seen),
    hasProbe: probe !== null,
    scriptCompressed: plainAnswer(scriptCompressed),
    script: plainAnswer(script),
    scriptOfServer: textOf(server?.script ?? null),
    preflight,
    metrics: plainAnswer(metrics),
    plain: plain && plainAnswer(plain),
  };
}

function textOf(answer: Answer | null): string | null {
  return answer && 'status' in answer && answer.status === 200 ? answer.text : null;
}

/** As a browser asks before a page of another origin sends. */
export async function askDoor(ask: Ask, url: string, origin = 'https://doctor.invalid'): Promise<Answer> {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-project-key',
  };
  return plainAnswer(await ask(url, { method: 'OPTIONS', headers }));
}

/** What a 200 says, when it is JSON. Its form is that of our own server of the same version, or of none. */
function jsonOf<T>(answer: Answer): T | null {
  if ('problem' in answer || answer.status !== 200) return null;
  try {
    return JSON.parse(answer.text) as T;
  } catch {
    return null;
  }
}
