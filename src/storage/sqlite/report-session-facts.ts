// What the sessions of some columns did: pageviews and custom events of each in order of time, as columns too.

import type { Database } from 'bun:sqlite';
import { assert } from '../../lib/errors.ts';
import { unpackFacts, unpackProps, unpackValues } from './packed-sessions.ts';
import type { Piece, SessionColumns } from './report-session-columns.ts';
import { type FactBlock, type PropBlock, readFacts, type ValueBlock } from './session-block-facts.ts';

export type FactNeeds = { views?: boolean; customs?: boolean; values?: boolean; props?: boolean };
export type PieceFacts = {
  /** Where the piece's sessions begin among all of the columns. */
  at: number;
  facts: FactBlock;
  /** Of custom events, by their place in the piece; only what was asked for. */
  values: ValueBlock | null;
  props: PropBlock | null;
};

/** Facts of one piece after the other. Blocks also hold kinds that were not asked for. */
export function* readSessionFacts(
  db: Database,
  { pieces }: Pick<SessionColumns, 'pieces'>,
  needs: FactNeeds,
): Generator<PieceFacts> {
  const read = db.query<{ body: Uint8Array }, [number, number, string]>(
    'select body from packed_sessions where project_no = ? and from_ms = ? and field = ?',
  );
  for (const piece of pieces) {
    const { at, projectNo, fromMs } = piece;
    if (!piece.isBlock) {
      yield ofRows(db, piece, needs);
      continue;
    }
    const bytes = (field: 'facts' | 'values' | 'props'): Uint8Array => {
      const row = read.get(projectNo, fromMs, field);
      assert(row !== null, `block ${projectNo}/${fromMs} has its ${field}`);
      return row.body;
    };
    yield {
      ...{ at, facts: unpackFacts(bytes('facts')) },
      values: needs.values ? unpackValues(bytes('values')) : null,
      props: needs.props ? unpackProps(bytes('props')) : null,
    };
  }
}

function ofRows(db: Database, piece: Piece, { views = false, customs = false }: FactNeeds): PieceFacts {
  return { at: piece.at, ...readFacts(db, piece, piece.core, { views, customs }) };
}
