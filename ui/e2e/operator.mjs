import { seriousFaults } from './axe.mjs';
import { showsTheNumbers } from './numbers.mjs';
import { open } from './open.mjs';
import { showsTheHouse } from './house.mjs';
import { assert } from './steps.mjs';

/** What an operator does: looks at the house in numbers, and at what runs it. */
export async function operatorSteps(steps, page, base, logIn) {
  await steps.run('an operator logs in and sees the house in numbers, those of the API', async () => {
    await logIn();
    await showsTheNumbers(page, `${base}/analytics`);
    await page.getByRole('combobox', { name: 'By' }).selectOption('device');
    await page.waitForURL(/by=device/);
    await page.getByRole('heading', { name: 'Views by device' }).waitFor();
  });
  await steps.run('the reports of the house are there', async () => {
    for (const part of ['content', 'finding', 'making', 'cost']) {
      await open(page, `${base}/analytics?show=${part}`);
      const failed = await page.getByRole('alert').allInnerTexts();
      assert(failed.length === 0, `${part}: ${failed.join(' ')}`);
    }
  });
  await showsTheHouse(steps, page, base);
  await steps.run('the encoding jobs and the search index are seen', async () => {
    await page.goto(`${base}/operations?show=encoding`);
    await page.getByRole('table', { name: 'Encoding jobs' }).getByText('ready').first().waitFor();
    await page.goto(`${base}/operations?show=search`);
    await page.getByRole('button', { name: 'Build it anew' }).waitFor();
  });
  await steps.run('axe finds nothing serious on an operator’s pages', async () => {
    const faults = [];
    for (const path of ['/analytics', '/analytics?show=content', ...['', '?show=jobs', '?show=queues', '?show=letters', '?show=storage', '?show=users', '?show=people'].map((part) => `/operations${part}`)]) {
      await open(page, `${base}${path}`);
      faults.push(...(await seriousFaults(page)));
    }
    assert(faults.length === 0, faults.join('\n'));
  });
}
