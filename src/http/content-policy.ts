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
  "frame-ancestors 'self'",
  "object-src 'none'",
].join('; ');

/** Headers of the dashboard's page. */
export const DASHBOARD_PAGE: Readonly<Record<string, string>> = {
  'content-security-policy': DASHBOARD,
  'cross-origin-opener-policy': 'same-origin',
};

/** Headers of the demo site's pages: ordinary pages that track themselves. */
export const DEMO_PAGE: Readonly<Record<string, string>> = {
  'content-security-policy': DEMO,
  'referrer-policy': 'strict-origin-when-cross-origin',
};
