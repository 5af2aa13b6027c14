import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { playbackQuery } from '../api/catalog';
import type { Video } from '../api/types';
import { useCues } from '../hooks/useCues';
import { isBeingMade } from '../util/encoding';
import { takeSource } from '../util/cameFrom';
import { EncodeProgress } from './EncodeProgress';
import { Failed } from './Notice';
import { Player } from './Player';
import { PrepareAgain } from './PrepareAgain';

interface Props {
  video: Video;
  startAt: number | undefined;
  /** Where whoever watches came from; without it what the app remembers of that. */
  source?: string;
  onTheatre?: () => void;
}

/** Where the picture is, or what keeps it from being there. */
export function VideoStage(props: Props) {
  const { video } = props;
  switch (video.state) {
    case 'ready':
      return (
        <>
          <Screen {...props} growing={isBeingMade(video)} />
          {isBeingMade(video) && (
            <div className="growing">
              <EncodeProgress video={video} />
              <p className="meta">It can be watched already; its larger sizes are still being made.</p>
            </div>
          )}
          {video.failure !== undefined && <p className="meta">It has no larger sizes: {video.failure.detail}</p>}
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
          <PrepareAgain video={video} />
        </div>
      );
  }
}

/** What plays goes on when the larger sizes are there: whoever watches decides when to change to them. */
function Screen({ video, startAt, source: from, growing, onTheatre }: Props & { growing: boolean }) {
  const playback = useQuery(playbackQuery(video.id));
  const chapters = useCues(playback.data?.chapters_url);
  const [small, setSmall] = useState(growing);
  const [source] = useState(() => from ?? takeSource(video.id));
  // Where the player was that gave its place to the next one.
  const [left, setLeft] = useState<{ at: number; playing: boolean }>();
  const reload = (at?: number, playing = false) => {
    if (at !== undefined) {
      setLeft({ at, playing });
    }
    void playback.refetch();
  };
  if (playback.data === undefined) {
    return <div className="stage">{playback.isError && <Failed error={playback.error} retry={() => { reload(); }} />}</div>;
  }
  return (
    <>
      <Player
        key={`${playback.data.manifest_url} ${playback.dataUpdatedAt}`}
        videoId={video.id}
        playback={playback.data}
        title={video.title}
        chapters={chapters}
        startAt={left === undefined ? startAt : left.at}
        goesOn={left?.playing === true}
        source={source}
        onReload={reload}
        onTheatre={onTheatre}
      />
      {small && !growing && (
        <p className="growing">
          Its larger sizes are there.{' '}
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              const element = document.querySelector('video');
              setSmall(false);
              reload(element?.currentTime, element?.paused === false);
            }}
          >
            Play them
          </Button>
        </p>
      )}
    </>
  );
}
