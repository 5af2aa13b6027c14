import { DetailedError } from 'tus-js-client';
import { forgetUpload, rememberUpload } from '../util/pendingUploads';
import { currentMember } from './session';
import { browserStorage } from './storage';
import { startUpload, type RunningUpload } from './upload';

/** What a file is for: a video, or a photo of an album. */
export type UploadTarget = { kind: 'video'; id: string; title: string } | { kind: 'album'; id: string; title: string; photoId: string };

export const videoTarget = ({ id, title }: { id: string; title: string }): UploadTarget => ({ kind: 'video', id, title });

export interface QueuedUpload {
  key: string;
  file: File;
  title: string;
  /** Known once what the file is for has been made. */
  target?: UploadTarget;
  state: 'waiting' | 'creating' | 'sending' | 'paused' | 'sent' | 'failed';
  sent: number;
  bytesPerS: number;
  error?: unknown;
}

interface Wanted {
  file: File;
  title: string;
  /** Asks for what the file is for; again after a failure, so it must make one at most. */
  open: () => Promise<UploadTarget>;
}

// More would only share the same line.
const AT_ONCE = 2;

let queue: readonly QueuedUpload[] = [];
const listeners = new Set<() => void>();
const wanted = new Map<string, Wanted>();
const running = new Map<string, RunningUpload>();

/** The files of this tab on their way, which go on while other pages are looked at. */
export const uploads = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: (): readonly QueuedUpload[] => queue,
  add(more: Wanted[]): void {
    const added = more.map((one): QueuedUpload => {
      const key = crypto.randomUUID();
      wanted.set(key, one);
      return { key, file: one.file, title: one.title, state: 'waiting', sent: 0, bytesPerS: 0 };
    });
    replace([...queue, ...added]);
    pump();
  },
  async pause(key: string): Promise<void> {
    await running.get(key)?.pause();
    change(key, { state: 'paused' });
    pump();
  },
  /** Goes on with one that was paused, or tries one that failed again. */
  resume(key: string): void {
    change(key, { state: 'waiting', error: undefined });
    pump();
  },
  /** Takes one out of the list; what has arrived of it stays, and is remembered. */
  drop(key: string): void {
    void running.get(key)?.pause();
    running.delete(key);
    wanted.delete(key);
    replace(queue.filter((one) => one.key !== key));
    pump();
  },
};

function replace(next: readonly QueuedUpload[]): void {
  queue = next;
  for (const listener of listeners) {
    listener();
  }
}

function change(key: string, to: Partial<Omit<QueuedUpload, 'error'>> & { error?: unknown }): void {
  replace(queue.map((one) => (one.key === key ? { ...one, ...to } : one)));
}

function pump(): void {
  const busy = queue.filter(({ state }) => state === 'creating' || state === 'sending').length;
  for (const { key } of queue.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, AT_ONCE - busy))) {
    void begin(key);
  }
}

async function begin(key: string): Promise<void> {
  const one = wanted.get(key);
  if (one === undefined) {
    return;
  }
  const paused = running.get(key);
  if (paused !== undefined) {
    change(key, { state: 'sending' });
    paused.resume();
    return;
  }
  change(key, { state: 'creating' });
  try {
    const target = await one.open();
    const { file } = one;
    if (!wanted.has(key)) {
      // Taken out meanwhile.
      return;
    }
    const member = await currentMember();
    if (target.kind === 'video' && member !== undefined) {
      // A photo is sent in one go; a film may outlive its page.
      rememberUpload(browserStorage, { videoId: target.id, memberId: member.id, title: target.title, fileName: file.name, size: file.size, lastModified: file.lastModified, startedAt: new Date().toISOString() });
    }
    change(key, { state: 'sending', target, title: target.kind === 'video' ? target.title : one.title });
    const begun = { at: performance.now(), sent: -1 };
    const metadata = { content_id: target.id, ...(target.kind === 'album' ? { photo_id: target.photoId } : {}) };
    const upload = await startUpload(file, metadata, {
      progress: (sent) => {
        if (begun.sent < 0) {
          // What had arrived before says nothing about the speed of now.
          begun.sent = sent;
        }
        const seconds = (performance.now() - begun.at) / 1000;
        change(key, { sent, bytesPerS: seconds > 0 ? (sent - begun.sent) / seconds : 0 });
      },
      done: () => {
        running.delete(key);
        forgetUpload(browserStorage, target.id);
        change(key, { state: 'sent', sent: file.size });
        pump();
      },
      failed: (error) => {
        change(key, { state: 'failed', error });
        pump();
      },
    });
    // A small file may have arrived before its upload could be held.
    if (queue.find((now) => now.key === key)?.state !== 'sent') {
      running.set(key, upload);
    }
  } catch (error) {
    change(key, { state: 'failed', error });
    pump();
  }
}

addEventListener('beforeunload', (event) => {
  if (queue.some(({ state }) => state === 'waiting' || state === 'creating' || state === 'sending')) {
    event.preventDefault();
  }
});

// What stopped for want of a network goes on when there is one.
addEventListener('online', () => {
  for (const { key, state, error } of queue) {
    if (state === 'failed' && error instanceof DetailedError && error.originalResponse == null) {
      uploads.resume(key);
    }
  }
});
