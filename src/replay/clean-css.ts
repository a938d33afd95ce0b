// Takes everything out of CSS that could fetch: imports, addresses, functions that take addresses as plain texts.
// Reads tokens as browsers do (escapes, comments, strings), so that `u\72l(` is an address too. Looks are kept.

/** Comment · string · word, perhaps a function or at-rule · anything else. */
const TOKEN =
  /\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n\r\f]|\\[\s\S])*"?|'(?:[^'\\\n\r\f]|\\[\s\S])*'?|@?(?:[-\w\u0080-\uffff]|\\(?:[0-9a-f]{1,6}[ \t\n\r\f]?|[\s\S]?))+\(?|[^/"'@\\\w\u0080-\uffff-]+|[\s\S]/gi;
const INSIDE_URL =
  /\s*(?:"((?:[^"\\\n\r\f]|\\[\s\S])*)"|'((?:[^'\\\n\r\f]|\\[\s\S])*)'|((?:[^)"'\\]|\\[\s\S])*))[^)]*\)?/y;
const UP_TO_SEMICOLON = /(?:"[^"\n]*"?|'[^'\n]*'?|[^;"'])*;?/y;
const ESCAPE = /\\(?:([0-9a-f]{1,6})[ \t\n\r\f]?|([\s\S]?))/gi;

/** Without any of these nothing can fetch: most styles are left as they are. */
const SUSPICIOUS = /\\|@(?:import|namespace|charset)|url|image|src|expression|cross-fade/i;

/** Functions that may take an address without url(). Under another name their declaration means nothing. */
const FETCHING = new Set([
  'image-set(',
  '-webkit-image-set(',
  'image(',
  'src(',
  'expression(',
  'cross-fade(',
  '-webkit-cross-fade(',
]);

/** The style sheet or declarations with references to assets (`url(heat:3)`) and fragments as the only addresses. */
export function cleanCss(css: string): string {
  if (!SUSPICIOUS.test(css)) return css;
  const kept: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(css); match !== null; match = TOKEN.exec(css)) {
    const [token] = match;
    const last = token.charCodeAt(token.length - 1);
    const word = last === 0x28 || token.startsWith('@') ? decode(token).toLowerCase() : '';
    if (word === 'url(' || word === 'url-prefix(') {
      kept.push(cleanAddress(readAt(INSIDE_URL, css, TOKEN.lastIndex)));
      TOKEN.lastIndex = INSIDE_URL.lastIndex;
    } else if (word === '@import' || word === '@namespace' || word === '@charset') {
      readAt(UP_TO_SEMICOLON, css, TOKEN.lastIndex);
      TOKEN.lastIndex = UP_TO_SEMICOLON.lastIndex;
    } else if (token.startsWith('/*')) kept.push('/**/');
    else kept.push(FETCHING.has(word) ? 'heat-removed(' : token);
  }
  return kept.join('');
}

function readAt(pattern: RegExp, css: string, at: number): string {
  pattern.lastIndex = at;
  const match = pattern.exec(css);
  if (!match) pattern.lastIndex = css.length;
  return decode(match?.[1] ?? match?.[2] ?? match?.[3] ?? '').trim();
}

function cleanAddress(address: string): string {
  return /^(heat:\d{1,5}|#[\w.:-]*)$/.test(address) ? `url(${address})` : 'url(data:,)';
}

function decode(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_, hex: string | undefined, plain: string | undefined) =>
    hex === undefined ? (plain ?? '') : characterOf(Number.parseInt(hex, 16)),
  );
}

function characterOf(code: number): string {
  return code === 0 || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}
