// Cells of a row of CSV (RFC 4180), whatever separates them.

const SEPARATORS = [',', ';', '\t', '|'];

/** The separator that a header has most of; a comma when it has none. */
export function separatorOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Null when a quoted cell is not closed, or goes on after its closing quote. */
export function csvCells(row: string, separator: string): string[] | null {
  if (!row.includes('"')) return row.split(separator);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (row[at] !== '"') {
      const end = row.indexOf(separator, at);
      cells.push(row.slice(at, end < 0 ? undefined : end));
      if (end < 0) return cells;
      at = end + 1;
      continue;
    }
    const end = closingQuote(row, at + 1);
    if (end < 0) return null;
    cells.push(row.slice(at + 1, end).replaceAll('""', '"'));
    if (end + 1 === row.length) return cells;
    if (row[end + 1] !== separator) return null;
    at = end + 2;
  }
}

/** Place of the quote that ends the cell, -1 without one; two quotes stand for one. */
function closingQuote(row: string, from: number): number {
  let at = row.indexOf('"', from);
  while (at >= 0 && row[at + 1] === '"') at = row.indexOf('"', at + 2);
  return at;
}
