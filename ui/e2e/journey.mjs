// A film's whole life on a running Matinee, as its creator and a stranger live it in Chromium.
//
// MATINEE_URL, MATINEE_USER, MATINEE_PASSWORD  the gateway and a creator's login (as `./matinee status --json` tells)
// MATINEE_FILM      a film to upload; without it ffmpeg makes one of twelve seconds
// MATINEE_CHROMIUM  the browser (/usr/bin/chromium)
// MATINEE_E2E_OUT   where a picture of a failure goes (the system's temporary folder)
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { metric, token } from './asked.mjs';
import { makeFilm } from './film.mjs';
import { comment, hostile, noteDialogs, showsAsText } from './hostile.mjs';
import { assert, Steps, until } from './steps.mjs';
import { target } from './target.mjs';
import { rawStatus, tricks } from './tricks.mjs';

const { base, user, password } = await target();
const ENCODE_MS = 480_000;
// The CDN keeps catalog's answer for two seconds; the rest is for the change to get there.
const REVOKED_MS = 8_000;
// From nginx over the collector, Kafka and a file to the sums of a day: half a minute each for the last two.
const TOLD_MS = 180_000;

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'];
if (process.getuid?.() === 0) {
  flags.push('--no-sandbox');
}

// What people write is text wherever it is shown, so this film's own texts are of the worst kind.
const title = `Journey ${hostile.title} ${new Date().toISOString()}`;
const made = process.env.MATINEE_FILM === undefined ? await makeFilm(12) : undefined;
const film = process.env.MATINEE_FILM ?? made.file;
const browser = await chromium.launch({ executablePath: process.env.MATINEE_CHROMIUM ?? '/usr/bin/chromium', args: flags });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
const stranger = await (await browser.newContext()).newPage();
page.setDefaultTimeout(20_000);
stranger.setDefaultTimeout(20_000);

const complaints = [];
for (const watched of [page, stranger]) {
  noteDialogs(watched, complaints);
  watched.on('pageerror', (error) => complaints.push(error.message));
  watched.on('console', (message) => {
    if (message.type() === 'error' && /content security policy/i.test(message.text())) {
      complaints.push(message.text());
    }
  });
}
const media = [];
page.on('response', (response) => {
  if (new URL(response.url()).pathname.startsWith('/media/') && response.ok()) {
    media.push(response.url().replace(/\?.*$/, ''));
  }
});

const steps = new Steps(async () => {
  const picture = join(process.env.MATINEE_E2E_OUT ?? tmpdir(), 'matinee-journey.png');
  await page.screenshot({ path: picture }).catch(() => undefined);
  console.log(`        at ${page.url()}, seen in ${picture}`);
});
const statusOf = async (path) => (await fetch(new URL(path, base), { redirect: 'manual' })).status;
const api = (videoId) => `/api/catalog/v1/videos/${videoId}`;

async function plays(on) {
  await on.getByRole('button', { name: /^Play / }).click();
  return until(
    'the picture',
    30_000,
    () => on.locator('video').evaluate((video) => ({ time: video.currentTime, width: video.videoWidth, height: video.videoHeight })),
    (seen) => seen.time > 1.5 && seen.width > 0 && seen.height > 0,
  );
}

async function setVisibility(value) {
  await page.goto(`${base}/mine`);
  const select = page.getByRole('combobox', { name: `Visibility of ${title}` });
  const answer = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await select.selectOption(value);
  const response = await answer;
  assert(response.ok(), `changing the visibility answered ${response.status()}: ${await response.text()}`);
}

