// The country of an address, from a file in MaxMind's DB format that the operator gives. The file is read once into
// memory; addresses are looked up and forgotten. The only file that knows mmdb-lib (docs/decisions/0057).

import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { Reader, type Response } from 'mmdb-lib';
import type { IpDatabaseState } from '../contract/installation.ts';
import { LIMITS } from '../contract/limits.ts';
import { plainAddress } from './address-set.ts';
import { countryCode } from './country-code.ts';
import { HeatError } from './errors.ts';
import { addressesKnown } from './ip-database-survey.ts';
import { isPublicAddress } from './public-address.ts';

export type IpDatabase = {
  about: IpDatabaseState;
  /** Two letters, or null: the address is none or not public, or the database names no country for it. Never throws. */
  countryOf: (address: string | null) => string | null;
};

/** The format's description: metadata stands after this mark, in the last 128 KiB. */
const METADATA_MARK = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const METADATA_BYTES = 131_072;

/**
 * Reads the file. Throws `invalid` (bad_ip_database) when it is missing or may not be read, is larger than
 * LIMITS.ipDatabaseBytes, is of another format or damaged, or names no countries.
 */
export function openIpDatabase(path: string): IpDatabase {
  const bytes = readBytes(path);
  refuseOtherFormats(path, bytes);
  const { reader, addresses } = openReader(path, bytes);
  const { ipVersion, databaseType, buildEpoch } = reader.metadata;
  const countryOf = (address: string): string | null => {
    // A tree of IPv4 would be walked by the first bits of an IPv6 address all the same.
    if (!isPublicAddress(address) || (ipVersion === 4 && isIP(address) === 6)) return null;
    try {
      return countryIn(reader.get(address));
    } catch {
      // A damaged place: who comes from there is unknown, and everybody else is not.
      return null;
    }
  };
  return {
    about: {
      file: resolve(path),
      kind: databaseType.replace(/[^ -~]/g, '?').slice(0, LIMITS.nameChars),
      builtAtMs: buildEpoch.getTime(),
      bytes: bytes.length,
      addresses,
    },
    countryOf: (address) => (address === null ? null : countryOf(plainAddress(address))),
  };
}

/** Whether an edition should be replaced. */
export function isOldIpDatabase({ builtAtMs }: IpDatabaseState, nowMs: number): boolean {
  return nowMs - builtAtMs > LIMITS.ipDatabaseOldMs;
}

/** What a record says, in the fields of those who publish such databases; where no country is, that of the network's owner. */
function countryIn(record: unknown): string | null {
  const { country, country_code: code, registered_country: registered } = fieldsOf(record);
  return (
    // MaxMind, DB-IP, IP2Location: a map. IPinfo: the code beside the name, in older files the code alone.
    countryCode(fieldsOf(country).iso_code) ??
    countryCode(code) ??
    countryCode(country) ??
    countryCode(fieldsOf(registered).iso_code)
  );
}

function fieldsOf(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null ? (value as { readonly [name: string]: unknown }) : {};
}

function readBytes(path: string): Buffer {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw refusal(path, stats.isDirectory() ? 'it is a folder' : 'it is no file');
    if (stats.size > LIMITS.ipDatabaseBytes)
      throw refusal(
        path,
        `it has ${stats.size} bytes, and at most ${LIMITS.ipDatabaseBytes} are read into memory`,
        'Take a database of countries instead of one of cities.',
      );
    return readFileSync(path);
  } catch (error) {
    if (error instanceof HeatError) throw error;
    const { code = 'unknown reason' } = error as { code?: string };
    throw refusal(path, code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`);
  }
}

/** What such databases are downloaded as, and the beginning of a file that tells. */
const PACKED: readonly [how: string, start: Buffer, hint: string][] = [
  ['compressed', Buffer.from([0x1f, 0x8b]), 'Unpack it: gunzip FILE.mmdb.gz, or tar -xzf FILE.tar.gz.'],
  ['a zip archive', Buffer.from('PK\x03\x04'), 'Unpack it, and name the .mmdb file in it.'],
];

function refuseOtherFormats(path: string, bytes: Buffer): void {
  if (bytes.subarray(-METADATA_BYTES).includes(METADATA_MARK)) return;
  const packed = PACKED.find(([, start]) => bytes.subarray(0, start.length).equals(start));
  if (packed) throw refusal(path, `it is ${packed[0]}`, packed[2]);
  throw refusal(
    path,
    'it is no .mmdb file, or its end is missing',
    'Take the database as .mmdb, and download it again if that broke off.',
  );
}

function openReader(path: string, bytes: Buffer) {
  const again = 'Download it again.';
  try {
    const reader = new Reader<Response>(bytes, { cache: recordCache() });
    const { metadata } = reader;
    const { ipVersion, nodeCount, searchTreeSize, binaryFormatMajorVersion, databaseType } = metadata;
    const isKnown = binaryFormatMajorVersion === 2 && (ipVersion === 4 || ipVersion === 6);
    const isWhole = nodeCount > 0 && searchTreeSize < bytes.length && typeof databaseType === 'string';
    if (!isKnown || !isWhole || Number.isNaN(metadata.buildEpoch.getTime()))
      throw refusal(path, 'its description of itself makes no sense', again);
    const addresses = addressesKnown(reader, countryIn);
    if (addresses === null)
      throw refusal(
        path,
        `it names no countries, as a database of kind ${JSON.stringify(databaseType.slice(0, 60))}`,
        'Take one of countries or cities, such as DB-IP Lite, GeoLite2 or IPinfo Lite.',
      );
    return { reader, addresses };
  } catch (error) {
    if (error instanceof HeatError) throw error;
    throw refusal(path, 'it is damaged', again);
  }
}

/** What was decoded lately, by its place in the file: some countries answer for nearly all visitors. Holds no address. */
function recordCache() {
  const records = new Map<string | number, unknown>();
  return {
    get: (place: string | number) => records.get(place),
    set(place: string | number, record: unknown) {
      if (records.size >= LIMITS.ipDatabaseRecords) records.clear();
      records.set(place, record);
    },
  };
}

function refusal(
  path: string,
  reason: string,
  hint = 'Name a file that heat may read: --ip-database FILE.mmdb.',
): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_ip_database',
    message: `Cannot use the IP database "${path}": ${reason}`,
    hint,
    details: { file: path },
  });
}
