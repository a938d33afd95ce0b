// The groups that a pageview or custom event stands in under each split by what happened; none when it is not asked for.

import type { Database } from 'bun:sqlite';
import { NO_VALUE, propKeyOf } from '../../contract/dimensions.ts';
import { isFactSplit, type SessionSplit } from '../../contract/metrics.ts';
import type { MetricsQuery } from '../port-metrics.ts';
import { pathReader } from './report-path-reader.ts';
import type { SessionColumns } from './report-session-columns.ts';
import type { FactNeeds, PieceFacts } from './report-session-facts.ts';
import { createGroups, readGroups } from './report-session-groups.ts';
import type { FactWord } from './session-block-facts.ts';

export type FactSplitting = {
  needs: FactNeeds;
  /** Values of the groups by their number; grows as they are met. */
  names: string[];
  /** Groups of the fact at a place of the piece; to be asked in ascending order. */
  of(piece: PieceFacts): (place: number, session: number) => readonly number[];
};

const NONE: readonly number[] = [];

export function splitFacts(db: Database, query: MetricsQuery, columns: SessionColumns): FactSplitting {
  const { split, event } = query;
  const groups = createGroups();
  const groupOf = (name: string | null): readonly number[] => [groups.of(name ?? NO_VALUE)];
  const isAsked = (word: FactWord): word is readonly [string, string] =>
    typeof word !== 'number' && (event === null || word[0] === event);
  if (split === 'page') {
    const pathOf = pathReader(db, query);
    const byWord = byWords((word) => (typeof word === 'number' ? groupOf(pathOf(word)) : NONE));
    return { needs: { views: true }, names: groups.names, of: byWord };
  }
  const needs = { customs: true, values: true };
  if (split === 'property' || (split !== null && propKeyOf(split) !== null)) {
    const of = byProps(isAsked, propNames(split), (name) => groups.of(name));
    return { needs: { ...needs, props: true }, names: groups.names, of };
  }
  if (split !== null && !isFactSplit(split)) {
    const { group, names } = readGroups(db, query, columns, split as SessionSplit);
    const asked = byWords((word) => (isAsked(word) ? [0] : NONE));
    // Only values that the asked facts have are groups.
    const own: (readonly number[] | undefined)[] = new Array(names.length).fill(undefined);
    const of = (piece: PieceFacts) => {
      const askedAt = asked(piece);
      return (place: number, session: number): readonly number[] => {
        if (askedAt(place).length === 0) return NONE;
        const number = group[session] as number;
        const known = own[number] ?? groupOf(names[number] as string);
        own[number] = known;
        return known;
      };
    };
    return { needs, names: groups.names, of };
  }
  const nameOf = ([name, category]: readonly [string, string]): string =>
    split === 'event' ? name : split === 'category' ? category : '';
  const of = byWords((word) => (isAsked(word) ? groupOf(nameOf(word)) : NONE));
  return { needs, names: groups.names, of };
}

/** Groups that depend on what the fact is alone. */
function byWords(groupsOf: (word: FactWord) => readonly number[]) {
  return ({ facts: { codes, words } }: PieceFacts) => {
    const byCode: (readonly number[] | undefined)[] = new Array(words.length).fill(undefined);
    return (place: number): readonly number[] => {
      const code = codes[place] as number;
      const known = byCode[code];
      if (known !== undefined) return known;
      const groups = groupsOf(words[code] as FactWord);
      byCode[code] = groups;
      return groups;
    };
  };
}

/** Groups that depend on the fact's properties, which are taken apart once for each text. */
function byProps(
  isAsked: (word: FactWord) => boolean,
  namesOf: (props: object) => string[],
  groupOf: (name: string) => number,
) {
  const byText = new Map<string, readonly number[]>();
  const groupsOf = (text: string): readonly number[] => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const groups = namesOf(JSON.parse(text) as object).map(groupOf);
    byText.set(text, groups);
    return groups;
  };
  return ({ facts: { codes, words }, props }: PieceFacts) => {
    const areAsked = words.map(isAsked);
    const { places, codes: texts, words: all } = props ?? { places: [], codes: [], words: [] };
    let at = 0;
    return (place: number): readonly number[] => {
      if (!areAsked[codes[place] as number]) return NONE;
      while (at < places.length && (places[at] as number) < place) at += 1;
      return places[at] === place ? groupsOf(all[texts[at] as number] as string) : NONE;
    };
  };
}

/** The keys of properties, or the value of one of them; lists and objects as JSON. */
function propNames(split: MetricsQuery['split']): (props: object) => string[] {
  if (split === 'property') return Object.keys;
  const key = propKeyOf(split ?? '') ?? '';
  return (props) => {
    if (!Object.hasOwn(props, key)) return [];
    const value = (props as { [key: string]: unknown })[key];
    return [typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)];
  };
}
