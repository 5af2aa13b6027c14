import { open } from './open.mjs';
import { assert } from './steps.mjs';

const PATHS = ['/', '/search?q=journey', '/following', '/history', '/playlists', '/inbox', '/settings/notifications', '/upload'];

/** What a member does on a phone: follows who made a film, comments on it, and tells the moderators of it. */
export async function viewerSteps(steps, page, base, logIn, videoId, complaint) {
  await steps.run('a viewer follows its maker from a phone, and comments', async () => {
    await logIn();
    await page.goto(`${base}/watch/${videoId}`);
    const follow = page.locator('.byline').getByRole('button', { name: /^Follow/ });
    await follow.waitFor();
    if ((await follow.getAttribute('aria-pressed')) === 'false') {
      await follow.click();
    }
    await page.locator('.byline').getByRole('button', { name: /^Following / }).waitFor();
    const words = `Seen on a small screen, ${new Date().toISOString()}`;
    await page.getByRole('textbox', { name: 'Your comment' }).fill(words);
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await page.getByText(words).first().waitFor();
    await page.goto(`${base}/following`);
    await page.getByRole('listitem').getByRole('button', { name: /^Following / }).first().waitFor();
  });
  await steps.run('a viewer reports the film', async () => {
    await page.goto(`${base}/watch/${videoId}`);
    await page.locator('.watch-actions').getByRole('button', { name: 'Report' }).click();
    await page.getByRole('textbox', { name: 'Anything the moderators should know' }).fill(complaint);
    await page.getByRole('button', { name: 'Report it' }).click();
    await page.getByText('Thank you. The moderators will look at it.').waitFor();
  });
  await steps.run('no page is wider than a phone', async () => {
    for (const path of [...PATHS, `/watch/${videoId}`]) {
      await open(page, `${base}${path}`);
      const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert(wide <= screen, `${path} is ${wide} wide on a screen of ${screen}`);
    }
  });
}

/** What a moderator does: reads what members reported, and decides. */
export async function moderatorSteps(steps, page, base, logIn, complaint) {
  await steps.run('a moderator reads the report and decides', async () => {
    await logIn();
    await page.goto(`${base}/moderation`);
    const report = page.getByRole('listitem').filter({ hasText: complaint });
    await report.getByRole('link', { name: 'Look at the video' }).waitFor();
    await report.getByRole('textbox', { name: 'What the reporter is told' }).fill('It stays: nothing is wrong with it.');
    await report.getByRole('button', { name: 'Dismiss' }).click();
    await report.waitFor({ state: 'detached' });
    await page.goto(`${base}/moderation?show=dismissed`);
    await page.getByRole('listitem').filter({ hasText: complaint }).getByText('Decided with: It stays').waitFor();
  });
}
