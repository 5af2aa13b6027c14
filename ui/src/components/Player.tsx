import { Button } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useRef, useState } from 'react';
import type { Playback } from '../api/types';
import { useCaptions } from '../hooks/useCaptions';
import { useChosen } from '../hooks/useChosen';
import { useHls } from '../hooks/useHls';
import { useKeepPosition } from '../hooks/useKeepPosition';
import { useMedia } from '../hooks/useMedia';
import { usePlaybackReport } from '../hooks/usePlaybackReport';
import { usePlayerControls } from '../hooks/usePlayerControls';
import { useQuiet } from '../hooks/useQuiet';
import { useMember } from '../hooks/useSession';
import { useStoryboard } from '../hooks/useStoryboard';
import type { Cue } from '../util/cues';
import { clock } from '../util/format';
import { playerKey } from '../util/playerKeys';
import '../styles/player.css';
import { PlayIcon } from './icons';
import { PlayerBar } from './PlayerBar';
import { PlayerHelp } from './PlayerHelp';

interface Props {
  videoId: string;
  playback: Playback;
  title: string;
  chapters: Cue[];
  /** Seconds that an address asks to begin at; a new one jumps there. */
  startAt: number | undefined;
  /** Whether it plays at once, since another player of the film did until now. */
  goesOn: boolean;
  source?: string | undefined;
  /** Asks for a new player, told where this one is. */
  onReload: (at: number, playing: boolean) => void;
  onTheatre?: (() => void) | undefined;
}

/** Plays one address of one video, and tells analytics and the member's history about it. */
export function Player({ videoId, playback, title, chapters, startAt, goesOn, source, onReload, onTheatre }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [sessionId] = useState(() => crypto.randomUUID());
  const [started, setStarted] = useState(false);
  const [help, setHelp] = useState(false);
  const [captions, setCaptions] = useChosen('captions', 'off');
  const member = useMember();
  const [failure, setFailure] = useState<string>();
  // Before what plays: on leaving, each reads where the film is, and the one that plays takes it out.
  usePlaybackReport(video, videoId, sessionId, source, failure);
  useKeepPosition(video, videoId, member !== undefined);
  const levels = useHls(video, playback.manifest_url, sessionId, videoId, setFailure);
  const media = useMedia(video);
  const tiles = useStoryboard(playback.storyboard_url);
  const { quiet, stir } = useQuiet();
  const resume = startAt ?? (playback.resume_ms === undefined ? undefined : playback.resume_ms / 1000);
  const controls = usePlayerControls({ box, video, title, begin: resume, goesOn, captions, languages: playback.captions.map(({ language }) => language), setCaptions, onTheatre });
  useCaptions(video, captions);

  // The big button goes when it plays, and its focus with it.
  const focus = () => box.current?.focus({ preventScroll: true });
  // Keys that are for nothing else on the page are for the player.
  useWindowEvent('keydown', (event) => {
    if (event.target === document.body) {
      onKeyDown(event);
    }
  });

  function onKeyDown(event: Pick<KeyboardEvent, 'target' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'preventDefault'>): void {
    const onButton = event.target instanceof HTMLButtonElement && event.key === ' ';
    const onRange = event.target instanceof HTMLInputElement && event.key.startsWith('Arrow');
    const key = playerKey(event.key);
    if (key !== undefined && !onButton && !onRange && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      stir();
      key.act({ ...controls, help: () => { setHelp(!help); } }, event.key);
    }
  }

  return (
    // The frame takes keys for the whole player; each has a button of its own as well.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={box} tabIndex={-1} className={`player${quiet && !media.paused ? ' quiet' : ''}`} onKeyDown={onKeyDown} onPointerMove={stir}>
      {/* Which captions there are, nobody knows before they are asked for. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={video}
        playsInline
        poster={playback.poster_url}
        aria-label={title}
        onClick={() => {
          focus();
          controls.toggle();
        }}
        onPlay={() => {
          setStarted(true);
        }}
      >
        {playback.captions.map(({ language, label, url }) => (
          <track key={language} kind="captions" srcLang={language} label={label} src={url} />
        ))}
      </video>
      {failure === undefined && !started && (
        <button type="button" className="big-play" onClick={() => { focus(); controls.toggle(); }} aria-label={resume !== undefined && resume > 0 ? `Play ${title} from ${clock(resume)}` : `Play ${title}`}>
          <PlayIcon />
          {resume !== undefined && resume > 0 && <span className="big-play-from">from {clock(resume)}</span>}
        </button>
      )}
      {failure === undefined && media.waiting && <span className="spinner over" role="status" aria-label="Loading" />}
      {failure !== undefined && (
        <div className="player-failure" role="alert">
          <p>{failure}</p>
          <Button variant="white" color="dark" onClick={() => { onReload(media.time, true); }}>
            Try again
          </Button>
        </div>
      )}
      {help && (
        <PlayerHelp
          onClose={() => {
            setHelp(false);
            focus();
          }}
        />
      )}
      <PlayerBar media={media} controls={controls} levels={levels} tiles={tiles} chapters={chapters} languages={playback.captions} captions={captions} onCaptions={setCaptions} />
    </div>
  );
}
