/** What is remembered of an upload that was begun, so that it can go on after a reload with the same file chosen again. */
export interface PendingUpload {
  videoId: string;
  /** Whose it is: others may use the same browser. */
  memberId: string;
  title: string;
  fileName: string;
  size: number;
  lastModified: number;
  startedAt: string;
}

const KEY = 'matinee.pending-uploads';
const LIMIT = 20;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** A member's own. */
export const pendingUploads = (store: Store, memberId: string): PendingUpload[] => allPending(store).filter((upload) => upload.memberId === memberId);

/** Reads the list; what another version or a curious hand left there is dropped rather than trusted. */
function allPending(store: Store): PendingUpload[] {
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
    ['videoId', 'memberId', 'title', 'fileName', 'startedAt'].every((name) => typeof entry[name] === 'string') &&
    ['size', 'lastModified'].every((name) => typeof entry[name] === 'number')
  );
}

export function rememberUpload(store: Store, upload: PendingUpload): void {
  const others = allPending(store).filter((other) => other.videoId !== upload.videoId);
  store.setItem(KEY, JSON.stringify([upload, ...others].slice(0, LIMIT)));
}

export function forgetUpload(store: Store, videoId: string): void {
  store.setItem(KEY, JSON.stringify(allPending(store).filter((upload) => upload.videoId !== videoId)));
}

type Named = Pick<File, 'name' | 'size' | 'lastModified'>;

/** As far as a browser tells. */
export const isSameFile = (one: Named, other: Named): boolean => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

/** The unfinished upload that a chosen file belongs to: same name, size and time of change. */
export function pendingFor(uploads: readonly PendingUpload[], file: Named): PendingUpload | undefined {
  return uploads.find((upload) => isSameFile({ ...upload, name: upload.fileName }, file));
}
