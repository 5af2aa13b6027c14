import { Button, Group, NativeSelect, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import '@mantine/core/styles/Pill.css';
import '@mantine/core/styles/PillsInput.css';
import { videoChanged } from '../api/renewals';
import { keepEdited } from '../api/texts';
import type { Video, VideoPatch } from '../api/types';
import { tell } from '../hooks/useNotices';
import { editedOf, patchOf, type Edited } from '../util/edited';
import { LicenceSelect } from './LicenceSelect';
import { InlineError } from './Notice';
import { PublishAt } from './PublishAt';
import { VisibilitySelect } from './VisibilitySelect';

const CATEGORIES = ['', 'animation', 'autos', 'comedy', 'education', 'entertainment', 'film', 'gaming', 'howto', 'music', 'news', 'nonprofit', 'people', 'pets', 'science', 'sports', 'travel'];

/** What a video says of itself, who may see it and from when on. */
export function EditForm({ video, etag }: { video: Video; etag: string }) {
  const client = useQueryClient();
  const [edited, setEdited] = useState<Edited>(() => editedOf(video));
  const patch: VideoPatch = patchOf(video, edited);
  const save = useMutation({
    mutationFn: () => keepEdited(video, etag, patch),
    onSuccess: async () => {
      tell('Your changes are kept.');
      await videoChanged(client, video.id);
    },
  });
  const set = (change: Partial<Edited>) => {
    setEdited({ ...edited, ...change });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <TextInput label="Title" required maxLength={200} value={edited.title} onChange={(event) => { set({ title: event.currentTarget.value }); }} />
        <Textarea label="Description" rows={6} maxLength={5000} value={edited.description} onChange={(event) => { set({ description: event.currentTarget.value }); }} />
        <TagsInput label="Tags" description="Enter or a comma ends one" maxTags={30} value={edited.tags} onChange={(tags) => { set({ tags }); }} />
        <Group grow>
          <NativeSelect label="Category" data={CATEGORIES.map((one) => ({ value: one, label: one === '' ? 'None' : one }))} value={edited.category} onChange={(event) => { set({ category: event.currentTarget.value }); }} />
          <LicenceSelect value={edited.licence} onChange={(licence) => { set({ licence }); }} />
          <TextInput label="Language" placeholder="en" maxLength={35} value={edited.language} onChange={(event) => { set({ language: event.currentTarget.value }); }} />
        </Group>
        <VisibilitySelect label="Who may watch it" value={edited.visibility} onChange={(visibility) => { set({ visibility }); }} />
        <PublishAt value={edited.publishAt} until="watch it" onChange={(publishAt) => { set({ publishAt }); }} />
        <InlineError error={save.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={Object.keys(patch).length === 0}>
            Keep the changes
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
