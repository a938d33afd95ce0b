// What the owner is told while and after his page is copied: one quiet line in a corner, out of the page's reach.

/** Shows texts in place of each other; the last one leaves after some seconds. */
export function openNotice(): (text: string, isLast?: boolean) => void {
  const host = document.createElement('heat-notice');
  const line = document.createElement('div');
  line.setAttribute('role', 'status');
  // Through the CSSOM: a page's policy may refuse style sheets and attributes that are not its own.
  host.style.cssText = 'all:initial;position:fixed;right:16px;bottom:16px;z-index:2147483647';
  line.style.cssText =
    'font:500 14px/1.4 system-ui,sans-serif;color:white;background:rgb(34,29,26);padding:10px 14px;border-radius:8px;max-width:320px;border-left:4px solid rgb(224,96,58)';
  host.attachShadow({ mode: 'open' }).append(line);
  return (text, isLast) => {
    line.textContent = text;
    document.documentElement.append(host);
    if (isLast) setTimeout(() => host.remove(), 15_000);
  };
}
