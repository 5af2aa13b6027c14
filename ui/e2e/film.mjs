import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A real film of some seconds with picture and sound, in a folder of its own. */
export async function makeFilm(seconds) {
  const folder = await mkdtemp(join(tmpdir(), 'matinee-film-'));
  const file = join(folder, 'journey.mp4');
  await run('ffmpeg', [
    '-v', 'error',
    '-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=25:duration=${seconds}`,
    '-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`,
    '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest',
    '-movflags', '+faststart', file,
  ]);
  return { folder, file };
}

/** A real photo in a folder of its own; each number makes another picture. */
export async function makePhoto(number) {
  const folder = await mkdtemp(join(tmpdir(), 'matinee-photo-'));
  const file = join(folder, `photo-${number}.jpg`);
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `mandelbrot=size=800x600:start_scale=${1 / number}`, '-frames:v', '1', file]);
  return { folder, file };
}
