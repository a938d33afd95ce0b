// CSV that spreadsheets read without running it (RELIABILITY R61). RFC 4180: CRLF, quotes doubled.

export type CsvCell = string | number | boolean | null;

// After blanks, one of = + - @ TAB CR LF or the full-width = + - @ makes a spreadsheet see a formula.
const FORMULA = /^\s*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

/** One line with its end. Texts are quoted, without NUL, and disarmed by a leading `'`; numbers and booleans stay bare. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = cell.replaceAll('\0', '').replaceAll('"', '""');
  return FORMULA.test(text) ? `"'${text}"` : `"${text}"`;
}
