// Numbers that a bench is told on its command line.

/** The number after `--name`; the fallback when there is none, or it is 0. */
export function numberOption<Fallback>(name: string, fallback: Fallback): number | Fallback {
  return Number(Bun.argv[Bun.argv.indexOf(`--${name}`) + 1]) || fallback;
}
