import { describe, expect, test } from 'bun:test';
import { chmodSync, chownSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { type TempDir, tempDir } from '../../test/support/temp-dir.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { openSettingsFile } from './settings-file.ts';

/** heat.toml, a.toml and b.toml, each with a port of its own. */
function threeFiles(): TempDir {
  const dir = tempDir();
  for (const [at, name] of ['heat', 'a', 'b'].entries())
    writeFileSync(dir.join(`${name}.toml`), `port = ${at + 1}\n`, { mode: 0o644 });
  return dir;
}

function refusal(search: Parameters<typeof openSettingsFile>[0]): HeatError {
  try {
    openSettingsFile(search);
  } catch (error) {
    if (error instanceof HeatError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('openSettingsFile()', () => {
  test('takes the file of the flag, else of the variable, else that of the folder: one alone', () => {
    using dir = threeFiles();
    const open = (flag: string | undefined, variable?: string) =>
      openSettingsFile({
        flag,
        env: variable === undefined ? {} : { HEAT_CONFIG: variable },
        folder: dir.path,
      });
    const port = (file: ReturnType<typeof open>) => [file?.namedBy, file?.entries[0]?.value];
    expect(port(open(dir.join('a.toml'), dir.join('b.toml')))).toEqual(['flag', 2]);
    expect(port(open(undefined, dir.join('b.toml')))).toEqual(['variable', 3]);
    expect(port(open(undefined, ' '))).toEqual(['folder', 1]);
    expect(open(undefined)?.path).toBe(dir.join('heat.toml'));
  });

  test('gives null where no file is named and none lies in the folder', () => {
    using dir = tempDir();
    expect(openSettingsFile({ flag: undefined, env: {}, folder: dir.path })).toBeNull();
    expect(openSettingsFile({ flag: undefined, env: {}, folder: dir.join('gone') })).toBeNull();
  });

  test('does not pass over a file that was named and is not there, is a folder, too large or no text', () => {
    using dir = tempDir();
    mkdirSync(dir.join('folder.toml'));
    writeFileSync(dir.join('large.toml'), '#'.repeat(LIMITS.settingsFileBytes + 1));
    writeFileSync(dir.join('bytes.toml'), new Uint8Array([0x23, 0xff, 0xfe]));
    writeFileSync(dir.join('bad.toml'), '\nport = x\n');
    for (const [name, reason] of [
      ['gone.toml', 'there is no such file'],
      ['folder.toml', 'it is a folder'],
      ['large.toml', 'it has more than 65536 bytes'],
      ['bytes.toml', 'it is not UTF-8 text'],
      ['bad.toml', 'line 2: '],
    ] as const) {
      const error = refusal({ flag: dir.join(name), env: {} });
      expect([error.kind, error.faultCode]).toEqual(['invalid', 'bad_settings_file']);
      expect(error.message).toContain(`"${dir.join(name)}": ${reason}`);
    }
    expect(refusal({ flag: undefined, env: { HEAT_CONFIG: dir.join('gone.toml') } }).message).toContain(
      'no such',
    );
  });

  test('takes one that others may read, or their group write; none that everybody may write', () => {
    using dir = threeFiles();
    for (const mode of [0o600, 0o644, 0o664]) {
      chmodSync(dir.join('a.toml'), mode);
      expect(openSettingsFile({ flag: dir.join('a.toml'), env: {} })?.entries).toHaveLength(1);
    }
    chmodSync(dir.join('a.toml'), 0o666);
    const error = refusal({ flag: dir.join('a.toml'), env: {} });
    expect(error.message).toContain('everybody may write it');
    expect(error.hint).toContain('chmod o-w');
  });

  test("takes another user's file only when it is named, also behind a link of one's own", () => {
    using dir = threeFiles();
    const own = process.getuid?.() ?? 0;
    // Root's files are everybody's to use: as root, the file has to be of somebody else.
    if (own === 0) for (const name of ['heat', 'a']) chownSync(dir.join(`${name}.toml`), 54_321, 54_321);
    const uid = own + 1;
    const error = refusal({ flag: undefined, env: {}, folder: dir.path, uid });
    expect(error.message).toContain('it belongs to another user');
    expect(error.hint).toContain('--config');
    expect(openSettingsFile({ flag: dir.join('heat.toml'), env: {}, uid })?.entries).toHaveLength(1);
    mkdirSync(dir.join('own'));
    symlinkSync(dir.join('a.toml'), dir.join('own', 'heat.toml'));
    expect(refusal({ flag: undefined, env: {}, folder: dir.join('own'), uid }).message).toContain(
      'another user',
    );
    // Nor a stranger's link to what is one's own, which only root can make here.
    if (own !== 0) return;
    mkdirSync(dir.join('strange'));
    symlinkSync(dir.join('b.toml'), dir.join('strange', 'heat.toml'));
    lchownSync(dir.join('strange', 'heat.toml'), 54_321, 54_321);
    expect(refusal({ flag: undefined, env: {}, folder: dir.join('strange') }).message).toContain('another');
  });

  test('waits at no pipe that lies in the folder, whoever may be writing into it', () => {
    using dir = tempDir();
    Bun.spawnSync(['mkfifo', dir.join('heat.toml')]);
    const error = refusal({ flag: undefined, env: {}, folder: dir.path });
    expect([error.faultCode, error.message]).toEqual([
      'bad_settings_file',
      expect.stringContaining('it is no file'),
    ]);
  });
});
