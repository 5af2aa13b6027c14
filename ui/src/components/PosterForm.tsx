import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { choosePoster, playbackQuery, videoQuery } from '../api/catalog';
import type { Video } from '../api/types';
import { useStoryboard } from '../hooks/useStoryboard';
import { clock } from '../util/format';
import { tilesAcross, type Tile } from '../util/storyboard';
import { InlineError } from './Notice';
import { Poster } from './Poster';

const OFFERED = 12;

/** Which moment of a film stands for it: moments from the whole of it to choose from. */
export function PosterForm({ video }: { video: Video }) {
  const client = useQueryClient();
  const playback = useQuery(playbackQuery(video.id));
  const tiles = tilesAcross(useStoryboard(playback.data?.storyboard_url), OFFERED);
  const choose = useMutation({
    mutationFn: (positionMs: number) => choosePoster(video.id, positionMs),
    onSuccess: (changed) => {
      client.setQueryData(videoQuery(video.id).queryKey, changed);
      return client.invalidateQueries({ queryKey: ['videos'] });
    },
  });
  const ordered = video.poster?.ordered_ms;
  const chosen = ordered ?? video.poster?.position_ms;
  return (
    <section className="panel" aria-labelledby="poster">
      <h2 id="poster">Poster</h2>
      <div className="poster-form">
        <Poster src={video.poster_url} durationMs={undefined} />
        <p className="meta" role="status">
          {ordered === undefined ? 'It stands for the film in every list. Choose another moment below.' : `The picture at ${clock(ordered / 1000)} is being made.`}
        </p>
      </div>
      <InlineError error={choose.error} />
      <ul className="poster-moments" aria-label="Moments of the film">
        {tiles.map((tile) => (
          <li key={tile.start}>
            <Moment
              tile={tile}
              chosen={chosen !== undefined && Math.abs(chosen / 1000 - tile.start) < 0.5}
              busy={choose.isPending}
              onChoose={() => {
                choose.mutate(Math.round(tile.start * 1000));
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface MomentProps {
  tile: Tile;
  chosen: boolean;
  busy: boolean;
  onChoose: () => void;
}

function Moment({ tile, chosen, busy, onChoose }: MomentProps) {
  return (
    <button type="button" className="poster-moment" aria-pressed={chosen} aria-label={`The picture at ${clock(tile.start)}`} disabled={busy} onClick={onChoose}>
      <span style={{ width: tile.width, height: tile.height, backgroundImage: `url("${tile.url}")`, backgroundPosition: `-${tile.x}px -${tile.y}px` }} />
      {clock(tile.start)}
    </button>
  );
}
