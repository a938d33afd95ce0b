// What a browser may do with heat's own pages. The dashboard shows hostile data (addresses, titles, names), so its
// policy is the second net behind the templates.

const DASHBOARD = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const DEMO = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** Headers of the dashboard's page. */
export const DASHBOARD_PAGE: Readonly<Record<string, string>> = {
  'content-security-policy': DASHBOARD,
};

const SNAPSHOT_FRAME = [
  "default-src 'none'",
  "script-src 'none'",
  'img-src data:',
  'font-src data:',
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-same-origin',
].join('; ');

/** Headers of the empty page that snapshots are built into: nothing in it runs, nothing it names is fetched. */
export const SNAPSHOT_FRAME_PAGE: Readonly<Record<string, string>> = {
  'content-security-policy': SNAPSHOT_FRAME,
};

/** Headers of the demo site's pages: ordinary pages that track themselves. */
export const DEMO_PAGE: Readonly<Record<string, string>> = {
  'content-security-policy': DEMO,
  'referrer-policy': 'strict-origin-when-cross-origin',
};
