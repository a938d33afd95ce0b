// The terminal's one way of speaking: results on standard output, words about them on standard error,
// errors mapped once, colour only where a person looks (NO_COLOR and pipes turn it off).

import kleur from 'kleur';
import { HeatError } from '../lib/errors.ts';

/** 0 done · 1 failed · 2 called wrongly. */
export type ExitCode = 0 | 1 | 2;

export type Terminal = {
  out: (text: string) => void;
  err: (text: string) => void;
};

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

kleur.enabled = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

/** Rows under bold heads, columns as wide as their widest cell. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[kleur.bold(line(heads)), ...rows.map(line)].join('\n')}\n`;
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

/** Says what failed and what to do; never a stack trace. Wrong calls are 2, everything else 1. */
export function reportError(terminal: Terminal, error: unknown): ExitCode {
  if (error instanceof HeatError) {
    terminal.err(`${kleur.red('error:')} ${error.message}\n`);
    if (error.hint) terminal.err(`${kleur.dim('hint:')}  ${error.hint}\n`);
    return error.kind === 'invalid' ? 2 : 1;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.err(`${kleur.red('error:')} ${message}\n`);
  return 1;
}

/** `2026-11-21 14:05` in UTC, or nothing. */
export function day(atMs: number | null): string {
  return atMs === null ? '' : new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}

export const strong = (text: string): string => kleur.bold(text);
export const link = (text: string): string => kleur.cyan(text);
export const dim = (text: string): string => kleur.dim(text);
