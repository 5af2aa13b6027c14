import { Button, Group, NativeSelect, TextInput, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createPlaylist, ownPlaylists } from '../api/playlists';
import type { Playlist } from '../api/types';
import { LoginNeeded } from '../components/LoginNeeded';
import { Empty, InlineError } from '../components/Notice';
import { Pages } from '../components/Pages';
import { PlaylistRows } from '../components/PlaylistRows';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { WHO_SEES } from '../util/whoSees';

export function Playlists() {
  useTitle('Playlists');
  useVisit('playlists');
  return (
    <LoginNeeded to="see your playlists">
      <Title className="page-title">Playlists</Title>
      <NewPlaylist />
      <Own />
    </LoginNeeded>
  );
}

function Own() {
  return (
    <Pages query={useInfiniteQuery(ownPlaylists)} what="your playlists" empty={<Empty title="No playlist yet"><p>Make one above, or save a film from its page.</p></Empty>}>
      {(items) => <PlaylistRows playlists={items} />}
    </Pages>
  );
}

function NewPlaylist() {
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [visibility, setVisibility] = useState<Playlist['visibility']>('private');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const make = useMutation({
    mutationFn: () => createPlaylist(title.trim(), visibility, key),
    onSuccess: () => {
      setTitle('');
      setKey(crypto.randomUUID());
      return client.invalidateQueries({ queryKey: ['playlists'] });
    },
  });
  return (
    <form
      className="new-playlist"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Group align="end">
        <TextInput
          className="grow"
          label="New playlist"
          required
          maxLength={150}
          value={title}
          onChange={(event) => {
            setTitle(event.currentTarget.value);
            setKey(crypto.randomUUID());
          }}
        />
        <NativeSelect
          label="Who sees it"
          data={WHO_SEES}
          value={visibility}
          onChange={(event) => {
            setVisibility(event.currentTarget.value as Playlist['visibility']);
            setKey(crypto.randomUUID());
          }}
        />
        <Button type="submit" loading={make.isPending}>
          Make it
        </Button>
      </Group>
      <InlineError error={make.error} />
    </form>
  );
}
