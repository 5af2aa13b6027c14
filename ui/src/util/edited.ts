import type { Video, VideoPatch, Visibility } from '../api/types';

/** What a form may change of a video or an album, which is in no category. */
export type Editable = Pick<Video, 'title' | 'description' | 'tags' | 'category' | 'language' | 'licence' | 'visibility' | 'publish_at'>;

/** Its words as a form has them: nothing is an empty text. */
export interface Edited {
  title: string;
  description: string;
  tags: string[];
  category: string;
  language: string;
  licence: string;
  visibility: Visibility;
  /** As `datetime-local` has it, in the browser's zone. */
  publishAt: string;
}

const MINUTE_MS = 60_000;

/** A moment as a form's field shows it, in the browser's zone. */
export function localTime(when: string): string {
  const date = new Date(when);
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** What a form begins with. */
export function editedOf(made: Editable): Edited {
  return {
    title: made.title,
    description: made.description ?? '',
    tags: made.tags,
    category: made.category ?? '',
    language: made.language ?? '',
    licence: made.licence ?? '',
    visibility: made.visibility,
    publishAt: made.publish_at === undefined ? '' : localTime(made.publish_at),
  };
}

/** When to publish what is new: nothing where the field is empty. */
export function publishing(publishAt: string): { publish_at?: string } {
  return publishAt === '' ? {} : { publish_at: new Date(publishAt).toISOString() };
}

/** Only what was changed, as a merge patch: what was emptied becomes null. */
export function patchOf(video: Editable, edited: Edited): VideoPatch {
  const patch: VideoPatch = {};
  if (edited.title.trim() !== video.title) {
    patch.title = edited.title.trim();
  }
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  if (edited.description !== (video.description ?? '')) {
    patch.description = edited.description === '' ? null : edited.description;
  }
  if (edited.tags.join('\n') !== video.tags.join('\n')) {
    patch.tags = edited.tags;
  }
  if (edited.category !== (video.category ?? '')) {
    patch.category = orNull(edited.category) as NonNullable<VideoPatch['category']>;
  }
  if (edited.language.trim() !== (video.language ?? '')) {
    patch.language = orNull(edited.language);
  }
  if (edited.licence !== (video.licence ?? '')) {
    patch.licence = orNull(edited.licence) as NonNullable<VideoPatch['licence']>;
  }
  if (edited.visibility !== video.visibility) {
    patch.visibility = edited.visibility;
  }
  const shown = video.publish_at === undefined ? '' : localTime(video.publish_at);
  if (edited.publishAt !== shown) {
    patch.publish_at = edited.publishAt === '' ? null : new Date(edited.publishAt).toISOString();
  }
  return patch;
}

/** Whether any of what a patch changes is not as it was when it was made. */
export function changedMeanwhile(original: Video, now: Video, patch: VideoPatch): boolean {
  return (Object.keys(patch) as (keyof VideoPatch & keyof Video)[]).some((name) => JSON.stringify(original[name]) !== JSON.stringify(now[name]));
}
