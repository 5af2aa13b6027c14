import { rm } from 'node:fs/promises';
import { makePhoto } from './film.mjs';
import { assert, until } from './steps.mjs';

const MADE_MS = 120_000;

/** What a creator of photos does: posts some together, described, and takes them away. */
export async function photoSteps(steps, page, stranger, base) {
  const title = `Photos ${new Date().toISOString()}`;
  const made = await Promise.all([1, 2].map(makePhoto));
  try {
    await steps.run('photos are uploaded together, and a stranger sees them with what they show', async () => {
      await page.goto(`${base}/upload?kind=photos`);
      await page.locator('#file').setInputFiles(made.map(({ file }) => file));
      await page.getByLabel('What photo-1.jpg shows').fill('A set, whole');
      await page.getByRole('textbox', { name: 'Title', exact: true }).fill(title);
      await page.getByRole('button', { name: 'Upload', exact: true }).click();
      await page.getByText('2 of 2 photos ready to be seen.').waitFor({ timeout: MADE_MS });
      await page.getByRole('link', { name: 'See it' }).click();
      await page.getByRole('heading', { name: title }).waitFor();
      await stranger.goto(page.url());
      const photo = stranger.getByRole('img', { name: 'A set, whole' });
      await until('the picture', 30_000, () => photo.evaluate((img) => img.complete && img.naturalWidth > 0), (there) => there);
      await stranger.getByRole('link', { name: 'Photo 1 of 2: A set, whole' }).click();
      await stranger.getByRole('link', { name: 'The next photo' }).click();
      await stranger.getByText('2 of 2').waitFor();
    });
    await steps.run('the album is listed with what its maker made, and deleted there', async () => {
      await page.goto(`${base}/mine?show=photos`);
      await page.getByRole('button', { name: `Delete ${title}` }).click();
      await page.getByRole('button', { name: 'Delete for good' }).click();
      await page.getByRole('listitem', { name: title }).waitFor({ state: 'detached' });
      assert((await page.getByRole('alert').count()) === 0, 'deleting failed');
    });
  } finally {
    await Promise.all(made.map(({ folder }) => rm(folder, { recursive: true })));
  }
}
