// Calls functions that run in a worker, and serves them there: one argument, one value, faults as what they were. Knows
// nothing of what the functions do.

import type { ErrorKind } from '../contract/errors.ts';
import { HeatError } from './errors.ts';

type Work = { [name: string]: (argument: never) => Promise<unknown> };
type Call = { id: number; name: string; argument: unknown };
type Fault = { kind: ErrorKind; code: string; message: string };
type Answer = { id: number; value?: unknown; fault?: Fault };
export type Port = { postMessage(message: unknown): void; onmessage: ((event: MessageEvent) => void) | null };

/** Answers calls on this side of a worker, one after another as they come. */
export function serveCalls(port: Port, work: Work): void {
  port.onmessage = ({ data }: MessageEvent<Call>) => {
    const { id, name, argument } = data;
    const run = Object.hasOwn(work, name) ? work[name] : undefined;
    Promise.resolve()
      .then(() => run?.(argument as never))
      .then(
        (value) => port.postMessage({ id, value } satisfies Answer),
        (error: unknown) => port.postMessage({ id, fault: faultOf(error) } satisfies Answer),
      );
  };
}

/** The other side: a function for each name. Rejects with HeatError; with `unavailable` once the worker has died. */
export function callsTo<W extends Work>(worker: Worker, names: readonly (keyof W & string)[]): W {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let last = 0;
  let death: HeatError | null = null;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const caller = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.fault) caller?.reject(new HeatError(data.fault));
    else caller?.resolve(data.value);
  };
  worker.addEventListener('error', ({ message }) => {
    death = new HeatError({ kind: 'unavailable', message: `A thread of heat died: ${message}` });
    for (const { reject } of waiting.values()) reject(death);
    waiting.clear();
  });
  const call = (name: string) => (argument: unknown) =>
    new Promise((resolve, reject) => {
      if (death) return reject(death);
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, name, argument } satisfies Call);
    });
  return Object.fromEntries(names.map((name) => [name, call(name)])) as unknown as W;
}

function faultOf(error: unknown): Fault {
  if (error instanceof HeatError) return { kind: error.kind, code: error.faultCode, message: error.message };
  return {
    kind: 'internal',
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
  };
}
