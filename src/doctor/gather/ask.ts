// Asks an address on the operator's behalf, by the rules of lib/outgoing.ts: bounded in time and size, along no redirect,
// and into a private network only where a host was named. What goes wrong is an answer, too.

import { LIMITS } from '../../contract/limits.ts';
import { askOutside, reasonOf } from '../../lib/outgoing.ts';
import type { Answer } from '../facts.ts';

export type Ask = (url: string, options?: AskOptions) => Promise<Raw>;
export type AskOptions = { method?: 'GET' | 'OPTIONS'; headers?: Record<string, string>; mostBytes?: number };
/** With the bytes as they came. */
export type Raw = Answer & { body?: Uint8Array };

/** `hosts` (`host:port` or `host`) may be reached wherever they are, and without https. */
export function createAsk(hosts: readonly string[]): Ask {
  return async (text, { method = 'GET', headers = {}, mostBytes = LIMITS.doctorAnswerBytes } = {}) => {
    const url = URL.parse(text);
    if (!url || !/^https?:$/.test(url.protocol)) return { problem: 'it is no http or https address' };
    if (url.username !== '' || url.password !== '') return { problem: 'it holds a name or password' };
    try {
      const request = { method, headers, timeoutMs: LIMITS.doctorAskMs, mostBytes };
      const answer = await askOutside(url, request, { allowedHosts: hosts });
      return { ...answer, bytes: answer.body.length };
    } catch (error) {
      return { problem: reasonOf(error).replace(/^not sent: /, '') };
    }
  };
}

/** Without the bytes: a fact to be judged. */
export function plainAnswer({ body: _, ...answer }: Raw): Answer {
  return answer;
}
