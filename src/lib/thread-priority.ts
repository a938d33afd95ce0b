// Lets a thread give way to the others of its process when there are more than cores.

import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * How far a thread steps back (nice values of Linux). Where both want the same core, one with 3 gets half of the time of
 * a thread that has not given way, one with 15 a twenty-eighth.
 */
export type Patience = 3 | 15;

/** To be called by the thread itself. Does nothing where threads have no priority of their own, as only Linux's have. */
export function giveWay(patience: Patience): void {
  try {
    // "4711/task/4713": Linux takes the number of a thread where others want that of a process.
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), patience);
  } catch {
    // No such folder, or not allowed: then it does not give way.
  }
}
