import { Group, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { changeAlbum, deleteAlbum, myAlbums } from '../api/albums';
import { changeVideo, deleteVideo, myVideos, videoQuery } from '../api/catalog';
import { albumChanged, videoChanged } from '../api/renewals';
import { browserStorage } from '../api/storage';
import type { Album, Video } from '../api/types';
import { Choices } from '../components/Choices';
import { EncodeProgress } from '../components/EncodeProgress';
import { LinkButton, TextLink } from '../components/links';
import { LoginNeeded } from '../components/LoginNeeded';
import { Empty } from '../components/Notice';
import { OwnRow } from '../components/OwnRow';
import { Pages } from '../components/Pages';
import { PrepareAgain } from '../components/PrepareAgain';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { ago } from '../util/format';
import { forgetUpload } from '../util/pendingUploads';
import { ofAlbum, ofVideo } from '../util/shown';

const PARTS = [
  { value: 'videos', label: 'Videos' },
  { value: 'photos', label: 'Photos' },
] as const;

export function Mine() {
  useTitle('What I made');
  const { show } = useSearch({ from: '/mine' });
  const chosen = PARTS.find(({ value }) => value === show)?.value ?? 'videos';
  return (
    <LoginNeeded to="see what you made">
      <Title className="page-title">{chosen === 'photos' ? 'My photos' : 'My videos'}</Title>
      <Choices label="What of yours" name="show" choices={PARTS} chosen={chosen} otherwise="videos" />
      {chosen === 'photos' ? <MyAlbums /> : <MyVideos />}
    </LoginNeeded>
  );
}

function MyVideos() {
  const now = useNow();
  const videos = useInfiniteQuery(myVideos);
  return (
    <Pages
      query={videos}
      what="your videos"
      empty={
        <Empty title="Nothing here yet">
          <p>What you upload is listed here.</p>
          <LinkButton to="/upload">Upload a video</LinkButton>
        </Empty>
      }
    >
      {(items) => (
        <ul className="rows">
          {items.map((video) => (
            <VideoRow key={video.id} video={video} now={now} />
          ))}
        </ul>
      )}
    </Pages>
  );
}

function VideoRow({ video, now }: { video: Video; now: number }) {
  const client = useQueryClient();
  return (
    <OwnRow
      shown={ofVideo(video)}
      visibility={video.visibility}
      renew={() => videoChanged(client, video.id)}
      lost="Its film, pictures and page go at once, and cannot be brought back."
      change={(visibility) => changeVideo(video.id, { visibility })}
      remove={async () => {
        await deleteVideo(video.id);
        forgetUpload(browserStorage, video.id);
      }}
    >
      <RowState video={video} now={now} />
      <Group gap="xs">
        <LinkButton to="/studio/$videoId" params={{ videoId: video.id }} variant="subtle" size="compact-xs" aria-label={`Edit ${video.title}`}>
          Edit
        </LinkButton>
        <LinkButton to="/studio/$videoId" params={{ videoId: video.id }} search={{ show: 'numbers' }} variant="subtle" size="compact-xs" aria-label={`Analytics of ${video.title}`}>
          Analytics
        </LinkButton>
      </Group>
    </OwnRow>
  );
}

function MyAlbums() {
  const now = useNow();
  const albums = useInfiniteQuery(myAlbums);
  return (
    <Pages
      query={albums}
      what="your photos"
      empty={
        <Empty title="No photos yet">
          <p>Photos that you upload together are listed here as an album.</p>
          <LinkButton to="/upload" search={{ kind: 'photos' }}>
            Upload photos
          </LinkButton>
        </Empty>
      }
    >
      {(items) => (
        <ul className="rows">
          {items.map((album) => (
            <AlbumRow key={album.id} album={album} now={now} />
          ))}
        </ul>
      )}
    </Pages>
  );
}

function AlbumRow({ album, now }: { album: Album; now: number }) {
  const client = useQueryClient();
  const ready = album.photos.filter(({ state }) => state === 'ready').length;
  return (
    <OwnRow
      shown={ofAlbum(album)}
      visibility={album.visibility}
      renew={() => albumChanged(client, album.id)}
      lost="Its photos and page go at once, and cannot be brought back."
      change={(visibility) => changeAlbum(album.id, { visibility })}
      remove={() => deleteAlbum(album.id)}
    >
      <Text size="sm" c="dimmed">
        {ready} of {album.photos.length} photos ready · {ago(album.published_at ?? album.created_at, now)}
      </Text>
      <Group gap="xs">
        <LinkButton to="/studio/album/$albumId" params={{ albumId: album.id }} variant="subtle" size="compact-xs" aria-label={`Edit ${album.title}`}>
          Edit
        </LinkButton>
      </Group>
    </OwnRow>
  );
}

function RowState({ video, now }: { video: Video; now: number }) {
  switch (video.state) {
    case 'uploading':
      return (
        <Text size="sm" c="dimmed">
          Not all of its file has arrived.{' '}
          <TextLink to="/upload" search={{ video: video.id }}>
            Go on with the upload
          </TextLink>
        </Text>
      );
    case 'processing':
      return <Encoding video={video} />;
    case 'failed':
      return (
        <>
          <Text size="sm" c="red">
            {video.failure?.detail ?? 'This file could not be made into a video.'}
          </Text>
          <PrepareAgain video={video} small />
        </>
      );
    case 'ready':
      return (
        <Text size="sm" c="dimmed">
          Ready · {ago(video.published_at ?? video.created_at, now)}
        </Text>
      );
  }
}

function Encoding({ video }: { video: Video }) {
  const client = useQueryClient();
  const { data = video } = useQuery(videoQuery(video.id));
  const done = data.state !== 'processing';
  useEffect(() => {
    if (done) {
      void client.invalidateQueries({ queryKey: myVideos.queryKey });
    }
  }, [client, done]);
  return <EncodeProgress video={data} />;
}
