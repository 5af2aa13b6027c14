import { assert } from './steps.mjs';

/** Texts that would run, were they ever taken for anything but text. */
export const hostile = {
  title: '<img src=x onerror=alert(1)>',
  description: `"'><script>alert(2)</script><svg onload=alert(3)></svg><a href="javascript:alert(4)">here</a>`,
  comment: '<iframe srcdoc="<script>parent.alert(5)</script>"></iframe><img src=x onerror=alert(6)>',
};

const GROWN = 'img[src="x"], svg[onload], a[href^="javascript:"], iframe[srcdoc], script:not([src])';

/** Notes each dialog that a page opens: none of ours ever does. */
export function noteDialogs(page, complaints) {
  page.on('dialog', async (dialog) => {
    complaints.push(`${page.url()} opened a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
}

/** Opens a page and sees each of the texts on it just as it was written, with none of it grown into an element. */
export async function showsAsText(page, address, texts) {
  const answer = await page.goto(address);
  const policy = await answer.headerValue('content-security-policy');
  const parts = (policy ?? '').split(';').map((part) => part.trim());
  const scripts = ['script-src ', 'default-src '].map((name) => parts.find((part) => part.startsWith(name))).find(Boolean);
  assert(scripts !== undefined && !scripts.includes('unsafe'), `${address} comes with the policy ${policy}`);
  for (const text of texts) {
    await page.getByText(text, { exact: true }).first().waitFor();
  }
  const grown = await page.locator(GROWN).count();
  assert(grown === 0, `${grown} elements on ${address} came out of a text`);
}
