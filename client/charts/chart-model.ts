// What a series chart draws: labels, lines and notes, and the same as a table. Pure.

export type ChartLabel = {
  /** Under the axis. */
  short: string;
  /** In the tooltip and the table view. */
  long: string;
  /** In files: the slot's start as the API writes it, `2026-11-16` or `2026-11-16T13:00`. */
  exact: string;
};
export type ChartLine = {
  name: string;
  /** One for each label; null leaves a gap. */
  values: readonly (number | null)[];
  /** The comparison: the first line's hue, dashed. */
  isBefore?: boolean;
  /** Other labels in the tooltip: the dates of the comparison. */
  labels?: readonly (string | null)[];
};
/** Something that happened at a label: a deploy. */
export type ChartNote = { index: number; text: string };
export type ChartModel = {
  labels: readonly ChartLabel[];
  lines: readonly ChartLine[];
  notes: readonly ChartNote[];
  /** What a drawn share was reckoned from: told beside the lines and never drawn. */
  beside?: readonly Pick<ChartLine, 'name' | 'values'>[];
};

/** Rows of the table view, or of the CSV with `exact` labels: a head, then one row for each label. */
export function chartTable(model: ChartModel, head: string, labelled: 'long' | 'exact'): string[][] {
  const hasNotes = model.notes.length > 0;
  const columns = [...model.lines, ...(model.beside ?? [])];
  return [
    [head, ...columns.map(({ name }) => name), ...(hasNotes ? ['Notes'] : [])],
    ...model.labels.map((label, index) => [
      label[labelled],
      ...columns.map(({ values }) => String(values[index] ?? '')),
      ...(hasNotes ? [notesAt(model, index).join('; ')] : []),
    ]),
  ];
}

export function notesAt({ notes }: Pick<ChartModel, 'notes'>, index: number): string[] {
  return notes.filter((note) => note.index === index).map(({ text }) => text);
}

/** The largest value of all lines, 0 without any. */
export function largest({ lines }: Pick<ChartModel, 'lines'>): number {
  let most = 0;
  for (const { values } of lines) for (const value of values) most = Math.max(most, value ?? 0);
  return most;
}

/**
 * Columns for the plot. A line whose last slot is not over is two: what is settled, and an end from the last settled
 * point on.
 */
export function plotColumns(values: readonly (number | null)[], isOpen: boolean): (number | null)[][] {
  const all = values.map((value) => value);
  if (!isOpen || all.length < 2) return [all];
  const last = all.length - 1;
  return [
    all.map((value, index) => (index === last ? null : value)),
    all.map((value, index) => (index >= last - 1 ? value : null)),
  ];
}
