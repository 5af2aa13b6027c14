import { Avatar, Badge, Button, Group, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { playbackQuery, retryVideo, videoQuery } from '../api/catalog';
import type { Video } from '../api/types';
import { EncodeProgress } from '../components/EncodeProgress';
import { LockIcon } from '../components/icons';
import { Empty, Failed, InlineError, Loading } from '../components/Notice';
import { LinkButton } from '../components/links';
import { Player } from '../components/Player';
import { useSession } from '../hooks/useSession';
import { useTitle } from '../hooks/useTitle';
import { isBeingMade } from '../util/encoding';
import { Problem } from '../util/problem';

export function Watch() {
  const { videoId } = useParams({ from: '/watch/$videoId' });
  return <WatchVideo key={videoId} videoId={videoId} />;
}

function WatchVideo({ videoId }: { videoId: string }) {
  const session = useSession();
  const video = useQuery(videoQuery(videoId));
  useTitle(video.data?.title ?? '');
  if (video.error instanceof Problem && [401, 403, 404].includes(video.error.status)) {
    return <Hidden stranger={session.known && session.member === undefined} />;
  }
  if (video.data === undefined) {
    return video.isError ? <Failed error={video.error} retry={() => void video.refetch()} /> : <Loading what="the video" />;
  }
  return <VideoPage video={video.data} />;
}

function Hidden({ stranger }: { stranger: boolean }) {
  return (
    <Empty page title="There is no such video for you">
      <p>It was deleted, is private, or never was.{stranger && ' If it is yours, log in to see it.'}</p>
      <LinkButton to="/" variant="default">
        Back to the films
      </LinkButton>
    </Empty>
  );
}

function VideoPage({ video }: { video: Video }) {
  const published = new Date(video.published_at ?? video.created_at);
  return (
    <article className="watch">
      <Stage video={video} />
      <Title>{video.title}</Title>
      <p className="byline">
        <Avatar radius="xl" color="ember" aria-hidden="true">
          {video.channel.name.slice(0, 1).toUpperCase()}
        </Avatar>
        <span>
          <strong>{video.channel.name}</strong>
          <span className="meta">
            <time dateTime={published.toISOString()}>{published.toLocaleDateString('en', { dateStyle: 'long' })}</time>
          </span>
        </span>
        {video.visibility !== 'public' && (
          <Badge variant="light" color="gray" leftSection={<LockIcon />}>
            {video.visibility}
          </Badge>
        )}
      </p>
      {video.description != null && video.description !== '' && <p className="description">{video.description}</p>}
    </article>
  );
}

function Stage({ video }: { video: Video }) {
  switch (video.state) {
    case 'ready':
      return (
        <>
          <Screen videoId={video.id} title={video.title} growing={isBeingMade(video)} />
          {isBeingMade(video) && (
            <div className="growing">
              <EncodeProgress video={video} />
              <p className="meta">It can be watched already; its larger sizes are still being made.</p>
            </div>
          )}
          {video.failure != null && <p className="meta">It has no larger sizes: {video.failure.detail}</p>}
        </>
      );
    case 'processing':
      return (
        <div className="stage" role="status">
          <h2>This film is being prepared</h2>
          <EncodeProgress video={video} />
          <p className="meta">The player comes here by itself as soon as it is ready.</p>
        </div>
      );
    case 'uploading':
      return (
        <div className="stage" role="status">
          <h2>This film is still on its way</h2>
          <p className="meta">Its file is being uploaded.</p>
        </div>
      );
    case 'failed':
      return (
        <div className="stage" role="alert">
          <h2>This file could not be made into a video</h2>
          <p>{video.failure?.detail ?? 'The cause is not known.'}</p>
          {video.failure?.retryable === true && (
            <Again videoId={video.id} hasFile={!video.failure.code.startsWith('upload_')} />
          )}
        </div>
      );
  }
}

function Again({ videoId, hasFile }: { videoId: string; hasFile: boolean }) {
  const client = useQueryClient();
  const prepare = useMutation({
    mutationFn: () => retryVideo(videoId),
    onSuccess: () => client.invalidateQueries({ queryKey: videoQuery(videoId).queryKey }),
  });
  return (
    <>
      <Group justify="center">
        {hasFile && (
          <Button
            loading={prepare.isPending}
            onClick={() => {
              prepare.mutate();
            }}
          >
            Prepare it again
          </Button>
        )}
        <LinkButton to="/upload" search={{ video: videoId }} variant="default">
          {hasFile ? 'Upload another file' : 'Upload its file again'}
        </LinkButton>
      </Group>
      <InlineError error={prepare.error} />
    </>
  );
}

/** What plays goes on when the larger sizes are there: whoever watches decides when to change to them. */
function Screen({ videoId, title, growing }: { videoId: string; title: string; growing: boolean }) {
  const playback = useQuery(playbackQuery(videoId));
  const [small, setSmall] = useState(growing);
  const reload = () => void playback.refetch();
  if (playback.data === undefined) {
    return <div className="stage">{playback.isError && <Failed error={playback.error} retry={reload} />}</div>;
  }
  return (
    <>
      <Player key={`${playback.data.manifest_url} ${playback.dataUpdatedAt}`} videoId={videoId} playback={playback.data} title={title} onReload={reload} />
      {small && !growing && (
        <p className="growing">
          Its larger sizes are there.{' '}
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              setSmall(false);
              reload();
            }}
          >
            Play them
          </Button>
        </p>
      )}
    </>
  );
}
