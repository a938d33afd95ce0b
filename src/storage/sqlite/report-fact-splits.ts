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
  of(piece: PieceFacts): PieceKeys;
};
/** The facts of a piece by what decides about their groups. */
export type PieceKeys = {
  /** For each fact, a place in `groupOf`. */
  keys: ArrayLike<number>;
  /** The group of a key, or one of the marks below. */
  groupOf: Int32Array;
  /** Finds the groups of a key that is met for the first time, and notes in `groupOf` what they are. */
  meet(key: number): readonly number[];
};
/** Marks of keys: not met so far, in no group, in several of them. */
export const UNMET = -1;
export const NO_GROUP = -2;
export const SEVERAL = -3;

const NONE: readonly number[] = [];

export function splitFacts(db: Database, query: MetricsQuery, columns: SessionColumns): FactSplitting {
  const { split, event } = query;
  const groups = createGroups();
  const groupsOf = (name: string | null): readonly number[] => [groups.of(name ?? NO_VALUE)];
  const isAsked = (word: FactWord): word is readonly [string, string] =>
    typeof word !== 'number' && (event === null || word[0] === event);
  const { names } = groups;
  if (split === 'page') {
    const pathOf = pathReader(db, query);
    const of = byWords((word) => (typeof word === 'number' ? groupsOf(pathOf(word)) : NONE));
    return { needs: { views: true }, names, of };
  }
  const needs = { customs: true, values: true };
  if (split === 'property' || (split !== null && propKeyOf(split) !== null)) {
    const of = byProps(isAsked, propNames(split), (name) => groups.of(name));
    return { needs: { ...needs, props: true }, names, of };
  }
  if (split !== null && !isFactSplit(split)) {
    const sessions = readGroups(db, query, columns, split as SessionSplit);
    return { needs, names, of: bySessions(isAsked, sessions, groupsOf) };
  }
  const nameOf = ([name, category]: readonly [string, string]): string =>
    split === 'event' ? name : split === 'category' ? category : '';
  return { needs, names, of: byWords((word) => (isAsked(word) ? groupsOf(nameOf(word)) : NONE)) };
}

function pieceKeys(
  keys: ArrayLike<number>,
  groupOf: Int32Array,
  groupsOf: (key: number) => readonly number[],
): PieceKeys {
  return {
    keys,
    groupOf,
    meet(key) {
      const groups = groupsOf(key);
      groupOf[key] = groups.length === 1 ? (groups[0] as number) : groups.length === 0 ? NO_GROUP : SEVERAL;
      return groups;
    },
  };
}

/** Groups that depend on what the fact is alone. */
function byWords(groupsOf: (word: FactWord) => readonly number[]) {
  return ({ facts: { codes, words } }: PieceFacts): PieceKeys =>
    pieceKeys(codes, new Int32Array(words.length).fill(UNMET), (code) => groupsOf(words[code] as FactWord));
}

/** Groups that depend on the fact's properties, which are taken apart once for each text. Key 0 is for facts without. */
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
  return ({ facts: { codes, words }, props }: PieceFacts): PieceKeys => {
    const areAsked = words.map(isAsked);
    const { places, codes: texts, words: all } = props ?? { places: [], codes: [], words: [] };
    const keys = new Uint32Array(codes.length);
    for (let at = 0; at < places.length; at += 1) {
      const place = places[at] as number;
      if (areAsked[codes[place] as number]) keys[place] = (texts[at] as number) + 1;
    }
    const marks = new Int32Array(all.length + 1).fill(UNMET);
    return pieceKeys(keys, marks, (key) => (key === 0 ? NONE : groupsOf(all[key - 1] as string)));
  };
}

/** Groups of the facts' sessions. Only values that the asked facts have are groups. Key 0 is for facts not asked for. */
function bySessions(
  isAsked: (word: FactWord) => boolean,
  { group, names }: { group: Uint32Array; names: readonly string[] },
  groupsOf: (name: string) => readonly number[],
) {
  const marks = new Int32Array(names.length + 1).fill(UNMET);
  return ({ at, facts: { counts, codes, words } }: PieceFacts): PieceKeys => {
    const areAsked = words.map(isAsked);
    const keys = new Uint32Array(codes.length);
    let place = 0;
    for (let own = 0; own < counts.length; own += 1) {
      const key = (group[at + own] as number) + 1;
      const end = place + (counts[own] as number);
      for (; place < end; place += 1) if (areAsked[codes[place] as number]) keys[place] = key;
    }
    return pieceKeys(keys, marks, (key) => (key === 0 ? NONE : groupsOf(names[key - 1] as string)));
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
