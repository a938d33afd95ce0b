// The terminal's one way of speaking: results on standard output, words about them on standard error,
// errors mapped once, colour only where a person looks (NO_COLOR and pipes turn it off).

import kleur from 'kleur';
import { HeatError } from '../lib/errors.ts';

/** 0 done · 1 failed · 2 called wrongly. */
export type ExitCode = 0 | 1 | 2;

export type Terminal = {
  /** Results. */
  out: (text: string) => void;
  /** Words about them; nothing with --json. */
  err: (text: string) => void;
  /** What was typed after `heat`. */
  typed: readonly string[];
};

export const processTerminal: Omit<Terminal, 'typed'> = {
  out: (text) => void process.stdout.write(text),
  // Colour is decided for standard output; what goes to a file beside it has none.
  err: (text) => void process.stderr.write(process.stderr.isTTY ? text : Bun.stripANSI(text)),
};

kleur.enabled = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

/**
 * Rows under bold heads, columns as wide as their widest cell. Cells may be visitors' words: they keep to their line and
 * command no terminal.
 */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(tame));
  const widths = heads.map((head, at) =>
    Math.max(...[head, ...cells.map((row) => row[at] ?? '')].map((cell) => Bun.stringWidth(cell))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - Bun.stringWidth(cell)))
      .join('  ')
      .trimEnd();
  return `${[kleur.bold(line(heads)), ...cells.map(line)].join('\n')}\n`;
}

/** Control characters and those that turn the direction of writing, seen as what they are. */
export function tame(cell: string): string {
  return cell.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** `name  value` lines, names dimmed. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return `${pairs.map(([name, value]) => `${kleur.dim(name.padEnd(width))}  ${value}`).join('\n')}\n`;
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Thrown by a command that has said everything itself and ends with that code. */
export class Ended extends Error {
  readonly code: ExitCode;

  constructor(code: ExitCode) {
    super(`Ended with ${code}`);
    this.code = code;
  }
}

/** A level of findings, as wide as the widest; coloured by how much it matters. */
export function level(name: 'ok' | 'note' | 'warning' | 'fault', width: number): string {
  const colour = { ok: kleur.green, note: kleur.cyan, warning: kleur.yellow, fault: kleur.red }[name];
  return colour(name.padEnd(width));
}

/**
 * Says what failed and what to do; never a stack trace. With `asJson` that is one object, with the names of the API's
 * errors: `{error, code, message, hint?, details?}`. Wrong calls are 2, everything else 1.
 */
export function reportError(terminal: Omit<Terminal, 'typed'>, error: unknown, asJson = false): ExitCode {
  const known = error instanceof HeatError ? error : unknownError(error);
  terminal.err(asJson ? `${JSON.stringify(errorBody(known))}\n` : errorWords(known));
  return known.kind === 'invalid' ? 2 : 1;
}

function unknownError(cause: unknown): HeatError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new HeatError({ kind: 'internal', message, cause });
}

function errorBody({ kind, faultCode, message, hint, details }: HeatError) {
  return { error: kind, code: faultCode, message, ...(hint && { hint }), ...(details ? { details } : {}) };
}

function errorWords({ message, hint, faultCode }: HeatError): string {
  // Somebody asked what would happen: that is no mistake of his.
  if (faultCode === 'unconfirmed') return `${message}\n  ${hint}\n`;
  return `${kleur.red('error:')} ${message}\n${hint ? `${kleur.dim('hint:')}  ${hint}\n` : ''}`;
}

/** `2026-11-21 14:05` in UTC, or nothing. */
export function day(atMs: number | null): string {
  return atMs === null ? '' : new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}

/** `33.3 %`, or a dash for what cannot be told. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

export const strong = (text: string): string => kleur.bold(text);
export const link = (text: string): string => kleur.cyan(text);
export const dim = (text: string): string => kleur.dim(text);
