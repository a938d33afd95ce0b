// What a visitor may send to be shown to an owner: markup and addresses that run, fetch or lead away if they are ever
// taken for more than text. Each carries a marker, so that a test sees that it was shown at all.

/** Calls the trap that the test has put into the page. */
const RUN = 'window.trapped?.(1)';

/** `away` is an origin that nothing may ever ask. */
export function xssPayloads(away: string): string[] {
  return [
    `marker<script>${RUN}</script>`,
    `marker<script src=${away}/s.js></script>`,
    `"><img src=${away}/i.png onerror="${RUN}">marker`,
    `marker'><svg/onload=${RUN}>`,
    `marker</title></style></textarea><iframe srcdoc="<script>parent.${RUN}</script>">`,
    `javascript:${RUN}//marker`,
    `\u0001java\nscript:${RUN}//marker`,
    `data:text/html,<script>opener.${RUN}</script>marker`,
    `marker" onmouseover="${RUN}" autofocus onfocus="${RUN}" x="`,
    `marker\`\${${RUN}}{{constructor.constructor('${RUN}')()}}`,
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">marker`,
    `<link rel=stylesheet href=${away}/l.css><style>@import '${away}/m.css';</style>marker`,
    `<meta http-equiv=refresh content="0;url=${away}/">marker<base href=${away}/>`,
    `<form action=javascript:${RUN}><button autofocus>marker`,
    `marker<template shadowrootmode=open><script>${RUN}</script></template>`,
    `__proto__marker<object data="javascript:${RUN}"><embed src=${away}/e.swf>`,
  ];
}
