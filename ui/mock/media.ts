import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const folder = join(tmpdir(), 'matinee-mock');
const SECONDS = 60;

/** One made-up film in one rendition, with a sheet of small pictures; made once by ffmpeg, where there is one. */
let film: Promise<void> | undefined;
async function makeFilm(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const run = promisify(execFile);
  const source = `gradients=size=640x360:rate=25:duration=${SECONDS}:speed=0.02:c0=0x3a2a52:c1=0xd94f20:c2=0xffc857:c3=0x14110f:nb_colors=4:seed=3`;
  await run('ffmpeg', [
    '-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-f', 'lavfi', '-i', `sine=frequency=220:duration=${SECONDS}`,
    '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '50', '-c:a', 'aac',
    '-f', 'hls', '-hls_time', '6', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4', join(folder, 'film.m3u8'),
  ]);
  await run('ffmpeg', ['-v', 'error', '-y', '-i', join(folder, 'film.m3u8'), '-vf', 'fps=1/2,scale=160:90,tile=10x3', '-frames:v', '1', join(folder, 'sb-0.jpg')]);
}

const clock = (seconds: number) => `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}.000`;

function storyboard(): string {
  const cues = Array.from({ length: SECONDS / 2 }, (_, i) => `${clock(i * 2)} --> ${clock(i * 2 + 2)}\nsb-0.jpg#xywh=${(i % 10) * 160},${Math.floor(i / 10) * 90},160,90\n`);
  return `WEBVTT\n\n${cues.join('\n')}`;
}

const CHAPTERS = `WEBVTT\n\n00:00.000 --> 00:18.000\nThe harbour\n\n00:18.000 --> 00:41.000\nOut with the tide\n\n00:41.000 --> 01:00.000\nHome\n`;
const CAPTIONS = `WEBVTT\n\n00:01.000 --> 00:05.000\nIt is low tide.\n\n00:06.000 --> 00:12.000\nNobody is up yet but the gulls.\n`;

function poster(seed: number): string {
  const hue = (seed * 47) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 45% 28%)"/><stop offset="1" stop-color="hsl(${(hue + 60) % 360} 60% 58%)"/></linearGradient></defs><rect width="640" height="360" fill="url(#g)"/><circle cx="${120 + ((seed * 83) % 400)}" cy="${110 + ((seed * 31) % 90)}" r="46" fill="hsl(45 90% 75%)"/><path d="M0 ${270 - ((seed * 13) % 60)} Q 160 ${180 + ((seed * 29) % 90)} 320 260 T 640 ${230 + ((seed * 7) % 60)} V360 H0z" fill="hsl(${hue} 35% 16%)"/></svg>`;
}

export async function media(path: string, response: ServerResponse): Promise<void> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const picture = /^poster-(\d+)\.svg$/.exec(name);
  if (picture !== null) {
    response.setHeader('Content-Type', 'image/svg+xml');
    response.end(poster(Number(picture[1])));
    return;
  }
  const texts: Record<string, string> = { 'storyboard.vtt': storyboard(), 'chapters.vtt': CHAPTERS, 'en.vtt': CAPTIONS, 'de.vtt': CAPTIONS };
  const text = texts[name];
  if (text !== undefined) {
    response.setHeader('Content-Type', 'text/vtt');
    response.end(text);
    return;
  }
  film ??= makeFilm();
  await film;
  // Only names of this folder, whatever the address says.
  const bytes = /^[\w-]+\.(m3u8|mp4|m4s|jpg)$/.test(name) ? await readFile(join(folder, name)).catch(() => undefined) : undefined;
  if (bytes === undefined) {
    response.statusCode = 404;
    response.end();
    return;
  }
  response.setHeader('Content-Type', name.endsWith('.m3u8') ? 'application/vnd.apple.mpegurl' : name.endsWith('.jpg') ? 'image/jpeg' : 'video/mp4');
  response.end(bytes);
}
