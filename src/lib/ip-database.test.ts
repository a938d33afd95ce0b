import { afterAll, describe, expect, test } from 'bun:test';
import { truncateSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type IpDatabaseFile, ipDatabaseFile, type Value } from '../../test/support/ip-database-file.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from './errors.ts';
import { type IpDatabase, openIpDatabase } from './ip-database.ts';

const dir = tempDir();
afterAll(() => dir[Symbol.dispose]());

let count = 0;
function written(bytes: Uint8Array): string {
  count += 1;
  const path = dir.join(`${count}.mmdb`);
  writeFileSync(path, bytes);
  return path;
}
const given = (file: IpDatabaseFile): IpDatabase => openIpDatabase(written(ipDatabaseFile(file)));
/** A file of that many zeros, which takes no room. */
function sparse(bytes: number): string {
  const path = written(Buffer.alloc(0));
  truncateSync(path, bytes);
  return path;
}
function refusal(path: string): HeatError {
  try {
    openIpDatabase(path);
  } catch (error) {
    if (error instanceof HeatError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

/** Of a country as MaxMind writes it, with names long enough to need sizes of two bytes. */
const placed = (code: string): Value => ({
  continent: { code: 'EU', geoname_id: 6_255_148, names: { en: 'Europe', ja: 'ヨーロッパ' } },
  country: {
    geoname_id: 2_921_044,
    is_in_european_union: true,
    iso_code: code,
    names: { en: 'x'.repeat(300) },
  },
  registered_country: { iso_code: 'US', names: { en: 'United States' } },
});
const IN_GERMANY = '81.2.69.160';

describe('openIpDatabase()', () => {
  const forms: [whose: string, record: Value, expected: string | null][] = [
    ['GeoLite2-Country', placed('DE'), 'DE'],
    [
      'GeoLite2-City',
      {
        ...(placed('DE') as object),
        location: { latitude: 52.5, longitude: -13.4 },
        subdivisions: [{ iso_code: 'BE' }],
      },
      'DE',
    ],
    ['DB-IP Lite, in lower case', { country: { iso_code: 'de' } }, 'DE'],
    ['IPinfo Lite', { asn: 'AS3320', continent_code: 'EU', country: 'Germany', country_code: 'DE' }, 'DE'],
    ['IPinfo of before', { country: 'DE', country_name: 'Germany', continent: 'EU' }, 'DE'],
    ['a list of codes', { country_code: 'DE' }, 'DE'],
    ['a network whose owner alone has a country', { registered_country: { iso_code: 'AT' } }, 'AT'],
    ['a network of nobody', { continent: { code: 'EU' } }, null],
    ['a country that is none', { country: { iso_code: 'ZZ' }, registered_country: { iso_code: 'XX' } }, null],
    ['a text in place of a map', 'DE', null],
    ['a name in place of a code', { country: 'Germany' }, null],
  ];
  test.each(forms)('finds the country in a record of %s', (_, record, expected) => {
    const networks = [
      ['81.2.69.0/24', record],
      ['95.0.0.0/8', { country_code: 'TR' }],
    ] as const;
    const database = given({ networks });
    expect([IN_GERMANY, '95.1.2.3', '96.1.2.3'].map(database.countryOf)).toEqual([expected, 'TR', null]);
  });

  const shapes = ([24, 28, 32] as const).flatMap((recordBits) =>
    ([4, 6] as const).map((ipVersion) => ({ recordBits, ipVersion })),
  );
  test.each(shapes)('reads a tree of %p', ({ recordBits, ipVersion }) => {
    const networks = [
      ['81.2.69.0/24', placed('DE')],
      ['81.2.70.0/23', placed('GB')],
      ['42.2.0.0/16', placed('HK')],
      ['216.160.83.56/29', placed('US')],
      ...(ipVersion === 6 ? ([['2a02:810d::/32', placed('AT')]] as const) : []),
    ] as const;
    const { countryOf, about } = given({ networks, recordBits, ipVersion });
    const asked = [IN_GERMANY, '81.2.71.255', '81.2.72.0', '216.160.83.63', '216.160.83.64'];
    expect(asked.map(countryOf)).toEqual(['DE', 'GB', null, 'US', null]);
    // 2a02:: begins with the bits of 42.2.0.0.
    const newer = ['2a02:810d:1::1', '2A02:810D::', '2a02:810e::1', `::ffff:${IN_GERMANY}`];
    const expected = ipVersion === 6 ? ['AT', 'AT', null, 'DE'] : [null, null, null, 'DE'];
    expect(newer.map(countryOf)).toEqual(expected);
    expect(about.addresses).toBe(ipVersion === 6 ? 'IPv4 and IPv6' : 'IPv4');
  });

  test.each([
    ['IPv4', [['81.2.69.0/24', placed('DE')]]],
    ['IPv6', [['2a02:810d::/32', placed('AT')]]],
  ] as const)('says that a tree of IPv6 has countries of %s alone', (addresses, networks) => {
    expect(given({ networks, ipVersion: 6 }).about.addresses).toBe(addresses);
  });

  test('knows nobody by an address that is not public, whatever the file says, or that is none', () => {
    const everywhere = placed('DE');
    const networks = [
      ['0.0.0.0/1', everywhere],
      ['128.0.0.0/1', everywhere],
      ['fc00::/7', everywhere],
    ] as const;
    const { countryOf } = given({ networks });
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '192.168.0.1',
      '100.64.0.1',
      '::1',
      'fd00::1',
      '::ffff:10.1.2.3',
    ])
      expect([address, countryOf(address)]).toEqual([address, null]);
    for (const address of [null, '', 'localhost', '81.2.69', '81.2.69.160:443', '999.2.69.160', '<script>'])
      expect([address, countryOf(address)]).toEqual([address, null]);
    expect(countryOf(IN_GERMANY)).toBe('DE');
  });

  test('tells what the file is', () => {
    const bytes = ipDatabaseFile({
      networks: [['81.2.69.0/24', placed('DE')]],
      kind: 'Own-Country\u001b[31m',
      builtAtMs: Date.UTC(2026, 9, 7),
    });
    const path = written(bytes);
    expect(openIpDatabase(path).about).toEqual({
      ...{ file: path, kind: 'Own-Country?[31m', builtAtMs: Date.UTC(2026, 9, 7), bytes: bytes.length },
      addresses: 'IPv4',
    });
  });

  test('finds countries that only IPv6 has', () => {
    expect(given({ networks: [['2a02::/16', placed('AT')]] }).countryOf('2a02::1')).toBe('AT');
  });

  test('knows nobody from a damaged place, and everybody else', () => {
    const networks = [
      ['81.2.69.0/24', placed('DE')],
      ['95.0.0.0/8', { country_code: 'TR' }],
    ] as const;
    const bytes = ipDatabaseFile({ networks });
    // The type of the second record's value becomes one that the format does not have.
    const at = bytes.lastIndexOf('TR') - 1;
    bytes.set([0x01, 0xff], at);
    const { countryOf } = openIpDatabase(written(bytes));
    expect([IN_GERMANY, '95.1.2.3'].map(countryOf)).toEqual(['DE', null]);
  });

  const whole = ipDatabaseFile({ networks: [['81.2.69.0/24', placed('DE')]] });
  const withMetadata = (metadata: { [key: string]: Value }) =>
    ipDatabaseFile({ networks: [['81.2.69.0/24', placed('DE')]], metadata });
  const owners = { autonomous_system_number: 3320, autonomous_system_organization: 'Telekom' };
  const broken: [what: string, path: () => string, says: RegExp, hint: RegExp][] = [
    ['that is missing', () => dir.join('none.mmdb'), /there is no such file/, /--ip-database/],
    ['that is a folder', () => dir.path, /is a folder/, /--ip-database/],
    ['that is no file', () => '/dev/zero', /is no file/, /--ip-database/],
    [
      'that is too large',
      () => sparse(LIMITS.ipDatabaseBytes + 1),
      /268435457 bytes/,
      /countries instead of/,
    ],
    ['that is empty', () => written(Buffer.alloc(0)), /no \.mmdb file, or its end is missing/, /as \.mmdb/],
    [
      'of text',
      () => written(Buffer.from('1.0.0.0,1.0.0.255,AU\n')),
      /no \.mmdb file, or its end is missing/,
      /as \.mmdb/,
    ],
    ['that is compressed', () => written(gzipSync(whole)), /is compressed/, /gunzip/],
    ['in an archive', () => written(Buffer.from('PK\x03\x04 and more')), /zip archive/, /\.mmdb file in it/],
    [
      'that was cut off',
      () => written(whole.subarray(0, whole.length - 200)),
      /no \.mmdb file, or its end is missing/,
      /again/,
    ],
    [
      'that lost its beginning',
      () => written(whole.subarray(whole.length - 220)),
      /no sense|damaged/,
      /again/,
    ],
    [
      'of another version',
      () => written(withMetadata({ binary_format_major_version: 3 })),
      /no sense/,
      /again/,
    ],
    ['of IPv5', () => written(withMetadata({ ip_version: 5 })), /no sense/, /again/],
    ['without nodes', () => written(withMetadata({ node_count: 0 })), /no sense/, /again/],
    ['with nodes of another size', () => written(withMetadata({ record_size: 20 })), /damaged/, /again/],
    ['built at no time', () => written(withMetadata({ build_epoch: 'soon' })), /no sense/, /again/],
    [
      'of the names of networks',
      () => written(ipDatabaseFile({ networks: [['81.2.69.0/24', owners]], kind: 'GeoLite2-ASN' })),
      /names no countries, as a database of kind "GeoLite2-ASN"/,
      /DB-IP Lite/,
    ],
  ];
  test.each(broken)('refuses a file %s', (_, pathOf, says, hint) => {
    const path = pathOf();
    const error = refusal(path);
    expect([error.kind, error.faultCode]).toEqual(['invalid', 'bad_ip_database']);
    expect(error.message).toStartWith(`Cannot use the IP database "${path}": `);
    expect(error.message).toMatch(says);
    expect(error.hint).toMatch(hint);
  });
});
