// Takes secrets out of addresses before they are stored: sign-in data, query parameters with secret-looking names.
// Works on text, so that an address keeps its spelling and a broken one does not become an error.

/** Names that are secrets as a whole, without case and without `-`, `_`, `.` and brackets. */
const SECRET_NAMES = new Set([
  'apikey',
  'auth',
  'authorization',
  'bearer',
  'card',
  'cardnumber',
  'code',
  'credential',
  'credentials',
  'creditcard',
  'cvc',
  'cvv',
  'hmac',
  'iban',
  'invite',
  'jsessionid',
  'jwt',
  'key',
  'mail',
  'nonce',
  'otp',
  'pass',
  'phone',
  'phpsessid',
  'pin',
  'pwd',
  'samlrequest',
  'samlresponse',
  'sessid',
  'session',
  'sessionid',
  'sid',
  'sig',
  'sign',
  'ssn',
  'state',
  'tel',
  'ticket',
  'username',
  'xamzcredential',
]);
/** Parts that make any name a secret. */
const SECRET_PARTS = ['token', 'secret', 'passw', 'signature', 'apikey', 'email', 'onetime', 'accesskey'];

const USER_INFO = /^([a-z][a-z0-9+.-]*:)?\/\/[^/?#@]*@/i;
const PATH_SESSION = /;(?:jsessionid|phpsessid|sid)=[^/?#;]*/gi;

/** The address without user info and without secret-looking parameters in query and fragment; all else as it was. */
export function withoutSecrets(address: string): string {
  let url = address;
  if (url.includes('@')) url = url.replace(USER_INFO, '$1//');
  if (!url.includes('=')) return url;
  if (url.includes(';')) url = url.replace(PATH_SESSION, '');
  const hash = url.indexOf('#');
  const beforeHash = hash < 0 ? url : url.slice(0, hash);
  const fragment = hash < 0 ? '' : cleanFragment(url.slice(hash));
  const query = beforeHash.indexOf('?');
  if (query < 0) return beforeHash + fragment;
  const kept = cleanParameters(beforeHash.slice(query + 1));
  return beforeHash.slice(0, query) + (kept === '' ? '' : `?${kept}`) + fragment;
}

/** Whether a parameter of this name carries a secret; the name as it stands in the address. */
export function isSecretName(name: string): boolean {
  const plain = decoded(name)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  return SECRET_NAMES.has(plain) || SECRET_PARTS.some((part) => plain.includes(part));
}

/** `#a=1&b=2`, `#/route?a=1` and `#section` alike. */
function cleanFragment(fragment: string): string {
  if (!fragment.includes('=')) return fragment;
  const query = fragment.indexOf('?');
  const start = query < 0 ? 1 : query + 1;
  const kept = cleanParameters(fragment.slice(start));
  const head = fragment.slice(0, start);
  return kept === '' ? head.slice(0, -1) : head + kept;
}

function cleanParameters(parameters: string): string {
  const kept = parameters.split('&').filter((parameter) => {
    const equals = parameter.indexOf('=');
    return equals < 0 || !isSecretName(parameter.slice(0, equals));
  });
  return kept.join('&');
}

function decoded(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
