import { Button, Group, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import '@mantine/core/styles/Pill.css';
import '@mantine/core/styles/PillsInput.css';
import { changeAlbum } from '../api/albums';
import { albumChanged } from '../api/renewals';
import type { Album } from '../api/types';
import { tell } from '../hooks/useNotices';
import { editedOf, patchOf, type Edited } from '../util/edited';
import { LicenceSelect } from './LicenceSelect';
import { InlineError } from './Notice';
import { PublishAt } from './PublishAt';
import { VisibilitySelect } from './VisibilitySelect';

/** What an album says of itself, who may see it and from when on. Photos that become ready meanwhile do not disturb it. */
export function AlbumForm({ album }: { album: Album }) {
  const client = useQueryClient();
  const [edited, setEdited] = useState<Edited>(() => editedOf(album));
  const patch = patchOf(album, edited);
  const save = useMutation({
    mutationFn: () => changeAlbum(album.id, patch),
    onSuccess: async () => {
      tell('Your changes are kept.');
      await albumChanged(client, album.id);
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
          <LicenceSelect value={edited.licence} onChange={(licence) => { set({ licence }); }} />
          <TextInput label="Language" placeholder="en" maxLength={35} value={edited.language} onChange={(event) => { set({ language: event.currentTarget.value }); }} />
        </Group>
        <VisibilitySelect label="Who may see it" value={edited.visibility} onChange={(visibility) => { set({ visibility }); }} />
        <PublishAt value={edited.publishAt} until="see it" onChange={(publishAt) => { set({ publishAt }); }} />
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
