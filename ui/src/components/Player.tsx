import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Playback } from '../api/types';
import { useHls } from '../hooks/useHls';
import { useMedia } from '../hooks/useMedia';
import { useStoryboard } from '../hooks/useStoryboard';
import { clock } from '../util/format';
import { FullscreenIcon, MutedIcon, PauseIcon, PlayIcon, ReplayIcon, VolumeIcon } from './icons';
import { LevelMenu } from './LevelMenu';
import { SeekBar } from './SeekBar';
import '../styles/player.css';

interface Props {
  videoId: string;
  playback: Playback;
  title: string;
  onReload: () => void;
}

const HIDE_AFTER_MS = 2500;

export function Player({ videoId, playback, title, onReload }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [sessionId] = useState(() => crypto.randomUUID());
  const [started, setStarted] = useState(false);
  const [quiet, setQuiet] = useState(false);
  const { levels, failure } = useHls(video, playback.manifest_url, sessionId, videoId);
  const media = useMedia(video);
  const tiles = useStoryboard(playback.storyboard_url ?? undefined);
  const hiding = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(
    () => () => {
      clearTimeout(hiding.current);
    },
    [],
  );

  function stir(): void {
    setQuiet(false);
    clearTimeout(hiding.current);
    hiding.current = setTimeout(() => {
      setQuiet(true);
    }, HIDE_AFTER_MS);
  }

  function toggle(): void {
    const element = video.current;
    if (element === null) {
      return;
    }
    if (element.paused) {
      setStarted(true);
      // A browser may refuse; the button then still says "Play".
      element.play().catch(() => undefined);
    } else {
      element.pause();
    }
  }

  function seek(time: number): void {
    if (video.current !== null) {
      video.current.currentTime = Math.min(Math.max(0, time), media.duration);
    }
  }

  function setVolume(volume: number): void {
    if (video.current !== null) {
      video.current.volume = Math.min(Math.max(0, volume), 1);
      video.current.muted = volume === 0;
    }
  }

  function toggleMuted(): void {
    if (video.current !== null) {
      video.current.muted = !video.current.muted;
    }
  }

  function toggleFullscreen(): void {
    const change = document.fullscreenElement === null ? box.current?.requestFullscreen() : document.exitFullscreen();
    change?.catch(() => undefined);
  }

  const keys: Record<string, () => void> = {
    ' ': toggle,
    k: toggle,
    j: () => { seek(media.time - 10); },
    l: () => { seek(media.time + 10); },
    ArrowLeft: () => { seek(media.time - 5); },
    ArrowRight: () => { seek(media.time + 5); },
    ArrowUp: () => { setVolume(media.volume + 0.1); },
    ArrowDown: () => { setVolume(media.volume - 0.1); },
    m: toggleMuted,
    f: toggleFullscreen,
  };

  function onKeyDown(event: React.KeyboardEvent): void {
    const onButton = event.target instanceof HTMLButtonElement && event.key === ' ';
    const onRange = event.target instanceof HTMLInputElement && event.key.startsWith('Arrow');
    const action = keys[event.key];
    if (action !== undefined && !onButton && !onRange && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      stir();
      action();
    }
  }

  const label = media.ended ? 'Play again' : media.paused ? 'Play' : 'Pause';
  return (
    // The frame takes keys for the whole player; each has a button of its own as well.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={box}
      className={`player${quiet && !media.paused ? ' quiet' : ''}`}
      onKeyDown={onKeyDown}
      onPointerMove={stir}
    >
      {/* Captions are tracks of the playlist, which hls.js adds to the element. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <video ref={video} playsInline poster={playback.poster_url ?? undefined} aria-label={title} onClick={toggle} />
      {failure === undefined && !started && (
        <button type="button" className="big-play" onClick={toggle} aria-label={`Play ${title}`}>
          <PlayIcon />
        </button>
      )}
      {failure === undefined && media.waiting && <span className="spinner over" role="status" aria-label="Loading" />}
      {failure !== undefined && (
        <div className="player-failure" role="alert">
          <p>{failure}</p>
          <Button variant="white" onClick={onReload}>
            Try again
          </Button>
        </div>
      )}
      <div className="controls">
        <SeekBar time={media.time} duration={media.duration} bufferedTo={media.bufferedTo} tiles={tiles} onSeek={seek} />
        <div className="controls-row">
          <button type="button" className="control" onClick={toggle} aria-label={label} title={`${label} (k)`}>
            {media.ended ? <ReplayIcon /> : media.paused ? <PlayIcon /> : <PauseIcon />}
          </button>
          <button type="button" className="control" onClick={toggleMuted} aria-label={media.muted ? 'Sound on' : 'Sound off'} title="Sound (m)">
            {media.muted || media.volume === 0 ? <MutedIcon /> : <VolumeIcon />}
          </button>
          <input
            className="volume"
            type="range"
            aria-label="Volume"
            min={0}
            max={1}
            step={0.05}
            value={media.muted ? 0 : media.volume}
            onChange={(event) => {
              setVolume(event.target.valueAsNumber);
            }}
          />
          <span className="clock">
            {clock(media.time)} <span>/ {clock(media.duration)}</span>
          </span>
          <span className="push" />
          {levels !== undefined && <LevelMenu levels={levels} />}
          <button type="button" className="control" onClick={toggleFullscreen} aria-label="Full screen" title="Full screen (f)">
            <FullscreenIcon />
          </button>
        </div>
      </div>
    </div>
  );
}
