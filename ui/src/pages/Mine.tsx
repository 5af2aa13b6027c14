import { ActionIcon, Group, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { changeVideo, deleteVideo, myVideos, videoQuery } from '../api/catalog';
import type { Video, Visibility } from '../api/types';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { EncodeProgress } from '../components/EncodeProgress';
import { TrashIcon } from '../components/icons';
import { LinkButton, TextLink } from '../components/links';
import { LoginNeeded } from '../components/LoginNeeded';
import { Empty, InlineError } from '../components/Notice';
import { Pages } from '../components/Pages';
import { Poster } from '../components/Poster';
import { VisibilitySelect } from '../components/VisibilitySelect';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { ago } from '../util/format';
import { forgetUpload } from '../util/pendingUploads';

export function Mine() {
  useTitle('My videos');
  return (
    <LoginNeeded to="see your videos">
      <MyVideos />
    </LoginNeeded>
  );
}

function MyVideos() {
  const now = useNow();
  const videos = useInfiniteQuery(myVideos);
  return (
    <>
      <Title className="page-title">My videos</Title>
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
              <Row key={video.id} video={video} now={now} />
            ))}
          </ul>
        )}
      </Pages>
    </>
  );
}

function Row({ video, now }: { video: Video; now: number }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const renew = () => client.invalidateQueries({ queryKey: myVideos.queryKey });
  const change = useMutation({ mutationFn: (visibility: Visibility) => changeVideo(video.id, { visibility }), onSuccess: renew });
  const remove = useMutation({
    mutationFn: () => deleteVideo(video.id),
    onSuccess: () => {
      forgetUpload(localStorage, video.id);
      return renew();
    },
    onSettled: () => {
      setAsking(false);
    },
  });
  const busy = change.isPending || remove.isPending;
  return (
    <li className="row" aria-label={video.title}>
      <Link to="/watch/$videoId" params={{ videoId: video.id }} tabIndex={-1} aria-hidden="true">
        <Poster src={video.poster_url} durationMs={video.duration_ms} />
      </Link>
      <Stack gap={4} className="row-text">
        <h2>
          <Link to="/watch/$videoId" params={{ videoId: video.id }}>
            {video.title}
          </Link>
        </h2>
        <RowState video={video} now={now} />
        <Group gap="xs">
          <LinkButton to="/studio/$videoId" params={{ videoId: video.id }} variant="subtle" size="compact-xs" aria-label={`Edit ${video.title}`}>
            Edit
          </LinkButton>
          <LinkButton to="/studio/$videoId" params={{ videoId: video.id }} search={{ show: 'numbers' }} variant="subtle" size="compact-xs" aria-label={`Analytics of ${video.title}`}>
            Analytics
          </LinkButton>
        </Group>
        <InlineError error={change.error ?? remove.error} />
      </Stack>
      <div className="row-actions">
        <VisibilitySelect
          label={`Visibility of ${video.title}`}
          value={change.data?.visibility ?? video.visibility}
          disabled={busy}
          compact
          onChange={(wanted) => {
            change.mutate(wanted);
          }}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Delete ${video.title}`}
          disabled={busy}
          onClick={() => {
            setAsking(true);
          }}
        >
          <TrashIcon />
        </ActionIcon>
      </div>
      {asking && (
        <ConfirmDialog
          title={`Delete “${video.title}”?`}
          confirm="Delete for good"
          busy={busy}
          onConfirm={() => {
            remove.mutate();
          }}
          onCancel={() => {
            setAsking(false);
          }}
        >
          <p>Its film, pictures and page go at once, and cannot be brought back.</p>
        </ConfirmDialog>
      )}
    </li>
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
        <Text size="sm" c="red">
          {video.failure?.detail ?? 'This file could not be made into a video.'}{' '}
          {video.failure?.retryable === true && (
            <TextLink to="/upload" search={{ video: video.id }}>
              Upload its file again
            </TextLink>
          )}
        </Text>
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
