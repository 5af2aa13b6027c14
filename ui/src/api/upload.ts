import { Upload } from 'tus-js-client';
import { UPLOADS } from '../util/paths';
import { accessToken } from './session';

export interface UploadEvents {
  progress(sent: number, total: number): void;
  done(): void;
  failed(error: Error): void;
}

export interface RunningUpload {
  pause(): Promise<void>;
  resume(): void;
}

// Lets the server keep what it has at points not too far apart, and a proxy that buffers hold no more than this.
const CHUNK_BYTES = 16 << 20;
const RETRY_MS = [0, 1000, 3000, 8000, 15_000, 30_000];
// A quota is asked to wait for hours; nobody sits that out.
const LONGEST_WAIT_S = 60;
// Statuses that another try cannot change.
const FINAL = new Set([400, 401, 403, 404, 410, 412, 413, 415, 507]);

/** Sends a file resumably for what its metadata names; an earlier try of the same file goes on where it stopped. */
export async function startUpload(file: File, metadata: { content_id: string; photo_id?: string }, events: UploadEvents): Promise<RunningUpload> {
  const upload = new Upload(file, {
    endpoint: new URL(UPLOADS, location.href).href,
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_MS,
    metadata: { filename: file.name, filetype: file.type, ...metadata },
    // The same file for another video or photo is another upload.
    fingerprint: () =>
      Promise.resolve(['matinee', ...Object.values(metadata), file.name, file.size, file.lastModified].join('-')),
    removeFingerprintOnSuccess: true,
    onBeforeRequest: async (request) => {
      // Asked for anew each time: an upload may well outlive a token.
      const token = await accessToken();
      if (token !== undefined) {
        request.setHeader('Authorization', `Bearer ${token}`);
      }
    },
    onShouldRetry: (error) => {
      const answer = error.originalResponse;
      const wait = Number(answer?.getHeader('Retry-After') ?? 0);
      return !FINAL.has(answer?.getStatus() ?? 0) && wait <= LONGEST_WAIT_S;
    },
    onProgress: (sent, total) => {
      events.progress(sent, total);
    },
    onSuccess: () => {
      events.done();
    },
    onError: (error) => {
      events.failed(error);
    },
  });
  const [earlier] = await upload.findPreviousUploads();
  if (earlier !== undefined) {
    upload.resumeFromPreviousUpload(earlier);
  }
  upload.start();
  return {
    pause: () => upload.abort(),
    resume: () => {
      upload.start();
    },
  };
}
