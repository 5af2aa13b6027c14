// A film's whole life on a running Matinee, as its creator, a stranger, a viewer, a moderator and an operator live it in Chromium.
//
// MATINEE_URL, MATINEE_USER, MATINEE_PASSWORD  the gateway and a creator's login (as `./matinee status --json` tells)
// MATINEE_FILM      a film to upload; without it ffmpeg makes one of twelve seconds
// MATINEE_CHROMIUM  the browser (/usr/bin/chromium)
// MATINEE_E2E_OUT   where a picture of a failure goes (the system's temporary folder)
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { logIn, plays, putCaptions } from './acts.mjs';
import { metric, token } from './asked.mjs';
import { makeFilm } from './film.mjs';
import { embedSteps } from './embed.mjs';
import { hostile, noteDialogs, showsAsText } from './hostile.mjs';
import { seriousFaults } from './axe.mjs';
import { moderatorSteps, viewerSteps } from './members.mjs';
import { jumped, open } from './open.mjs';
import { operatorSteps } from './operator.mjs';
import { assert, Steps, until } from './steps.mjs';
import { target } from './target.mjs';
import { showsTheNumbers } from './numbers.mjs';
import { photoSteps } from './photos.mjs';
import { rawStatus, tricks } from './tricks.mjs';

const { base, user, password, named } = await target();
const ENCODE_MS = 480_000;
// The CDN keeps catalog's answer for two seconds; the rest is for the change to get there.
const REVOKED_MS = 8_000;
// From nginx over the collector, Kafka and a file to the sums of a day: half a minute each for the last two.
const TOLD_MS = 180_000;
const DESK = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'];
if (process.getuid?.() === 0) {
  flags.push('--no-sandbox');
}

// What people write is text wherever it is shown, so this film's own texts are of the worst kind.
const title = `Journey ${hostile.title} ${new Date().toISOString()}`;
const made = process.env.MATINEE_FILM === undefined ? await makeFilm(12) : undefined;
const film = process.env.MATINEE_FILM ?? made.file;
const browser = await chromium.launch({ executablePath: process.env.MATINEE_CHROMIUM ?? '/usr/bin/chromium', args: flags });
const page = await (await browser.newContext({ viewport: DESK })).newPage();
const stranger = await (await browser.newContext()).newPage();
page.setDefaultTimeout(20_000);
stranger.setDefaultTimeout(20_000);

const complaints = [];
for (const watched of [page, stranger]) {
  watchOver(watched);
}

