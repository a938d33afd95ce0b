// Whole request bodies that no honest client sends: broken bytes, absurd JSON, compressed traps. They fit every door,
// because they are refused before anybody asks what they mean, or are harmless.

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

export type HostileBody = {
  name: string;
  body: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

const MB = 1_048_576;
const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { ...JSON_TYPE, 'content-encoding': 'gzip' };

const bytes = (...values: number[]) => new Uint8Array(values);
const own = (from: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(from);
const gzip = (text: string | Uint8Array) => own(gzipSync(text));
const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}${close.repeat(depth)}`;

/** Made once for each test file; the largest is 2 MB, and 64 MB when it is inflated. */
export function hostileBodies(): HostileBody[] {
  const all: HostileBody[] = [];
  const family = (
    name: string,
    bodies: readonly HostileBody['body'][],
    headers: Record<string, string> = JSON_TYPE,
  ) => {
    for (const [at, body] of bodies.entries()) all.push({ name: `${name} ${at + 1}`, body, headers });
  };
  family('broken UTF-8', brokenUtf8());
  family('no JSON', noJson());
  family('another type', ['null', 'true', '0', '-0', '1e999', '""', '"x"', '[]', '[[]]', '[null]', '{}']);
  family('depth', depths());
  family('width', widths());
  family('names of prototypes', prototypes());
  family('gzip', gzips(), GZIP);
  for (const encoding of [
    'br',
    'deflate',
    'zstd',
    'gzip, gzip',
    'gzip,br',
    'x'.repeat(500),
    'identity',
    'GZIP',
  ])
    all.push({
      name: `encoding ${encoding.slice(0, 20)}`,
      body: '{}',
      headers: { ...JSON_TYPE, 'content-encoding': encoding },
    });
  all.push({
    name: 'brotli',
    body: own(brotliCompressSync('{}')),
    headers: { ...JSON_TYPE, 'content-encoding': 'br' },
  });
  all.push({
    name: 'deflate',
    body: own(deflateSync('{}')),
    headers: { ...JSON_TYPE, 'content-encoding': 'deflate' },
  });
  for (const type of TYPES)
    all.push({ name: `type ${type.slice(0, 40)}`, body: '{}', headers: { 'content-type': type } });
  return all;
}

const TYPES = [
  'text/plain',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'application/json; charset=utf-16',
  'application/json;;;;',
  'application/xml',
  'image/svg+xml',
  '*/*',
  'null',
  '/',
  `application/${'x'.repeat(2_000)}`,
];

function brokenUtf8(): Uint8Array<ArrayBuffer>[] {
  return [
    bytes(0xff),
    bytes(0xfe, 0xff),
    bytes(0x7b, 0xff, 0xfe, 0x7d),
    bytes(0x22, 0xc0, 0x80, 0x22),
    bytes(0x22, 0xed, 0xa0, 0x80, 0x22),
    bytes(0x22, 0xf4, 0x90, 0x80, 0x80, 0x22),
    bytes(0x22, 0xe2, 0x82, 0x22),
    bytes(0x22, 0x80, 0x22),
    bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d),
    bytes(0x7b, 0x00, 0x7d, 0x00),
    new Uint8Array(4_096).fill(0xc3),
    new Uint8Array(4_096),
  ];
}

function noJson(): string[] {
  return [
    '',
    ' ',
    '{',
    '}',
    '[',
    '"',
    '{"a"',
    '{"a":',
    '{"a":1,}',
    "{'a':1}",
    '{a:1}',
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":01}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":"\\x41"}',
    '{"a":"\\u12"}',
    '{"a":"\n"}',
    '{}{}',
    '{} x',
    '// comment\n{}',
    '\u0000{}',
    '{"a":undefined}',
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    'key=x&events=1',
    '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
    `${'\\'.repeat(10_000)}`,
    `{"a":"${'\\u0000'.repeat(5_000)}"`,
  ];
}

function depths(): string[] {
  return [
    nested('[', ']', 100),
    nested('[', ']', 5_000),
    nested('[', ']', 200_000),
    '['.repeat(60_000),
    '{"a":'.repeat(60_000),
    `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
    `{"events":${nested('[', ']', 3_000)}}`,
    `{"v":1,"events":[{"props":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}}]}`,
    `"${'['.repeat(50_000)}"`,
    '[{"a":'.repeat(20_000),
    ']'.repeat(60_000),
  ];
}

function widths(): string[] {
  const keys = (count: number) => Array.from({ length: count }, (_, at) => `"k${at}":0`).join(',');
  return [
    `{${keys(10_000)}}`,
    `{${keys(60_000)}}`,
    `[${'0,'.repeat(200_000)}0]`,
    `[${'{},'.repeat(100_000)}{}]`,
    `{"events":[${'{},'.repeat(1_001)}{}]}`,
    `{"events":[${'null,'.repeat(150_000)}null]}`,
    `{"a":"${'x'.repeat(900_000)}"}`,
    `{"${'k'.repeat(900_000)}":1}`,
    `{"a":${'9'.repeat(500_000)}}`,
    `{"a":0.${'1'.repeat(500_000)}}`,
    `{"a":1e${'9'.repeat(1_000)}}`,
    `{${'"a":1,'.repeat(50_000)}"a":2}`,
    `{"a":"${'\\ud800'.repeat(50_000)}"}`,
    ' '.repeat(900_000),
    `{"pad":"${'x'.repeat(2 * MB - 100)}"}`,
  ];
}

function prototypes(): string[] {
  return [
    '{"__proto__":{"isAdmin":true}}',
    '{"__proto__":null}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    '{"toString":1,"valueOf":1,"hasOwnProperty":1}',
    '{"v":1,"__proto__":{"events":[]}}',
    '{"events":{"length":1e9}}',
    '{"events":{"__proto__":[]}}',
    '{"toJSON":{},"then":{}}',
    '[{"__proto__":[]}]',
    '{"email":{"toString":"x"},"password":["a"]}',
  ];
}

function gzips(): Uint8Array<ArrayBuffer>[] {
  const once = gzip('{"v":1}');
  const bomb = gzip(Buffer.alloc(64 * MB, 0x20));
  const tail = own(Buffer.concat([once, once]));
  const wrongSum = own(once);
  wrongSum[wrongSum.length - 5] = (wrongSum[wrongSum.length - 5] ?? 0) ^ 0xff;
  const saysLittle = own(bomb);
  saysLittle.set([1, 0, 0, 0], saysLittle.length - 4);
  return [
    once,
    bomb,
    saysLittle,
    gzip(once),
    gzip(gzip(bomb)),
    once.slice(0, 10),
    once.slice(0, -1),
    own(Buffer.concat([once, Buffer.from('tail')])),
    tail,
    wrongSum,
    bytes(0x1f, 0x8b),
    bytes(0x1f, 0x8b, 0x08, 0xff, 0, 0, 0, 0, 0, 0),
    gzip(''),
    gzip('['.repeat(500_000)),
    gzip(`{"a":"${'x'.repeat(8 * MB)}"}`),
    own(Buffer.from('{"plain":true}')),
  ];
}
