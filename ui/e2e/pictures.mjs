// Pictures of the main pages for the README, as vector graphics: text that git can show and that is sharp in every size.
// They are taken of the made-up Matinee (`npm run mock`), so that they are the same for everybody who takes them.
//
// MATINEE_CHROMIUM  the browser (/usr/bin/chromium); `pdftocairo` (Debian: poppler-utils) makes graphics of what it prints
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { optimize } from 'svgo';
import { createServer } from 'vite';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../../.github/pictures/', import.meta.url));
const film = 'a[href^="/watch/"]';

const PICTURES = [
  { name: 'home', path: '/', colorScheme: 'light' },
  { name: 'watch', path: film, colorScheme: 'light' },
  { name: 'studio', path: '/studio/analytics', colorScheme: 'light' },
  { name: 'operators', path: '/analytics', colorScheme: 'dark' },
  { name: 'phone', path: '/', colorScheme: 'dark', width: 390, height: 844 },
];
// What is soft on the screen would be a bitmap in print.
const PRINTED = 'body { background-image: none !important } .skip { display: none } * { box-shadow: none !important; backdrop-filter: none !important }';

process.env.MATINEE_MOCK = '1';
const server = await createServer({ root: fileURLToPath(new URL('..', import.meta.url)), server: { port: 0, host: '127.0.0.1' } });
await server.listen();
const base = server.resolvedUrls.local[0].replace(/\/$/, '');
const browser = await chromium.launch({ executablePath: process.env.MATINEE_CHROMIUM ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
const work = await mkdtemp(join(tmpdir(), 'matinee-pictures-'));
try {
  await mkdir(folder, { recursive: true });
  for (const { name, path, colorScheme, width = 1280, height = 860 } of PICTURES) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => console.error(error.message));
    await page.goto(`${base}/`);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: /^Account of / }).waitFor();
    await page.goto(`${base}${path === film ? await page.locator(film).first().getAttribute('href') : path}`);
    await page.waitForFunction(() => document.querySelector('main h1, main h2') !== null && document.querySelector('main [aria-busy="true"]') === null && [...document.images].every((image) => image.complete));
    // Charts grow into their place.
    await page.waitForTimeout(3000);
    await page.addStyleTag({ content: PRINTED });
    await page.emulateMedia({ media: 'screen', colorScheme });
    const printed = join(work, `${name}.pdf`);
    await page.pdf({ path: printed, width: `${width}px`, height: `${height}px`, printBackground: true, pageRanges: '1' });
    const drawn = join(work, `${name}.svg`);
    await run('pdftocairo', ['-svg', printed, drawn]);
    await writeFile(join(folder, `${name}.svg`), optimize(await readFile(drawn, 'utf8'), { multipass: true, floatPrecision: 2 }).data);
    console.log(`${name}.svg`);
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
  await rm(work, { recursive: true });
}
