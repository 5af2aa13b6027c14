/** What is remembered of an upload that was begun, so that it can go on after a reload with the same file chosen again. */
export interface PendingUpload {
  videoId: string;
  title: string;
  fileName: string;
  size: number;
  lastModified: number;
  startedAt: string;
}

const KEY = 'matinee.pending-uploads';
const LIMIT = 20;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** Reads the list; what another version or a curious hand left there is dropped rather than trusted. */
export function pendingUploads(store: Store): PendingUpload[] {
  try {
    const parsed: unknown = JSON.parse(store.getItem(KEY) ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(isPending) : [];
  } catch {
    return [];
  }
}

function isPending(value: unknown): value is PendingUpload {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const entry = value as Record<string, unknown>;
  return (
    ['videoId', 'title', 'fileName', 'startedAt'].every((name) => typeof entry[name] === 'string') &&
    ['size', 'lastModified'].every((name) => typeof entry[name] === 'number')
  );
}

export function rememberUpload(store: Store, upload: PendingUpload): void {
  const others = pendingUploads(store).filter((other) => other.videoId !== upload.videoId);
  store.setItem(KEY, JSON.stringify([upload, ...others].slice(0, LIMIT)));
}

export function forgetUpload(store: Store, videoId: string): void {
  store.setItem(KEY, JSON.stringify(pendingUploads(store).filter((upload) => upload.videoId !== videoId)));
}

/** The unfinished upload that a chosen file belongs to: same name, size and time of change. */
export function pendingFor(uploads: readonly PendingUpload[], file: Pick<File, 'name' | 'size' | 'lastModified'>): PendingUpload | undefined {
  return uploads.find(
    (upload) => upload.fileName === file.name && upload.size === file.size && upload.lastModified === file.lastModified,
  );
}
