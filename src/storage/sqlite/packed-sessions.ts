// The fields of a block of packed_sessions as bytes: the core of its sessions, a dimension each, and what they did.

import type { Database } from 'bun:sqlite';
import { packColumns, unpackColumns } from './block-columns.ts';
import {
  BLOCK_DIMENSIONS,
  type BlockDimension,
  CORE,
  type CoreBlock,
  coreOf,
  type SessionTuple,
  type Stretch,
  type Word,
  type WordBlock,
  wordsOf,
} from './session-block.ts';
import {
  type FactBlock,
  type FactWord,
  type PropBlock,
  readFacts,
  type ValueBlock,
  type WholeFacts,
} from './session-block-facts.ts';

export type BlockField = 'core' | 'facts' | 'values' | 'props' | BlockDimension;

/** All fields of the block that holds these sessions, which are all of the stretch and come with every dimension. */
export function packBlock(
  db: Database,
  stretch: Stretch,
  tuples: readonly SessionTuple[],
  numberOf: (tuple: SessionTuple) => number,
): Record<BlockField, Uint8Array> {
  const core = coreOf(tuples, stretch.fromMs, numberOf);
  const dimensions = BLOCK_DIMENSIONS.map((name, place) => [name, packWords(wordsOf(tuples, place))]);
  return {
    core: packCore(core),
    ...packFacts(readFacts(db, stretch, core)),
    ...(Object.fromEntries(dimensions) as Record<BlockDimension, Uint8Array>),
  };
}

function packCore(core: CoreBlock): Uint8Array {
  return packColumns(CORE.map((name) => core[name]));
}

export function unpackCore(bytes: Uint8Array): CoreBlock {
  const { columns } = unpackColumns(bytes);
  const core = {} as CoreBlock;
  for (const [place, name] of CORE.entries()) core[name] = columns[place] ?? [];
  return core;
}

function packWords({ codes, words }: WordBlock): Uint8Array {
  return packColumns([codes], words);
}

export function unpackWords(bytes: Uint8Array): WordBlock {
  const { columns, words } = unpackColumns(bytes);
  return { codes: columns[0] ?? [], words: words as Word[] };
}

function packFacts({ facts, values, props }: WholeFacts): Record<'facts' | 'values' | 'props', Uint8Array> {
  return {
    facts: packColumns([facts.counts, facts.offsetMs, facts.codes], facts.words),
    values: packColumns([values.places, values.values]),
    props: packColumns([props.places, props.codes], props.words),
  };
}

export function unpackFacts(bytes: Uint8Array): FactBlock {
  const { columns, words } = unpackColumns(bytes);
  const [counts = [], offsetMs = [], codes = []] = columns;
  return { counts, offsetMs, codes, words: words as FactWord[] };
}

export function unpackValues(bytes: Uint8Array): ValueBlock {
  const [places = [], values = []] = unpackColumns(bytes).columns;
  return { places, values };
}

export function unpackProps(bytes: Uint8Array): PropBlock {
  const { columns, words } = unpackColumns(bytes);
  return { places: columns[0] ?? [], codes: columns[1] ?? [], words: words as string[] };
}