let videoId = '';
let publicFiles = [];
let signedFiles = [];
try {
  console.log(`journey on ${base}`);
  await steps.run('the front page opens to anybody', async () => {
    await page.goto(`${base}/`);
    await page.getByRole('heading', { name: 'Now showing' }).waitFor();
  });
  await steps.run('the creator logs in through the login page', async () => {
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator('#username').fill(user);
    await page.locator('#password').fill(password);
    await page.locator('#kc-login').click();
    await page.getByRole('button', { name: `Account of ${user}` }).waitFor();
    assert(new URL(page.url()).pathname === '/', `came back to ${page.url()}`);
  });
  await steps.run('a film is uploaded', async () => {
    await page.getByRole('link', { name: 'Upload' }).first().click();
    await page.locator('#file').setInputFiles(film);
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Description').fill(hostile.description);
    await page.getByLabel('Who may watch it').selectOption('public');
    const created = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/api/catalog/v1/videos'));
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    const answer = await created;
    assert(answer.status() === 201, `making the video answered ${answer.status()}: ${await answer.text()}`);
    videoId = (await answer.json()).id;
    await page.getByText('All of it has arrived').or(page.getByText('It is ready to be watched.')).first().waitFor({ timeout: 120_000 });
  });
  await steps.run('its encoding is seen until it is ready', async () => {
    const ready = page.getByText('It is ready to be watched.');
    const progress = page.getByRole('progressbar');
    const begun = performance.now();
    const labels = [];
    await until(
      'encoding',
      ENCODE_MS,
      async () => {
        const label = (await progress.isVisible()) ? await progress.getAttribute('aria-label', { timeout: 500 }).catch(() => null) : null;
        if (label !== null && label !== labels.at(-1)) {
          labels.push(label);
          console.log(`        ${((performance.now() - begun) / 1000).toFixed(1)} s: ${label}`);
        }
        const failed = await page.locator('.panel .failed').isVisible();
        assert(!failed, `encoding failed: ${await page.locator('.panel').innerText().catch(() => '')}`);
        return ready.isVisible();
      },
      (done) => done,
    );
    assert(labels.length > 0, 'no progress was shown');
  });
  await steps.run('it plays: time advances, the picture has a size', async () => {
    await page.getByRole('link', { name: 'Watch it' }).click();
    const seen = await plays(page);
    console.log(`        ${seen.width}×${seen.height}, ${seen.time.toFixed(1)} s in`);
    publicFiles = media.filter((url) => url.includes(`/media/v/${videoId}/`));
    assert(publicFiles.length > 2, `media came from ${media.join(' ')}`);
  });
  await steps.run('the quality menu offers its rungs', async () => {
    await page.getByRole('button', { name: 'Quality' }).click();
    const names = await page.getByRole('menuitemradio').allInnerTexts();
    assert(names.length >= 2 && names.some((name) => /^\s*\d+p\s*$/.test(name)), `offers ${names.join(', ')}`);
    await page.keyboard.press('Escape');
  });
  await steps.run('a stranger finds it and watches it', async () => {
    await until('the front page', 15_000, async () => {
      await stranger.goto(`${base}/`);
      await stranger.getByRole('heading', { name: 'Now showing' }).waitFor();
      return stranger.getByRole('heading', { name: title }).isVisible({ timeout: 1000 }).catch(() => false);
    }, (there) => there);
    await stranger.getByRole('heading', { name: title }).click();
    await plays(stranger);
  });
  await steps.run('what people wrote is text on every page, whatever it looks like', async () => {
    for (const reader of [page, stranger]) {
      await showsAsText(reader, `${base}/`, [title]);
      await showsAsText(reader, `${base}/watch/${videoId}`, [title, hostile.description]);
    }
    await showsAsText(page, `${base}/mine`, [title]);
    await comment(base, user, password, videoId, hostile.comment);
    const answer = await stranger.goto(`${base}${api(videoId)}/comments`);
    assert((await answer.json()).data[0].text === hostile.comment, `the comments are ${await answer.text()}`);
    await showsAsText(stranger, `${base}${api(videoId)}/comments`, []);
    assert(complaints.length === 0, complaints.join('\n'));
  });
  await steps.run('path tricks and inner paths are refused at the edge', async () => {
    for (const path of tricks(videoId)) {
      const status = await rawStatus(base, path);
      assert(status >= 400 && status < 500, `${path} answered ${status}`);
    }
  });
  await steps.run('made private, it is refused to strangers by the API and at the CDN', async () => {
    await setVisibility('private');
    await until('the API', REVOKED_MS, () => statusOf(api(videoId)), (status) => status === 404 || status === 403);
    await until('the playback', REVOKED_MS, () => statusOf(`${api(videoId)}/playback`), (status) => [401, 403, 404].includes(status));
    for (const url of [publicFiles[0], publicFiles.at(-1)]) {
      await until(`the CDN for ${url}`, REVOKED_MS, () => statusOf(url), (status) => status === 403);
    }
  });
  await steps.run('a stranger’s page says so', async () => {
    await stranger.goto(`${base}/watch/${videoId}`);
    await stranger.getByText('There is no such video for you').waitFor();
  });
  await steps.run('its creator still plays it, by a signed path', async () => {
    media.length = 0;
    await page.goto(`${base}/watch/${videoId}`);
    await plays(page);
    signedFiles = media.filter((url) => url.includes('/media/p/'));
    assert(signedFiles.length > 2, `media came from ${media.join(' ')}`);
    const tampered = signedFiles[0].replace(/\/p\/([^.]+)\.(\d+)\./, (_, kid, exp) => `/p/${kid}.${Number(exp) + 60}.`);
    assert((await statusOf(tampered)) === 403, 'a token with another expiry was let in');
    assert((await statusOf(signedFiles[0])) === 200, 'the token did not open its own file');
  });
  await steps.run('the CDN’s own log tells what was sent and how the players did', async () => {
    const bearer = await token(base, user, password);
    const sent = await until('the bytes sent', TOLD_MS, () => metric(base, bearer, 'bytes_sent', videoId), (found) => found?.value > 0);
    const starved = await until('what players told the CDN', TOLD_MS, () => metric(base, bearer, 'buffer_starvation', videoId), (found) => found?.value !== undefined);
    console.log(`        ${sent.value} bytes by ${sent.sessions} answers; ${starved.value} % of segments were asked for with nothing left to play`);
  });
  await steps.run('deleted, it is gone from the API and the CDN', async () => {
    await page.goto(`${base}/mine`);
    await page.getByRole('button', { name: `Delete ${title}` }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByRole('listitem', { name: title }).waitFor({ state: 'detached' });
    await until('the API', REVOKED_MS, () => statusOf(api(videoId)), (status) => status === 404 || status === 410);
    for (const url of [publicFiles[0], signedFiles[0]]) {
      await until(`the CDN for ${url}`, REVOKED_MS, () => statusOf(url), (status) => status === 403 || status === 404);
    }
    await page.goto(`${base}/watch/${videoId}`);
    await page.getByText('There is no such video for you').waitFor();
  });
  await steps.run('the creator logs out', async () => {
    await page.getByRole('button', { name: `Account of ${user}` }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
  });
  await steps.run('no page broke a script or its content security policy', () => {
    assert(complaints.length === 0, complaints.join('\n'));
  });
} finally {
  await browser.close();
  if (made !== undefined) {
    await rm(made.folder, { recursive: true });
  }
  steps.close();
}
