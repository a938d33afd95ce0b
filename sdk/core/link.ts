// The owner's link in the address of a page: `#heat=<part>.<claims>.<signature>`, behind a router's fragment or alone.
// The script reads the part's name and loads `heat-<part>.mjs` in place of the tracker.

const LINK = /[#&]heat=([\w.-]+)/;

/** Takes the link out of the address and answers its token; '' when there is none. */
export function takeLink(): string {
  const [, token = ''] = LINK.exec(location.hash) ?? [];
  history.replaceState(history.state, '', location.href.replace(LINK, ''));
  return token;
}
