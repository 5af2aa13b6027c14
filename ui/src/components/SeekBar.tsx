import { useState } from 'react';
import { useSeekCurve } from '../hooks/useSeekCurve';
import { cueAt, type Cue } from '../util/cues';
import { curvePath } from '../util/curve';
import { clock } from '../util/format';
import { tileAt, type Tile } from '../util/storyboard';

interface Props {
  time: number;
  duration: number;
  bufferedTo: number;
  tiles: readonly Tile[];
  chapters: readonly Cue[];
  onSeek: (time: number) => void;
}

const percent = (part: number, whole: number) => (whole > 0 ? Math.min(100, (part / whole) * 100) : 0);

export function SeekBar({ time, duration, bufferedTo, tiles, chapters, onSeek }: Props) {
  const curve = curvePath(useSeekCurve(), duration);
  const [hovered, setHovered] = useState<number>();
  const at = hovered === undefined ? undefined : hovered * duration;
  const tile = at === undefined ? undefined : tileAt(tiles, at);
  return (
    <div
      className="seek"
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        setHovered(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
      }}
      onPointerLeave={() => {
        setHovered(undefined);
      }}
    >
      {curve !== '' && (
        <svg className="seek-curve" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <path d={curve} />
        </svg>
      )}
      <span className="seek-track" aria-hidden="true">
        <span className="seek-buffered" style={{ width: `${percent(bufferedTo, duration)}%` }} />
        {chapters.slice(1).map((chapter) => (
          <span key={chapter.start} className="seek-chapter" style={{ left: `${percent(chapter.start, duration)}%` }} />
        ))}
        <span className="seek-played" style={{ width: `${percent(time, duration)}%` }} />
      </span>
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${clock(time)} of ${clock(duration)}`}
        min={0}
        max={duration}
        step={0.1}
        value={Math.min(time, duration)}
        onChange={(event) => {
          onSeek(event.target.valueAsNumber);
        }}
      />
      {at !== undefined && hovered !== undefined && duration > 0 && (
        <span className="seek-preview" style={{ left: `${hovered * 100}%` }} aria-hidden="true">
          {tile !== undefined && (
            <span
              className="seek-picture"
              style={{
                width: tile.width,
                height: tile.height,
                backgroundImage: `url("${tile.url}")`,
                backgroundPosition: `-${tile.x}px -${tile.y}px`,
              }}
            />
          )}
          <span className="seek-chapter-name">{cueAt(chapters, at)?.text}</span>
          {clock(at)}
        </span>
      )}
    </div>
  );
}
