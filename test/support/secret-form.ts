// A form full of secrets on a page full of words, and somebody who fills it in. For the test that none of it leaves.

import type { Page } from 'playwright-core';

/** What is typed, by the selector of the field. No two share a piece that is long enough to be found by chance. */
export const TYPED: Readonly<Record<string, string>> = {
  '[name=login]': 'quillfeather',
  '[type=password]': 'Xk9#mVq2zpassphrase',
  '[name=pan]': '4929133751842096',
  '[name=cc]': '5425233430109903',
  '[name=cvc]': '90731',
  '[name=iban]': 'DE75512108001245126199',
  '[name=code]': '884216',
  '[name=mail]': 'ottilie.brandauer@posteo.example',
  '[name=phone]': '+4915772093841',
  '[name=search]': 'haemorrhoidencreme',
  '[name=note]': 'Bittesagensieniemandemdavon',
  '#rich': 'Geheimrezepturnummersieben',
  '[data-private] input': 'Schweigepflichtsache',
};

/** Every word that can be read on the page, each of them found nowhere else. */
export const WORDS = [
  'Zwergfalkenschutz',
  'Nebelhornkapitel',
  'Pfefferminzverein',
  'Turmuhrenhandbuch',
  'Kieselsteinarchiv',
  'Moosgummiprodukt',
  'Ahornblattsiegel',
  'Wolkenkratzerfee',
  'Sanddornkompott',
  'Quittengeleeglas',
  'Brombeerhecken',
] as const;

const [h1, h2, intro, label, hint, button, link, privately, option, alt, caption] = WORDS;

/** Body of the page; `after` is where the form goes. */
export const secretPage = (after: string): string => `<body style="margin:10px">
<header><h1>${h1}</h1><a id="link" href="#more" title="${link}">${link}</a></header>
<main><section><h2>${h2}</h2><p id="intro">${intro}</p>
<img id="image" alt="${alt}" width="30" height="30" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>">
<form id="checkout" method="post" action="${after}">
  <label id="label">${label} <input name="login" placeholder="${hint}"></label>
  <input type="password" name="pw"><input name="pan" autocomplete="cc-number"><input name="cc" inputmode="numeric">
  <input name="cvc"><input name="iban"><input name="code" autocomplete="one-time-code"><input name="mail" type="email">
  <input name="phone" type="tel"><input name="search" type="search"><textarea name="note"></textarea>
  <div id="rich" contenteditable aria-label="${hint}" style="border:1px solid"></div>
  <div data-private id="private">${privately} <input name="inner"><button type="button" id="inside">${privately}</button></div>
  <select name="kind"><option value="a">-</option><option value="Lieblingsfarbenwert">${option}</option></select>
  <input type="hidden" name="token" value="Formularschluesselwert">
  <button id="send" aria-label="${button}">${button}</button>
</form></section><aside>${caption}</aside></main>
<script>
  // A page that complains about what was typed, as parsers do.
  document.querySelector('[name=login]').addEventListener('change', ({ target }) => {
    setTimeout(() => { throw new Error('Unexpected input: cannot read "' + target.value + '"'); });
  });
</script>`;

/** Values that nobody typed but that a form carries. */
export const CARRIED = ['Lieblingsfarbenwert', 'Formularschluesselwert'] as const;

/** An address as careless sites make them: secrets under names that say so, and one under a name that does not. */
export const CARELESS = `?card_number=${TYPED['[name=pan]']}&cvc=${TYPED['[name=cvc]']}&iban=${TYPED['[name=iban]']}&otp_code=${TYPED['[name=code]']}&contact=${encodeURIComponent(String(TYPED['[name=mail]']))}&user%5Bpassword%5D=${encodeURIComponent(String(TYPED['[type=password]']))}&q=${TYPED['[name=cc]']}&size=m`;

/** Types everything, copies, pastes, clicks on words and fields, and sends the form. */
export async function fillIn(page: Page): Promise<void> {
  for (const [selector, text] of Object.entries(TYPED)) {
    await page.locator(selector).first().click();
    await page.keyboard.type(text);
  }
  await page.locator('[name=search]').press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+c');
  await page.keyboard.press('ArrowLeft');
  await page.selectOption('[name=kind]', 'Lieblingsfarbenwert');
  for (const selector of ['#intro', '#link', '#image', '#label', '#inside', '#private', 'aside', 'h1'])
    await page.locator(selector).first().click();
  await page.locator('#intro').dblclick();
  await page.mouse.wheel(0, 200);
  await page.waitForTimeout(200);
  await page.locator('#send').click();
}
