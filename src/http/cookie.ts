// The dashboard's one cookie: written with every protection its scheme allows, read by its exact name only.

/** `__Host-` needs https; on plain http (localhost, a private network) the cookie has its plain name. */
export function cookieName(isHttps: boolean): string {
  return isHttps ? '__Host-heat' : 'heat';
}

/** Set-Cookie that signs in for `maxAgeSeconds`; 0 signs out. */
export function signInCookie(token: string, options: { isHttps: boolean; maxAgeSeconds: number }): string {
  const secure = options.isHttps ? '; Secure' : '';
  return `${cookieName(options.isHttps)}=${token}; Path=/; Max-Age=${options.maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** Value of the first cookie of that name, or null. Other cookies are not looked at. */
export function readCookie(header: string | null, name: string): string | null {
  if (!header) return null;
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim() || null;
  }
  return null;
}
