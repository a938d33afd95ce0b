// Who and what a line of an import comes from: session, visitor, user, browser, country. What a line does not say stays
// unknown; an IP address is refused wherever it could become an id.

import { isIP } from 'node:net';
import { DEVICES, type Device } from '../../contract/event-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { JournalBatch } from '../../journal/record.ts';
import { hintsSaid } from '../client-hints.ts';
import { type Finding, isRaw, type Raw, refuse } from './finding.ts';
import { props } from './props.ts';
import { filedUnder, shortHash, visitorOf } from './track.ts';
import { isId, label, number, shortText, text } from './values.ts';

/** What a batch of the journal says beside its events and its key. */
export type ImportSource = Omit<JournalBatch, 'v' | 'keyId' | 'pages' | 'views' | 'elements' | 'events'>;

const userAgent = text(LIMITS.userAgentChars);
const user = label(LIMITS.userIdChars);
/** Name and version, each as long as one may be. */
const sdkText = text(2 * LIMITS.nameChars + 1);
const pixels = number({ min: 0, max: LIMITS.viewportPx });
/** As stored by any heat. */
const VISITOR = new RegExp(`^(?:[cdsu]:[A-Za-z0-9_-]{1,${LIMITS.clientIdChars}}|server)$`);

/** Undefined, and a finding, when the line does not say it well. `tsMs` is when the line happened. */
export function readImportSource(
  raw: Raw,
  tsMs: number,
  finding: Finding,
): { source: ImportSource; isNameless: boolean } | undefined {
  const userId = readUserId(raw.userId, finding);
  const sessionId = readOwnId(raw.clientSessionId ?? raw.sessionId, 'sessionId', finding);
  const named = readVisitor(raw, finding);
  const device = readDevice(raw, finding);
  const traits = props(raw.traits, 'traits', finding) ?? null;
  const country = readCountry(raw.country, finding);
  const app = readApp(raw.app, finding);
  const sdk = sdkText(raw.sdk, 'sdk', finding);
  const rates = {
    rate: readRate(raw.rate, 'rate', finding),
    moveRate: readRate(raw.moveRate, 'moveRate', finding),
  };
  if (finding.code !== null) return undefined;
  const visitor = named ?? visitorOf({ anonymousId: undefined, userId, sessionId });
  const isUnsaid = device.ua === '' && device.told === undefined;
  const isServer = typeof raw.isServer === 'boolean' ? raw.isServer : isUnsaid;
  const source: ImportSource = {
    sentAtMs: null,
    sdk: sdk ? sdkOf(sdk) : null,
    app,
    session: { id: sessionId ?? filedUnder(visitor, tsMs), startedAtMs: null },
    visitor,
    user: userId === null ? null : { id: userId, traits },
    device,
    country,
    ...rates,
    ...(isServer ? { isServer: true as const } : {}),
    isImport: true,
  };
  return { source, isNameless: named === undefined && userId === null && sessionId === undefined };
}

function readUserId(value: unknown, finding: Finding): string | null {
  const id = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  // A page may have named nobody by an empty name, and its visits are exported with it.
  return id === '' ? null : (user(id, 'userId', finding) ?? null);
}

/** Ids of other tools are written in any way; ours are made of them. */
function readOwnId(value: unknown, name: string, finding: Finding): string | undefined {
  const id = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (id === undefined || id === null || isId(id)) return id ?? undefined;
  if (typeof id !== 'string' || id === '' || id.length > LIMITS.userIdChars)
    return refuse(
      finding,
      'bad_id',
      `Field "${name}" must be a text of 1 to ${LIMITS.userIdChars} characters`,
    );
  if (isIP(id.trim()) !== 0)
    return refuse(finding, 'bad_id', `Field "${name}" is an IP address, which is never stored`);
  return `h${shortHash(id)}`;
}

function readVisitor(raw: Raw, finding: Finding): string | undefined {
  const { visitor } = raw;
  if (typeof visitor === 'string' && VISITOR.test(visitor)) return visitor;
  const id = readOwnId(visitor ?? raw.anonymousId, 'visitor', finding);
  return id === undefined ? undefined : `c:${id}`;
}

function readDevice(raw: Raw, finding: Finding): ImportSource['device'] {
  const ua = userAgent(raw.userAgent, 'userAgent', finding) ?? '';
  const [screenW, screenH] = readScreen(raw.screen, finding);
  const browser = readProduct(raw.browser, 'browser', finding);
  const os = readProduct(raw.os, 'os', finding);
  const device = readDeviceClass(raw.device, finding);
  const hints = ua === '' ? null : hintsSaid({ browser, os, device });
  const isTold = ua === '' && (browser !== null || os !== null || device !== null);
  return {
    ua,
    platform: shortText(raw.platform, 'platform', finding) || null,
    language: shortText(raw.language, 'language', finding) || null,
    screenW,
    screenH,
    ...(hints ? { hints } : {}),
    ...(isTold ? { told: { device, browser, os } } : {}),
  };
}

/** What other tools call the classes that heat knows. */
const DEVICE_NAMES: ReadonlyMap<string, Device> = new Map([
  ...DEVICES.map((name) => [name, name] as const),
  ['laptop', 'desktop'],
  ['smartphone', 'mobile'],
  ['phablet', 'mobile'],
  ['phone', 'mobile'],
]);

/** Without a version behind it, which sessions of ours keep apart. */
function readProduct(value: unknown, name: string, finding: Finding): string | null {
  const said = shortText(value, name, finding) ?? '';
  return said.replace(/\s+[\d.]+$/, '') || null;
}

function readDeviceClass(value: unknown, finding: Finding): Device | null {
  const said = shortText(value, 'device', finding);
  return (said && DEVICE_NAMES.get(said.toLowerCase())) || null;
}

function readScreen(value: unknown, finding: Finding): [number | null, number | null] {
  const size = typeof value === 'string' ? value.split(/[x×,]/).map(Number) : value;
  if (size === undefined || size === null || value === '') return [null, null];
  const [w, h]: unknown[] = Array.isArray(size) ? size : [Number.NaN];
  return [pixels(w, 'screen', finding) ?? null, pixels(h, 'screen', finding) ?? null];
}

function readCountry(value: unknown, finding: Finding): string | null {
  if (value === undefined || value === null || value === '') return null;
  // Some say the region behind it: US-TX.
  const country =
    typeof value === 'string' ? /^([A-Za-z]{2})(?:-[A-Za-z0-9]{1,3})?$/.exec(value)?.[1] : undefined;
  if (country !== undefined) return country.toUpperCase();
  return refuse(finding, 'bad_field', 'Field "country" must be two letters (ISO 3166-1)') ?? null;
}

function readApp(value: unknown, finding: Finding): ImportSource['app'] {
  if (!isRaw(value)) return null;
  const read = (name: 'name' | 'version' | 'env') => shortText(value[name], `app.${name}`, finding) || null;
  const app = { name: read('name'), version: read('version'), env: read('env') };
  return app.name === null && app.version === null && app.env === null ? null : app;
}

/** `name/version`, as sessions keep it. */
function sdkOf(told: string): ImportSource['sdk'] {
  const end = told.indexOf('/');
  return end < 0 ? { name: told, version: '' } : { name: told.slice(0, end), version: told.slice(end + 1) };
}

function readRate(value: unknown, name: string, finding: Finding): number {
  if (value === undefined || value === null) return 1;
  if (typeof value === 'number' && value > 0 && value <= 1) return value;
  refuse(finding, 'bad_field', `Field "${name}" must be a number above 0 and at most 1`);
  return 1;
}
