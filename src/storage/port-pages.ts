// What the stores know of pages by name, and what is asked of it. The methods are in port.ts.
// Templates and rules are plain data of a question: an engine never asks whose they are.

import type { PageRules } from '../contract/page-rules.ts';
import { hash52 } from '../lib/hash.ts';

/** Id of a page that is stored, or that others count as. */
export function pageIdOf(host: string, path: string): number {
  return hash52(host + path);
}

/** Id of a template: of its pattern, so that an address that names it outlives its removal. */
export function templateIdOf(pattern: string): number {
  return hash52(`template:${pattern}`);
}

export type MembersQuery = { projectNo: number; page: number; rules: PageRules };
/** The stored pages that an id stands for; `path` is the template's pattern or the path that they count as. */
export type PageMembers = { pages: number[]; host: string; path: string; template: string | null };
/** Stored pages that are called so, or count as a page or template that is; of every host. */
export type CalledQuery = { projectNo: number; path: string; rules: PageRules };
