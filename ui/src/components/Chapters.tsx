import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { playbackQuery } from '../api/catalog';
import { useCues } from '../hooks/useCues';
import { clock } from '../util/format';

/** A film's chapters, each an address that begins there. */
export function Chapters({ videoId, onSeek }: { videoId: string; onSeek: (seconds: number) => void }) {
  const { data } = useQuery(playbackQuery(videoId));
  const chapters = useCues(data?.chapters_url);
  return chapters.length === 0 ? null : (
    <nav aria-label="Chapters" className="chapters">
      {chapters.map(({ start, text }) => (
        <Link
          key={start}
          to="/watch/$videoId"
          params={{ videoId }}
          search={{ t: start }}
          replace
          onClick={() => {
            // The address may say so already, of an earlier visit to the chapter.
            onSeek(start);
          }}
        >
          <span className="found-at">{clock(start)}</span> {text}
        </Link>
      ))}
    </nav>
  );
}
