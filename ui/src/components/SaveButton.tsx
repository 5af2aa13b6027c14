import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createPlaylist, ownPlaylists, putIn } from '../api/playlists';
import { useAsMember } from '../hooks/useAsMember';
import { tell } from '../hooks/useNotices';
import { count } from '../util/format';
import { ListIcon } from './icons';
import { InlineError } from './Notice';
import { Pages } from './Pages';

/** Puts a video into a playlist, or into a new one. */
export function SaveButton({ videoId }: { videoId: string }) {
  const [open, setOpen] = useState(false);
  const asMember = useAsMember();
  return (
    <>
      <Button
        variant="default"
        leftSection={<ListIcon />}
        onClick={() => {
          asMember(() => {
            setOpen(true);
          });
        }}
      >
        Save
      </Button>
      <Modal
        opened={open}
        onClose={() => {
          setOpen(false);
        }}
        title="Save to a playlist"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <SaveTo
          videoId={videoId}
          onSaved={(title) => {
            setOpen(false);
            tell(`Saved to “${title}”.`);
          }}
        />
      </Modal>
    </>
  );
}

function SaveTo({ videoId, onSaved }: { videoId: string; onSaved: (title: string) => void }) {
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const save = useMutation({
    mutationFn: async (id: string | undefined) => putIn(id ?? (await createPlaylist(title.trim(), 'private', key)).id, videoId),
    onSuccess: async (playlist) => {
      await client.invalidateQueries({ queryKey: ['playlists'] });
      onSaved(playlist.title);
    },
  });
  return (
    <Stack>
      <Pages query={useInfiniteQuery(ownPlaylists)} what="your playlists" empty={<p className="meta">You have no playlist yet.</p>}>
        {(items) => (
          <Stack gap="xs">
            {items.map((playlist) => (
              <Button
                key={playlist.id}
                variant="default"
                justify="space-between"
                rightSection={<span className="meta">{count(playlist.items, 'video')}</span>}
                disabled={save.isPending}
                onClick={() => {
                  save.mutate(playlist.id);
                }}
              >
                {playlist.title}
              </Button>
            ))}
          </Stack>
        )}
      </Pages>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Group align="end" wrap="nowrap">
          <TextInput
            label="New playlist"
            required
            maxLength={150}
            value={title}
            className="grow"
            onChange={(event) => {
              setTitle(event.currentTarget.value);
            }}
          />
          <Button type="submit" loading={save.isPending}>
            Make it
          </Button>
        </Group>
      </form>
      <InlineError error={save.error} />
    </Stack>
  );
}
