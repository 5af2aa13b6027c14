import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const source = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What axe finds serious on the page that is open: one line for each fault, with the first place where it is. */
export async function seriousFaults(page) {
  // By the debugger rather than by a script element, which the content security policy refuses.
  await page.evaluate(source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${new URL(page.url()).pathname}: ${id} (${help}), ${nodes.length} times: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary?.slice(0, 300) ?? ''}`);
}
