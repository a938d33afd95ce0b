// Whether a web origin is on a list of exact origins and `https://*.example.com` patterns. An empty list allows all.

export type OriginRules = {
  allowsAll: boolean;
  exact: ReadonlySet<string>;
  /** Scheme with slashes, and what must follow a subdomain, with its leading dot and its port. */
  subdomains: readonly { scheme: string; suffix: string }[];
};

const SUBDOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/** Prepares a list for matching. */
export function originRules(origins: readonly string[]): OriginRules {
  const exact = new Set<string>();
  const subdomains: { scheme: string; suffix: string }[] = [];
  for (const origin of origins) {
    const star = origin.indexOf('://*.');
    if (star < 0) exact.add(origin.toLowerCase());
    else
      subdomains.push({
        scheme: origin.slice(0, star + 3).toLowerCase(),
        suffix: origin.slice(star + 4).toLowerCase(),
      });
  }
  return { allowsAll: origins.length === 0, exact, subdomains };
}

/** Scheme, host and port must be equal; a pattern needs at least one more label. No origin passes an empty list only. */
export function isAllowedOrigin(rules: OriginRules, origin: string | null): boolean {
  if (rules.allowsAll) return true;
  if (origin === null) return false;
  const plain = origin.toLowerCase();
  if (rules.exact.has(plain)) return true;
  return rules.subdomains.some(
    ({ scheme, suffix }) =>
      plain.startsWith(scheme) &&
      plain.endsWith(suffix) &&
      SUBDOMAIN.test(plain.slice(scheme.length, plain.length - suffix.length)),
  );
}
