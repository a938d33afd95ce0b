// The options of `heat project update` that say which pages count as one, beside templates.

import type { Command } from 'commander';
import type { PageRules } from '../../contract/page-rules.ts';
import { HeatError } from '../../lib/errors.ts';
import type { PageRulesChange } from '../../projects/page-rules.ts';

export type PageRuleOptions = { keepQuery?: string; foldCase?: string; indexFiles?: string };

export function withPageRuleOptions(command: Command): Command {
  return command
    .option('--keep-query <names>', 'query parameters that make a page another page: all, none, or a,b,c')
    .option('--fold-case <on|off>', 'whether /About counts as /about')
    .option('--index-files <on|off>', 'whether /docs/index.html counts as /docs');
}

/** Null when none of them is given. */
export function pageRulesChangeOf(options: PageRuleOptions): PageRulesChange | null {
  const { keepQuery, foldCase, indexFiles } = options;
  const change: PageRulesChange = {
    ...(keepQuery === undefined ? {} : { keepQuery: readKept(keepQuery) }),
    ...(foldCase === undefined ? {} : { foldCase: readSwitch(foldCase, '--fold-case') }),
    ...(indexFiles === undefined ? {} : { indexFiles: readSwitch(indexFiles, '--index-files') }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** `query kept · case kept · index files apart` */
export function pageRulesWords({ keepQuery, foldCase, indexFiles }: PageRules): string {
  const query = { all: 'query kept', none: 'query dropped' };
  const words = [
    Array.isArray(keepQuery) ? `query kept: ${keepQuery.join(', ')}` : query[keepQuery],
    foldCase ? 'case folded' : 'case kept',
    indexFiles ? 'index files merged' : 'index files apart',
  ];
  return words.join(' · ');
}

function readKept(text: string): 'all' | 'none' | string[] {
  return text === 'all' || text === 'none' ? text : text.split(',');
}

/** Throws `invalid` for anything but on and off. */
export function readSwitch(text: string, option: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new HeatError({ kind: 'invalid', message: `Cannot read ${option} "${text}"`, hint: 'on or off' });
}
