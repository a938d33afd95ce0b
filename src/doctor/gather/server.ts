// Facts of the server that runs on the data, asked at its own machine, and of its public address.

import { type InstallationState, PROBE_HEADER, type SeenRequest } from '../../contract/installation.ts';
import { serverOn } from '../../storage/open/inspection.ts';
import { findServer } from '../../storage/open.ts';
import type { AddressFacts, Answer, ServerFacts } from '../facts.ts';
import { type Ask, createAsk, plainAnswer } from './ask.ts';

export async function gatherServer(dataDir: string, hasOwner: boolean | null): Promise<ServerFacts> {
  const state = serverOn(dataDir);
  const url = findServer(dataDir)?.url ?? null;
  const silent = { state, url, health: null, ready: null, told: null, stateProblem: null, hasOwner };
  return state !== 'held' || url === null ? silent : { ...silent, ...(await askServer(url)) };
}

/** What a server says of itself to somebody on its machine. */
export async function askServer(
  url: string,
): Promise<Pick<ServerFacts, 'health' | 'ready' | 'told' | 'stateProblem'>> {
  const ask = createAsk([new URL(url).host]);
  const [health, ready, told] = await Promise.all([
    ask(`${url}/health`).then(plainAnswer),
    ask(`${url}/health/ready`).then(plainAnswer),
    ask(`${url}/api/v1/installation`),
  ]);
  const parsed = jsonOf<InstallationState>(told);
  const stateProblem = parsed ? null : 'problem' in told ? told.problem : `it answered ${told.status}`;
  return { health, ready, told: parsed, stateProblem };
}

/** Everything that goes through the public address is asked at once. */
export async function gatherAddress(url: string, server: ServerFacts | null): Promise<AddressFacts> {
  const local = server?.url ?? null;
  const ask = createAsk([new URL(url).host, ...(local === null ? [] : [new URL(local).host])]);
  const probe = server?.told?.probe ?? null;
  const compressed = { headers: { 'accept-encoding': 'br, gzip' } };
  const [health, seen, scriptCompressed, script, own, preflight, metrics, plain] = await Promise.all([
    ask(`${url}/health`),
    probe === null ? null : ask(`${url}/health/seen`, { headers: { [PROBE_HEADER]: probe } }),
    ask(`${url}/heat.js`, compressed),
    ask(`${url}/heat.js`),
    local === null ? null : ask(`${local}/heat.js`),
    askDoor(ask, `${url}/ingest`),
    ask(`${url}/metrics`),
    url.startsWith('https:') ? ask(`${url.replace('https:', 'http:')}/health`) : null,
  ]);
  return {
    url,
    health: plainAnswer(health),
    seen: seen && jsonOf<SeenRequest>(seen),
    hasProbe: probe !== null,
    scriptCompressed: plainAnswer(scriptCompressed),
    script: plainAnswer(script),
    scriptOfServer: own && 'status' in own && own.status === 200 ? own.text : null,
    preflight,
    metrics: plainAnswer(metrics),
    plain: plain && plainAnswer(plain),
  };
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
