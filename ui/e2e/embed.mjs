import { createServer } from 'node:http';
import { once } from 'node:events';
import { assert, until } from './steps.mjs';

/** Another site's page that shows a film by the code that is offered for it, and tries to show a whole page of ours. */
export async function embedSteps(steps, page, browser, base, videoId) {
  await steps.run('it plays in another site’s page, and no other page of ours does', async () => {
    await page.goto(`${base}/watch/${videoId}`);
    await page.getByRole('button', { name: 'Share' }).click();
    const code = await page.getByLabel('To show it in another page').inputValue();
    const other = await fetch(`${base}/embed/${videoId}/more`);
    assert(other.headers.get('content-security-policy')?.includes("frame-ancestors 'self'") === true, 'an address below the player’s may be framed, too');
    const site = createServer((request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><title>Another site</title>${code}<iframe id="whole" src="${base}/watch/${videoId}"></iframe>`);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    // Its refusal of the whole page is a breach of policy that nobody is to complain of.
    const reader = await browser.newPage();
    try {
      await reader.goto(`http://127.0.0.1:${site.address().port}/`);
      const frame = reader.frameLocator('iframe').first();
      await frame.getByRole('button', { name: /^Play / }).click();
      await until('the picture in the frame', 30_000, () => frame.locator('video').evaluate((video) => video.currentTime), (time) => time > 1);
      const whole = await (await reader.locator('#whole').elementHandle()).contentFrame();
      await until('the refusal', 10_000, () => whole.url(), (url) => url.startsWith('chrome-error:'));
      assert((await reader.frameLocator('#whole').getByRole('heading').count()) === 0, 'a whole page was shown in a frame');
    } finally {
      await reader.close();
      site.close();
      site.closeAllConnections();
    }
  });
}
