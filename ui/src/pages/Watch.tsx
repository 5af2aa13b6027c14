import { Group, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { videoQuery } from '../api/catalog';
import type { Video } from '../api/types';
import { Byline } from '../components/Byline';
import { Chapters } from '../components/Chapters';
import { Comments } from '../components/Comments';
import { Description } from '../components/Description';
import { LikeButton } from '../components/LikeButton';
import { LinkButton } from '../components/links';
import { Empty, Failed } from '../components/Notice';
import { Related } from '../components/Related';
import { ReportButton } from '../components/ReportButton';
import { SaveButton } from '../components/SaveButton';
import { ShareButton } from '../components/ShareButton';
import { VideoStage } from '../components/VideoStage';
import { useChosen } from '../hooks/useChosen';
import { useSession } from '../hooks/useSession';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { jumpTo } from '../util/media';
import { Problem } from '../util/problem';

export function Watch() {
  const { videoId } = useParams({ from: '/watch/$videoId' });
  return <WatchVideo key={videoId} videoId={videoId} />;
}

function WatchVideo({ videoId }: { videoId: string }) {
  const session = useSession();
  const video = useQuery(videoQuery(videoId));
  useTitle(video.data?.title ?? '');
  useVisit('watch', videoId);
  if (video.error instanceof Problem && [400, 401, 403, 404].includes(video.error.status)) {
    return <Hidden stranger={session.known && session.member === undefined} />;
  }
  if (video.data === undefined) {
    return video.isError ? <Failed error={video.error} retry={() => void video.refetch()} /> : <div className="watch"><div className="stage" aria-busy="true" /></div>;
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
  const { t } = useSearch({ from: '/watch/$videoId' });
  const [theatre, setTheatre] = useChosen('theatre', 'off');
  const stage = useRef<HTMLDivElement>(null);
  const film = () => stage.current?.querySelector('video');
  const seek = (seconds: number) => {
    const element = film();
    if (element !== undefined && element !== null) {
      jumpTo(element, seconds);
    }
  };
  return (
    <article className={theatre === 'on' ? 'watch theatre' : 'watch'}>
      <div className="watch-stage" ref={stage}>
        <VideoStage
          video={video}
          startAt={t}
          onTheatre={() => {
            setTheatre(theatre === 'on' ? 'off' : 'on');
          }}
        />
      </div>
      <div className="watch-about">
        <Title size="h2">{video.title}</Title>
        <div className="watch-bar">
          <Byline channel={video.channel} visibility={video.visibility} />
          <Group gap="xs" className="watch-actions">
            <LikeButton kind="video" id={video.id} />
            <ShareButton path={`/watch/${video.id}`} {...(video.visibility === 'public' || video.visibility === 'unlisted' ? { embed: { path: `/embed/${video.id}`, title: video.title } } : {})} secondNow={() => film()?.currentTime ?? 0} />
            <SaveButton videoId={video.id} />
            <ReportButton kind="video" id={video.id} />
          </Group>
        </div>
        <Description of={video} />
        {video.state === 'ready' && <Chapters videoId={video.id} onSeek={seek} />}
        <Comments kind="video" id={video.id} owner={video.channel.id} />
      </div>
      <Related id={video.id} />
    </article>
  );
}
