// A part of a shared view, loaded for one element. Access that has ended is told to the page around it.

import type { LitElement } from 'lit';
import type { OpenedShare } from '../../src/contract/shares.ts';
import { ApiError } from '../data/api.ts';
import { fetchShared } from '../data/shares.ts';
import { Resource } from '../state/resource.ts';

/** `part` null loads nothing. Fires `access-ended` (bubbles) from the element. */
export function sharedPart<T>(
  host: LitElement & { share: OpenedShare },
  part: () => string | null,
): Resource<T> {
  return new Resource<T>(host, {
    key: () => {
      const name = part();
      return name && `${name} ${host.share.access}`;
    },
    load: (signal) => askShared<T>(host, part() ?? '', { signal }),
  });
}

/** One answer; `cursor` goes on in a list. */
export async function askShared<T>(
  host: LitElement & { share: OpenedShare },
  part: string,
  options: { signal?: AbortSignal; cursor?: string | null },
): Promise<T> {
  try {
    return await fetchShared<T>(part, host.share, options);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401)
      host.dispatchEvent(new CustomEvent('access-ended', { bubbles: true, composed: true }));
    throw error;
  }
}
