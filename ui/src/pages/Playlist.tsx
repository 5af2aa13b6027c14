import { ActionIcon, Button, Group, NativeSelect, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../api/catalog';
import { changePlaylist, deletePlaylist, playlistItems, playlistQuery, putIn, takeOut } from '../api/playlists';
import type { Playlist as OnePlaylist, Video } from '../api/types';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { DownIcon, TrashIcon, UpIcon } from '../components/icons';
import { Empty, InlineError } from '../components/Notice';
import { Pages } from '../components/Pages';
import { Poster } from '../components/Poster';
import { QueryView } from '../components/QueryView';
import { ShareButton } from '../components/ShareButton';
import { tellFailure } from '../hooks/useNotices';
import { useMember } from '../hooks/useSession';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { count } from '../util/format';
import { WHO_SEES } from '../util/whoSees';

export function Playlist() {
  const { playlistId } = useParams({ from: '/playlist/$playlistId' });
  const playlist = useQuery(playlistQuery(playlistId));
  const member = useMember();
  const me = useQuery({ ...meQuery, enabled: member !== undefined });
  useTitle(playlist.data?.title ?? '');
  useVisit('playlist');
  return (
    <QueryView query={playlist} what="the playlist">
      {(found) => <PlaylistPage playlist={found} own={me.data?.channel.id === found.channel.id} />}
    </QueryView>
  );
}

function PlaylistPage({ playlist, own }: { playlist: OnePlaylist; own: boolean }) {
  const items = useInfiniteQuery(playlistItems(playlist.id));
  return (
    <>
      <header className="page-head">
        <div>
          <Title>{playlist.title}</Title>
          <p className="meta">
            <Link to="/channel/$channel" params={{ channel: playlist.channel.handle }} className="meta-link">
              {playlist.channel.name}
            </Link>{' '}
            · {count(playlist.items, 'video')}
          </p>
          {playlist.description !== undefined && <p>{playlist.description}</p>}
        </div>
        <Group gap="xs">
          <ShareButton path={`/playlist/${playlist.id}`} />
          {own && <Own playlist={playlist} />}
        </Group>
      </header>
      <Pages query={items} what="its films" empty={<Empty title="Nothing is in it yet"><p>Save a film to it from the film’s page.</p></Empty>}>
        {(found) => (
          <ol className="rows">
            {found.map((item, index) => (
              <Row key={item.id} id={item.id} video={item.video} playlist={playlist.id} index={index} last={index === found.length - 1} own={own} />
            ))}
          </ol>
        )}
      </Pages>
    </>
  );
}

function Own({ playlist }: { playlist: OnePlaylist }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: (visibility: OnePlaylist['visibility']) => changePlaylist(playlist.id, { visibility }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['playlist', playlist.id] }),
    onError: tellFailure,
  });
  const remove = useMutation({
    mutationFn: () => deletePlaylist(playlist.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['playlists'] });
      await navigate({ to: '/playlists' });
    },
    onError: tellFailure,
  });
  return (
    <>
      <NativeSelect
        aria-label="Who sees it"
        data={WHO_SEES}
        value={playlist.visibility}
        disabled={change.isPending}
        onChange={(event) => {
          change.mutate(event.currentTarget.value as OnePlaylist['visibility']);
        }}
      />
      <Button variant="default" onClick={() => { setAsking(true); }}>
        Delete
      </Button>
      {asking && (
        <ConfirmDialog title={`Delete “${playlist.title}”?`} confirm="Delete the playlist" busy={remove.isPending} onConfirm={() => { remove.mutate(); }} onCancel={() => { setAsking(false); }}>
          <p>The films in it stay where they are.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

interface RowProps {
  id: string;
  video: Video | undefined;
  playlist: string;
  index: number;
  last: boolean;
  own: boolean;
}

function Row({ id, video, playlist, index, last, own }: RowProps) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (to: number | undefined) => (to === undefined ? takeOut(playlist, id) : putIn(playlist, id, to)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['playlist', playlist] }),
  });
  const title = video?.title ?? 'A film that is gone';
  return (
    <li className="row">
      <Poster src={video?.poster_url} durationMs={video?.duration_ms} />
      <div>
        <h2>
          {video === undefined ? (
            title
          ) : (
            <Link to="/watch/$videoId" params={{ videoId: id }}>
              {title}
            </Link>
          )}
        </h2>
        <p className="meta">{video?.channel.name ?? 'It was deleted, or is no longer for you to see.'}</p>
        <InlineError error={change.error} />
      </div>
      {own && (
        <div className="row-actions">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Move ${title} up`} disabled={index === 0 || change.isPending} onClick={() => { change.mutate(index - 1); }}>
            <UpIcon />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Move ${title} down`} disabled={last || change.isPending} onClick={() => { change.mutate(index + 1); }}>
            <DownIcon />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Take ${title} out`} disabled={change.isPending} onClick={() => { change.mutate(undefined); }}>
            <TrashIcon />
          </ActionIcon>
        </div>
      )}
    </li>
  );
}
