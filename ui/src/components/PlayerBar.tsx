import type { Playback } from '../api/types';
import type { Levels } from '../hooks/useHls';
import type { MediaState } from '../hooks/useMedia';
import { SPEEDS, type Controls } from '../hooks/usePlayerControls';
import { cueAt, type Cue } from '../util/cues';
import { clock } from '../util/format';
import type { Tile } from '../util/storyboard';
import { ChoiceMenu } from './ChoiceMenu';
import { CaptionsIcon, FullscreenIcon, GearIcon, MutedIcon, PauseIcon, PictureIcon, PlayIcon, ReplayIcon, SpeedIcon, TheatreIcon, VolumeIcon } from './icons';
import { SeekBar } from './SeekBar';

interface Props {
  media: MediaState;
  controls: Controls;
  levels: Levels | undefined;
  tiles: Tile[];
  chapters: Cue[];
  languages: Playback['captions'];
  captions: string;
  onCaptions: (language: string) => void;
}

export function PlayerBar({ media, controls, levels, tiles, chapters, languages, captions, onCaptions }: Props) {
  const label = media.ended ? 'Play again' : media.paused ? 'Play' : 'Pause';
  const chapter = cueAt(chapters, media.time);
  return (
    <div className="controls">
      <SeekBar time={media.time} duration={media.duration} bufferedTo={media.bufferedTo} tiles={tiles} chapters={chapters} onSeek={controls.seek} />
      <div className="controls-row">
        <button type="button" className="control" onClick={controls.toggle} aria-label={label} title={`${label} (k)`}>
          {media.ended ? <ReplayIcon /> : media.paused ? <PlayIcon /> : <PauseIcon />}
        </button>
        <button type="button" className="control" onClick={controls.mute} aria-label={media.muted ? 'Sound on' : 'Sound off'} title="Sound (m)">
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
            controls.setVolume(event.target.valueAsNumber);
          }}
        />
        <span className="clock">
          {clock(media.time)} <span>/ {clock(media.duration)}</span>
        </span>
        <span className="chapter-now">{chapter?.text}</span>
        {languages.length > 0 && (
          <ChoiceMenu
            name="Captions"
            icon={<CaptionsIcon />}
            choices={[{ value: 'off', label: 'Off' }, ...languages.map(({ language, label: name }) => ({ value: language, label: name }))]}
            chosen={captions}
            onChoose={onCaptions}
          />
        )}
        <ChoiceMenu
          name="Speed"
          now={controls.speed === 1 ? undefined : `${controls.speed}×`}
          icon={<SpeedIcon />}
          choices={SPEEDS.map((speed) => ({ value: speed, label: speed === 1 ? 'Normal' : `${speed}×` }))}
          chosen={controls.speed}
          onChoose={controls.setSpeed}
        />
        {levels !== undefined && <QualityMenu levels={levels} />}
        {controls.canPicture && (
          <button type="button" className="control wide" onClick={controls.picture} aria-label="Picture in picture" title="Picture in picture (p)">
            <PictureIcon />
          </button>
        )}
        {controls.hasTheatre && (
          <button type="button" className="control wide" onClick={controls.theatre} aria-label="Theatre" title="Theatre (t)">
            <TheatreIcon />
          </button>
        )}
        <button type="button" className="control" onClick={controls.fullscreen} aria-label="Full screen" title="Full screen (f)">
          <FullscreenIcon />
        </button>
      </div>
    </div>
  );
}

function QualityMenu({ levels }: { levels: Levels }) {
  const playing = levels.choices.find((choice) => choice.index === levels.playing)?.label;
  const choices = levels.choices.map(({ index, label }) => ({ value: index, label }));
  return (
    <ChoiceMenu
      name="Quality"
      now={playing}
      icon={<GearIcon />}
      choices={[{ value: -1, label: playing === undefined ? 'Auto' : `Auto (${playing})` }, ...choices]}
      chosen={levels.chosen}
      onChoose={levels.choose}
    />
  );
}
