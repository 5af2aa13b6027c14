import { describe, expect, it } from 'vitest';
import { stagesOf } from './stages';

const rendition = (name: string) => ({ name, bandwidth: 1, average_bandwidth: 1, codecs: '' });
const states = (video: Parameters<typeof stagesOf>[0]) => stagesOf(video).map(({ name, state }) => `${name}: ${state}`);

describe('stagesOf', () => {
  it('begins with the upload', () => {
    expect(states({ state: 'uploading' })).toEqual(['Upload: now', 'Look at the file: waiting', 'Ready to watch: waiting']);
  });

  it('shows what is being made, and what waits', () => {
    expect(states({ state: 'processing', width: 1280, height: 720, progress: { step: 'encoding', percent: 40, rung: '240p' } })).toEqual([
      'Upload: done', 'Look at the file: done', '240p: now', '360p: waiting', '480p: waiting', '720p: waiting', 'Ready to watch: waiting',
    ]);
  });

  it('knows that larger sizes come after it can be watched', () => {
    expect(
      states({ state: 'ready', width: 640, height: 360, renditions: [rendition('240p'), rendition('audio')], progress: { step: 'encoding', percent: 10, rung: '360p' } }),
    ).toEqual(['Upload: done', 'Look at the file: done', '240p: done', '360p: now', 'Ready to watch: done']);
  });

  it('says what broke', () => {
    const failed = stagesOf({ state: 'failed', failure: { code: 'not_a_video', detail: 'No picture.', retryable: false } });
    expect(failed.map(({ state }) => state)).toEqual(['done', 'failed', 'failed']);
    expect(failed.at(-1)?.note).toBe('No picture.');
  });
});
