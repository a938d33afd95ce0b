// `bun run bench NAME`: measures something and prints figures. Never run inside a test.

const BENCHES = [
  'ingest',
  'start',
  'tracker',
  'reports',
  'heatmap',
  'metrics',
  'live',
  'retention',
  'soak',
] as const;
const name = Bun.argv[2] ?? '';

if (!(BENCHES as readonly string[]).includes(name)) {
  console.error(`Usage: bun run bench ${BENCHES.join(' | ')}`);
  process.exit(2);
}
await import(`./${name}.ts`);

export {};
