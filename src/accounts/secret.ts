// The secret that signs tokens: made by this installation, never shipped, never a placeholder; replaced with an overlap.

import { statSync } from 'node:fs';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { dataPaths } from '../lib/data-directory.ts';
import { HeatError } from '../lib/errors.ts';
import { randomSecret } from '../lib/id.ts';
import { readOrMakePrivateFile, replacePrivateFile } from '../lib/private-file.ts';
import { fixedSecret, type Secrets } from '../lib/secrets.ts';

const MIN_BYTES = 32;
/** A random text of 32 bytes repeats few characters; "aaaa…" and "1234…" do. */
const MIN_DISTINCT = 10;
/** Words of secrets that were copied from documentation instead of made. */
const PLACEHOLDERS =
  /change[-_ ]?(me|this)|replace[-_ ]?(me|this|with)|your[-_ ]|example|placeholder|secret|password|default/i;

/** A secret that was replaced, and until when what it signed is accepted. */
type Previous = { secret: string; untilMs: number };
type Kept = { current: string; previous: Previous[] };

/** How a file names a replaced secret; every other line belongs to the one that signs. */
const PREVIOUS = /^previous (\d{1,16}) (\S+)$/;

/**
 * The secrets of the data directory, the first made now when there is none (file `secret`, mode 0600), or `override`
 * (HEAT_SECRET). A file that was changed is read again within LIMITS.secretCheckMs; one that cannot be read leaves what
 * is known. Throws `invalid` (weak_secret) for less than 32 bytes and for known placeholders.
 */
export async function openSecrets({ dataDir, override, clock }: SecretsPlace): Promise<Secrets> {
  if (override) return fixedSecret(checked(override.trim(), 'HEAT_SECRET'));
  const { secret: path } = dataPaths(dataDir);
  let kept = readKept(path);
  let stamp = stampOf(path);
  let lookedAtMs = clock.monotonicMs();

  const look = () => {
    const nowMs = clock.monotonicMs();
    if (nowMs - lookedAtMs < LIMITS.secretCheckMs) return;
    lookedAtMs = nowMs;
    try {
      const now = stampOf(path);
      if (now === stamp) return;
      kept = readKept(path);
      stamp = now;
    } catch {
      // Gone or half-written by somebody's hand: what is signed stays good, and the next look finds the rest.
    }
  };
  return () => {
    look();
    return [kept.current, ...livingOf(kept, clock.nowMs()).map(({ secret }) => secret)];
  };
}

export type SecretsPlace = { dataDir: string; override?: string | null | undefined; clock: Clock };
/** Runs the work while no other process does the same, as Catalog.alone(): of two that replaced it at once, one was lost. */
export type Alone = <T>(work: () => T) => Promise<T>;
type Rotated = { previousUntilMs: number | null };

/**
 * Makes another secret, which signs from now on. The one before is accepted until everything that it signed has ended,
 * or not any more with `endSignIns`. Resolves with until when. Throws `conflict` (secret_given) with an `override`.
 */
export async function rotateSecret(
  place: SecretsPlace,
  { endSignIns, alone }: { endSignIns: boolean; alone: Alone },
): Promise<Rotated> {
  if (place.override) throw secretGiven();
  return alone(() => replaceSecret(place, endSignIns));
}

function replaceSecret({ dataDir, clock }: SecretsPlace, endSignIns: boolean): Rotated {
  const { secret: path } = dataPaths(dataDir);
  const kept = readKept(path);
  const nowMs = clock.nowMs();
  const untilMs = nowMs + LIMITS.signInMs + LIMITS.tokenLeewayMs;
  const previous = endSignIns
    ? []
    : [{ secret: kept.current, untilMs }, ...livingOf(kept, nowMs)].slice(0, LIMITS.previousSecrets);
  const lines = [strongSecret(), ...previous.map((old) => `previous ${old.untilMs} ${old.secret}`)];
  replace(path, `${lines.join('\n')}\n`);
  return { previousUntilMs: endSignIns ? null : untilMs };
}

/** Until when replaced ones are still accepted, last replaced first. */
export function previousSecrets({ dataDir, override, clock }: SecretsPlace): { untilMs: number }[] {
  if (override) return [];
  const kept = readKept(dataPaths(dataDir).secret);
  return livingOf(kept, clock.nowMs()).map(({ untilMs }) => ({ untilMs }));
}

/** What a server is handed of its place: the secrets, and replacing them. */
export async function openSigning(place: SecretsPlace & { alone: Alone }) {
  const { alone } = place;
  const secretRotation = {
    rotate: (options: { endSignIns: boolean }) => rotateSecret(place, { ...options, alone }),
    previous: () => previousSecrets(place),
  };
  return { secrets: await openSecrets(place), secretRotation };
}

function livingOf({ previous }: Kept, nowMs: number): Previous[] {
  return previous.filter(({ untilMs }) => untilMs > nowMs);
}

function readKept(path: string): Kept {
  const lines = readOrMake(path).split(/\r?\n/);
  const previous = lines.flatMap((line) => {
    const [, untilMs, secret] = PREVIOUS.exec(line) ?? [];
    return secret && isStrong(secret) ? [{ secret, untilMs: Number(untilMs) }] : [];
  });
  const current = lines
    .filter((line) => !PREVIOUS.test(line))
    .join('\n')
    .trim();
  return { current: checked(current, path), previous };
}

/** Another file, or the same written again. */
function stampOf(path: string): string {
  const { ino, mtimeMs, size } = statSync(path);
  return `${ino} ${mtimeMs} ${size}`;
}

function replace(path: string, text: string): void {
  try {
    replacePrivateFile(path, text);
  } catch (error) {
    throw cannotUse(path, error);
  }
}

function readOrMake(path: string): string {
  try {
    return readOrMakePrivateFile(path, () => `${strongSecret()}\n`);
  } catch (error) {
    throw cannotUse(path, error);
  }
}

function cannotUse(path: string, error: unknown): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'storage_failed',
    message: `Cannot read or make the secret "${path}" (${codeOf(error)})`,
    hint: 'Check the owner and mode of the data directory and its free space.',
    cause: error,
  });
}

function secretGiven(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'secret_given',
    message: 'Cannot replace the secret: it was given by HEAT_SECRET and is in your own keeping',
    hint: 'Start heat with another HEAT_SECRET; everybody signs in again.',
  });
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? 'unknown reason';
}

function checked(secret: string, source: string): string {
  if (isStrong(secret)) return secret;
  throw new HeatError({
    kind: 'invalid',
    code: 'weak_secret',
    message: `Cannot use the secret of ${source}: it needs at least ${MIN_BYTES} random bytes`,
    hint: 'Make one with "openssl rand -base64 48", or remove it and heat makes its own.',
  });
}

function isStrong(secret: string): boolean {
  const isLong = Buffer.byteLength(secret) >= MIN_BYTES;
  return isLong && new Set(secret).size >= MIN_DISTINCT && !PLACEHOLDERS.test(secret);
}

/** One in many millions spells a placeholder by chance. */
function strongSecret(): string {
  let secret = randomSecret();
  while (!isStrong(secret)) secret = randomSecret();
  return secret;
}
