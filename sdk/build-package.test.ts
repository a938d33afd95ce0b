// The npm package as somebody's project meets it: packed, installed into a fresh folder, type-checked, bundled, run.

import { expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPackage } from './build-package.ts';
import manifest from './package.json' with { type: 'json' };

const MODULES = join(import.meta.dir, '../node_modules');

const RIGHT = `import { init, type Options, type Tracker } from '@heat/sdk';
const options: Options = {
  projectKey: 'hw_x',
  endpoint: 'https://heat.example',
  app: { name: 'shop', version: '1', env: 'live' },
  sampling: 0.5,
  moveSampleRate: 0.1,
  hashRoutes: true,
  session: { idleTimeoutMs: 900_000, persist: 'tab' },
  batch: { maxEvents: 20, flushIntervalMs: 1000, maxQueueBytes: 200_000, storage: 'localStorage' },
  privacy: {
    respectDoNotTrack: true,
    respectGpc: true,
    consent: 'required',
    blockSelectors: ['.private'] as const,
    allowSelectors: '.public',
    maskTextSelectors: ['.soft', '.quiet'],
  },
  capture: {
    click: true,
    move: { enabled: true, throttleMs: 120 },
    scroll: true,
    pageview: true,
    errors: true,
    vitals: false,
    inputs: { enabled: true, mode: 'allowlist', allowSelectors: ['#search'] },
    keyboard: 'metadata',
    replay: { enabled: true, sampleRate: 0.1, maskAllText: true },
  },
};
const tracker: Tracker = init(options);
tracker.identify('user-17', { plan: 'pro' });
tracker.track('signed up', { plan: 'pro', seats: 3, tags: ['a'] });
tracker.track('perhaps', { app: options.app?.name });
tracker.page();
tracker.setAuthToken('jwt');
tracker.setAuthToken();
tracker.optIn();
tracker.optOut();
tracker.reset();
tracker.shutdown();
const sent: Promise<void> = tracker.flush();
export { sent };
`;
const WRONG = `import { init } from '@heat/sdk';
// @ts-expect-error the key is missing
init({});
// @ts-expect-error no such option
init({ projectKey: 'hw_x', sampleing: 1 });
// @ts-expect-error no such value
init({ projectKey: 'hw_x', privacy: { consent: 'maybe' } });
// @ts-expect-error functions do not travel
init({ projectKey: 'hw_x' }).track('x', { fn: () => 1 });
`;

test('the package is packed, installed, type-checked, bundled and run in a fresh project', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heat-package-'));
  try {
    const built = join(folder, 'built');
    await buildPackage(built);
    const npm = (cwd: string, ...words: string[]) =>
      Bun.spawnSync(['npm', ...words, '--json', '--offline'], { cwd });
    const packed = npm(built, 'pack', '--pack-destination', folder);
    const listing = JSON.parse(packed.stdout.toString()) as unknown;
    expect(JSON.stringify(listing)).toContain(`"version":"${manifest.version}"`);
    const files = [...JSON.stringify(listing).matchAll(/"path":"([^"]+)"/g)].map(
      ([, path]) => path as string,
    );
    expect(files.sort()).toEqual(['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json']);

    await Bun.write(join(folder, 'package.json'), '{"name":"shop","type":"module"}');
    const [file] = [...new Bun.Glob('*.tgz').scanSync(folder)];
    expect(npm(folder, 'install', '--no-audit', '--no-fund', `./${file}`).exitCode).toBe(0);
    const installed = join(folder, 'node_modules/@heat/sdk');
    expect(await Bun.file(join(installed, 'package.json')).json()).not.toHaveProperty('private');

    const types = await Bun.file(join(installed, 'index.d.ts')).text();
    expect(types).not.toMatch(/from ['"]|\/src\/|\.ts['"]/);
    expect(types.split('\n').length).toBeLessThan(300);

    await Bun.write(join(folder, 'right.ts'), RIGHT);
    await Bun.write(join(folder, 'wrong.ts'), WRONG);
    for (const moduleResolution of ['node16', 'bundler']) {
      const module = moduleResolution === 'bundler' ? 'preserve' : moduleResolution;
      await Bun.write(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: {
            strict: true,
            noEmit: true,
            module,
            moduleResolution,
            lib: ['es2022', 'dom'],
            types: [],
          },
          files: ['right.ts', 'wrong.ts'],
        }),
      );
      const checked = Bun.spawnSync([join(MODULES, '.bin/tsc'), '-p', folder]);
      expect(checked.stdout.toString()).toBe('');
      expect(checked.exitCode).toBe(0);
    }

    const { outputs } = await Bun.build({
      entrypoints: [join(folder, 'right.ts')],
      target: 'browser',
      minify: true,
    });
    expect(await outputs[0]?.text()).toContain('sendBeacon');

    // On a server, where such code is rendered too, it does nothing and says nothing.
    const script = new Bun.Transpiler({ loader: 'ts' }).transformSync(RIGHT);
    await Bun.write(join(folder, 'server.js'), script);
    const ran = Bun.spawnSync(['node', join(folder, 'server.js')]);
    expect([ran.exitCode, ran.stdout.toString(), ran.stderr.toString()]).toEqual([0, '', '']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
