// A page with everything that is hard to copy: private things, shadow roots, script-made styles, things that cling to
// the window, frames, canvases, lazy pictures. For snapshot tests.

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** `snippet` goes into its head. */
export function hardPage(snippet: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hard</title>
<meta name="viewport" content="width=device-width">
<style>
  @import url("/more.css");
  html, body { margin: 0; height: 100%; font: 16px/1.5 sans-serif; }
  .hero { height: 100vh; background: #246; color: white; }
  .hero button { position: absolute; top: 50vh; left: 20%; width: 120px; height: 40px; }
  .bar { position: fixed; left: 0; right: 0; bottom: 0; height: 50px; background: #fd8; }
  .bar button, .top button { height: 40px; width: 140px; }
  .top { position: sticky; top: 0; background: #eee; }
  .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 10px; padding: 10px; }
  .card { height: 120px; border: 1px solid #999; }
  .wide-only { display: none; }
  @media (min-width: 700px) { .wide-only { display: block; } }
  [data-kind~="odd"] { outline: 2px dashed red; }
</style>${snippet}</head><body>
<div class="hero"><h1>Hard page</h1><button id="start">Start</button></div>
<nav class="top"><button id="stick">Sticky</button> <button id="menu" class="wide-only">Wide only</button></nav>
<div class="grid">${Array.from({ length: 9 }, (_, at) => `<div class="card" data-kind="card ${at % 2 ? 'odd' : 'even'}"><h2>Card ${at + 1}</h2><a href="/item/${at + 1}">Item ${at + 1}</a></div>`).join('')}</div>
<fancy-box id="fancy"></fancy-box>
<p id="made" class="made">Styled by a script</p>
<p id="imported" class="imported">Imported style</p>
<form action="https://evil.example/" method="post">
  <input id="name" name="name" placeholder="Name"><input type="password" id="pass" value="hunter2">
  <textarea id="note">typed before</textarea>
  <select id="pick"><option>First choice</option><option selected>Second secret</option></select>
  <input type="submit" id="send" value="Send it">
</form>
<div id="secret" data-private style="width:300px;height:90px">Account 4711 <b>Jane Doe</b></div>
<p id="masked" class="mask-me">Balance 1234</p>
<p data-mail="jane@example.com" title="mail jane@example.com">Contact</p>
<iframe id="inner" src="/inner" width="320" height="120"></iframe>
<svg id="drawing" width="90" height="30" viewBox="0 0 90 30"><defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>
  <rect id="rect" width="50" height="20" fill="url(#g)"/><foreignObject x="50" width="40" height="20"><b id="inner-html">html</b></foreignObject></svg>
<canvas id="paint" width="80" height="40"></canvas>
<img id="photo" src="${PIXEL}" width="60" height="40" alt="dot">
<div style="height:1200px"></div>
<img id="lazy" loading="lazy" src="/late.png" alt="late">
<div class="bar"><button id="buy">Buy now</button></div>
<script>
  customElements.define('fancy-box', class extends HTMLElement {
    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open' });
      root.innerHTML = '<div><button id="inside">Inside</button></div>';
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('button{width:200px;height:50px;background:rgb(1,2,3);color:white}');
      root.adoptedStyleSheets = [sheet];
    }
  });
  const style = document.head.appendChild(document.createElement('style'));
  style.sheet.insertRule('.made{color:rgb(9,8,7);height:77px}');
  document.querySelector('#paint').getContext('2d').fillRect(0, 0, 40, 40);
  document.querySelector('#name').value = 'typed now';
</script></body></html>`;
}

/** Answers what the page asks for; null for other paths. */
export function hardFile(path: string): Response | null {
  if (path === '/more.css')
    return new Response('.imported{height:66px}', { headers: { 'content-type': 'text/css' } });
  if (path === '/late.png')
    return new Response(Buffer.from(PIXEL.split(',')[1] ?? '', 'base64'), {
      headers: { 'content-type': 'image/png' },
    });
  if (path === '/inner')
    return new Response('<p>other document</p>', { headers: { 'content-type': 'text/html' } });
  return null;
}
