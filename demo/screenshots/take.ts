// Takes the pictures of docs/screenshots again: `bun run screenshots [names…]` (dist/heat must be built).
// Everything in every look, as PNG, for whoever wants to look at the whole dashboard: `bun run screenshots --all DIR [names…]`.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { takeOverlay } from './overlay.ts';
import { LIVE, LOOKS, type LookName, SCENES, type Scene } from './scenes.ts';
import { settled } from './settled.ts';
import { type Stage, setStage } from './stage.ts';

const KEPT = join(import.meta.dir, '../../docs/screenshots');
/** Of pictures that are kept, bytes. */
const MOST_BYTES = 120_000;
const QUALITY = 0.78;
/** Of a whole page, px. */
const MOST_HEIGHT = 3000;

const given = Bun.argv.slice(2);
const isAll = given[0] === '--all';
const names = isAll ? given.slice(2) : given;
const to = isAll ? (given[1] ?? '') : KEPT;
if (to === '') throw new Error('--all needs a folder: bun run screenshots --all DIR [names…]');
await mkdir(to, { recursive: true });

const stage = await setStage();
try {
  for (const scene of SCENES) await take(stage, scene);
  if (isWanted('overlay')) await keep('overlay', await takeOverlay(stage));
  if (isWanted(LIVE.name)) {
    await stage.bringPeople();
    await take(stage, LIVE);
  }
} finally {
  await stage.close();
}

function isWanted(name: string): boolean {
  return names.length === 0 || names.some((one) => name.startsWith(one));
}

async function take(stage: Stage, scene: Scene): Promise<void> {
  if (!isWanted(scene.name)) return;
  const looks = isAll ? (['light', 'dark', 'phone'] as const) : (scene.kept ?? []);
  for (const name of looks) {
    const page = await show(stage, scene, name).catch((error: unknown) => {
      throw new Error(`${scene.name}, ${name}`, { cause: error });
    });
    await keep(`${scene.name}-${name}`, page, scene.part);
    await page.context().close();
  }
}

async function show(stage: Stage, scene: Scene, look: LookName): Promise<Page> {
  const context = await (scene.isOutside ? stage.openOutside : stage.open)(LOOKS[look]);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${scene.name}, ${look}: ${error.message}`));
  const path = typeof scene.path === 'string' ? scene.path : await scene.path(stage);
  const project = scene.of === 'empty' ? stage.empty : stage.demo;
  stage.door.mood = scene.mood ?? 'open';
  const base = scene.mood ? stage.door.url : stage.url;
  await page.goto(path.startsWith('/') ? base + path : `${base}/p/${project}/${path}`);
  if (scene.mood === 'held') await page.locator('heat-state, .bone').first().waitFor();
  else await settled(page);
  if (scene.act) {
    await scene.act(page);
    await settled(page);
  }
  return page;
}

async function keep(name: string, page: Page, part?: string): Promise<void> {
  // A whole page is a taller window: a picture beyond the window would forget that a phone is touched.
  if (isAll && part === undefined) await page.setViewportSize(await wholeSize(page));
  const png = await (part === undefined ? page : page.locator(part)).screenshot({ animations: 'disabled' });
  if (isAll) {
    await writeFile(join(to, `${name}.png`), png);
    return console.log(name);
  }
  const picture = await asWebp(page, png);
  if (picture.byteLength > MOST_BYTES)
    throw new Error(`${name} has ${picture.byteLength} bytes, more than ${MOST_BYTES}`);
  await writeFile(join(to, `${name}.webp`), picture);
  console.log(`${name}: ${Math.ceil(picture.byteLength / 1000)} kB`);
}

async function wholeSize(page: Page): Promise<{ width: number; height: number }> {
  const [width, height] = await page.evaluate<[number, number]>(
    '[innerWidth, Math.max(innerHeight, document.documentElement.scrollHeight)]',
  );
  return { width, height: Math.min(height, MOST_HEIGHT) };
}

/** Playwright itself writes PNG and JPEG alone: the browser packs its own picture anew. */
async function asWebp(page: Page, png: Buffer): Promise<Buffer> {
  const script = `(async () => {
    const image = await createImageBitmap(new Blob([Uint8Array.fromBase64('${png.toString('base64')}')]));
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    const packed = await canvas.convertToBlob({ type: 'image/webp', quality: ${QUALITY} });
    return new Uint8Array(await packed.arrayBuffer()).toBase64();
  })()`;
  return Buffer.from(await page.evaluate<string>(script), 'base64');
}