/** Notes what no page of ours does. */
function watchOver(watched) {
  noteDialogs(watched, complaints);
  watched.on('pageerror', (error) => complaints.push(`${watched.url()}: ${error.message}`));
  watched.on('console', (message) => {
    if (message.type() === 'error' && /content security policy/i.test(message.text())) {
      complaints.push(`${watched.url()}: ${message.text()}`);
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

/** What the demo's user of a role does, in a browser of their own; nothing where such a user is not known. */
async function as(role, viewport, story) {
  const name = named(role);
  if (name === undefined) {
    console.log(`  skip  what a ${role} does: no such user is known here`);
  } else {
    const context = await browser.newContext({ viewport });
    const theirs = await context.newPage();
    theirs.setDefaultTimeout(20_000);
    watchOver(theirs);
    await theirs.goto(`${base}/`);
    await story(theirs, () => logIn(theirs, name, password));
    await context.close();
  }
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
  await steps.run('the first page weighs little, and comes from this house only', async () => {
    const context = await browser.newContext();
    const fresh = await context.newPage();
    const sizes = [];
    const foreign = [];
    fresh.on('requestfinished', (request) => {
      if (new URL(request.url()).origin !== new URL(base).origin) {
        foreign.push(request.url());
      } else if (['document', 'script', 'stylesheet', 'font'].includes(request.resourceType())) {
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      }
    });
    await fresh.goto(`${base}/`, { waitUntil: 'networkidle' });
    await fresh.getByRole('heading', { name: 'Now showing' }).waitFor();
    const weight = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    const interactive = await fresh.evaluate(() => performance.getEntriesByType('navigation')[0].domInteractive);
    console.log(`        ${(weight / 1000).toFixed(0)} kB, interactive after ${interactive.toFixed(0)} ms`);
    assert(weight < 250_000, `the first page weighs ${weight} bytes`);
    assert(foreign.length === 0, `other houses were asked: ${foreign.join(' ')}`);
    await context.close();
  });
  await steps.run('the creator logs in through the login page', async () => {
    await logIn(page, user, password);
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
  await embedSteps(steps, page, browser, base, videoId);
  await steps.run('what people wrote is text on every page, whatever it looks like', async () => {
    for (const reader of [page, stranger]) {
      await showsAsText(reader, `${base}/?show=latest`, [title]);
      await showsAsText(reader, `${base}/watch/${videoId}`, [title, hostile.description]);
    }
    await showsAsText(page, `${base}/mine`, [title]);
    await page.goto(`${base}/watch/${videoId}`);
    await page.getByRole('textbox', { name: 'Your comment' }).fill(hostile.comment);
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await page.getByText(hostile.comment, { exact: true }).first().waitFor();
    await showsAsText(stranger, `${base}/watch/${videoId}`, [hostile.comment]);
    assert(complaints.length === 0, complaints.join('\n'));
  });
  await steps.run('it is found by its words, and by its captions at the second they are said', async () => {
    const word = `gull${Date.now().toString(36)}`;
    await putCaptions(page, api(videoId), `WEBVTT\n\n00:00:03.000 --> 00:00:06.000\nNobody is up but one ${word}\n`);
    const hit = stranger.locator('.found-cue').filter({ hasText: word });
    await until('the caption in search', 60_000, async () => {
      await stranger.goto(`${base}/search?q=${word}`);
      return hit.first().waitFor({ timeout: 3000 }).then(() => true, () => false);
    }, (there) => there);
    await hit.first().click();
    await stranger.getByRole('button', { name: /^Play / }).click();
    const seen = await until('the second', 30_000, () => stranger.locator('video').evaluate((video) => video.currentTime), (time) => time > 3);
    assert(seen < 12, `it plays at ${seen} s`);
  });
  await steps.run('it is liked, saved to a playlist and kept in the history with its place', async () => {
    await page.goto(`${base}/watch/${videoId}`);
    await page.getByRole('button', { name: 'Like, 0 likes' }).click();
    await page.getByRole('button', { name: 'Like, 1 like' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    const list = `Kept ${Date.now()}`;
    await page.getByRole('textbox', { name: 'New playlist' }).fill(list);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText(`Saved to “${list}”.`).waitFor();
    await page.goto(`${base}/playlists`);
    await page.getByRole('link', { name: list }).click();
    await page.getByRole('link', { name: title }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the playlist' }).click();
    await page.getByRole('heading', { name: 'Playlists' }).waitFor();
    await page.goto(`${base}/history`);
    await page.getByRole('link', { name: title }).waitFor();
    await page.goto(`${base}/likes`);
    await page.getByRole('link', { name: title }).waitFor();
  });
  await steps.run('what the player says comes to analytics', async () => {
    const told = page.waitForRequest((request) => request.url().endsWith('/api/analytics/v1/events') && request.postData()?.includes('"progressed"') === true, { timeout: 60_000 });
    await page.goto(`${base}/watch/${videoId}?t=0`);
    await plays(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    const answer = await (await told).response();
    assert(answer?.status() === 202, `it answered ${answer?.status()}: ${await answer?.text()}`);
    const { refused } = await answer.json();
    assert(refused.length === 0, `refused were ${JSON.stringify(refused)}`);
  });
  await steps.run('left within the app, it goes on where it was left', async () => {
    await page.goto(`${base}/watch/${videoId}?t=0`);
    await plays(page);
    const at = await page.locator('video').evaluate((video) => video.currentTime);
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('link', { name: title }).click();
    const offered = await page.getByRole('button', { name: /^Play .* from \d+:\d\d$/ }).getAttribute('aria-label');
    const [minutes, seconds] = offered.split(' ').at(-1).split(':').map(Number);
    assert(Math.abs(minutes * 60 + seconds - at) <= 2, `left at ${at} s, offered: ${offered}`);
  });
  await steps.run('a new tab knows who is logged in', async () => {
    const tab = await page.context().newPage();
    watchOver(tab);
    await tab.goto(`${base}/mine`);
    await tab.getByRole('listitem', { name: title }).waitFor({ timeout: 20_000 });
    await tab.close();
  });
  await steps.run('what one is told is chosen and kept', async () => {
    await page.goto(`${base}/settings/notifications`);
    const box = page.getByRole('checkbox', { name: 'Somebody likes what you made: Mail' });
    const before = await box.isChecked();
    await box.setChecked(!before);
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByText('Your settings are kept.').waitFor();
    await page.reload();
    await until('the box', 10_000, () => box.isChecked(), (checked) => checked !== before);
    await page.goto(`${base}/inbox`);
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  });
  await steps.run('its words are changed in the studio', async () => {
    await page.goto(`${base}/studio/${videoId}`);
    await page.getByLabel('Tags').and(page.locator('input')).pressSequentially('journey,');
    await page.getByRole('textbox', { name: 'Language' }).fill('en');
    await page.getByRole('button', { name: 'Keep the changes' }).click();
    await page.getByText('Your changes are kept.').waitFor();
    await until('its words', REVOKED_MS, async () => {
      const { language, tags } = await (await fetch(`${base}${api(videoId)}`)).json();
      return { language, tags };
    }, ({ language, tags }) => language === 'en' && tags.includes('journey'));
    await page.goto(`${base}/studio/${videoId}?show=progress`);
    await page.getByText('Ready to watch').waitFor();
  });
  await steps.run('its poster is chosen, and what happened to it is told', async () => {
    await page.goto(`${base}/studio/${videoId}`);
    const moment = page.getByRole('list', { name: 'Moments of the film' }).getByRole('button').last();
    await moment.click();
    await page.getByText(/is being made\.$/).waitFor();
    await page.getByText('It stands for the film in every list.').waitFor({ timeout: 120_000 });
    assert((await moment.getAttribute('aria-pressed')) === 'true', 'the chosen moment is not marked');
    await page.goto(`${base}/studio/${videoId}?show=progress`);
    const told = page.getByRole('region', { name: 'What happened' });
    for (const words of [/^All of its file arrived/, /^Waits for an encoder/, /^All of it is ready/]) {
      await told.getByText(words).first().waitFor();
    }
  });
  await steps.run('the numbers that a creator sees are those of the API', async () => {
    for (const address of [`${base}/studio/${videoId}?show=numbers`, `${base}/studio/analytics`]) {
      await showsTheNumbers(page, address);
    }
  });
  await photoSteps(steps, page, stranger, base);
  const complaint = `Too many colours, ${new Date().toISOString()}`;
  await as('viewer', PHONE, (viewer, enter) => viewerSteps(steps, viewer, base, enter, videoId, complaint));
  await as('moderator', DESK, (moderator, enter) => moderatorSteps(steps, moderator, base, enter, complaint));
  await as('operator', DESK, (operator, enter) => operatorSteps(steps, operator, base, enter));
  await steps.run('axe finds nothing serious on any page, and none jumps while it comes', async () => {
    const paths = ['/', `/watch/${videoId}`, '/search?q=journey', '/upload', '/upload?kind=photos', '/mine', '/mine?show=photos', `/studio/${videoId}`, `/studio/${videoId}?show=numbers`, '/inbox', '/settings/notifications', '/history', '/playlists', '/likes', '/following', '/nowhere'];
    const faults = [];
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      for (const path of paths) {
        await open(page, `${base}${path}`);
        const shift = await jumped(page);
        if (shift >= 0.1) {
          faults.push(`${path} jumped by ${shift.toFixed(3)} while it came`);
        }
        faults.push(...(await seriousFaults(page)).map((fault) => `${colorScheme} ${fault}`));
      }
    }
    await page.emulateMedia({ colorScheme: null });
    assert(faults.length === 0, faults.join('\n'));
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
    await page.goto(`${base}/watch/${videoId}?t=0`);
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
