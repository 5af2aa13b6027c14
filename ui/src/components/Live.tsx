import { Title } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { components } from '../api/generated/analytics';
import { videoQuery } from '../api/catalog';
import { listen } from '../api/stream';
import { number } from '../util/format';
import { InlineError } from './Notice';

type Picture = components['schemas']['Live'];

/** What is watched at this moment; of a channel, or of the house. */
export function Live({ channel }: { channel?: string }) {
  const [live, setLive] = useState<Picture>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const stop = new AbortController();
    void listen(
      `/api/analytics/v1/live${channel === undefined ? '' : `?channel=${encodeURIComponent(channel)}`}`,
      stop.signal,
      ({ event, data }) => {
        if (event === 'live') {
          setLive(JSON.parse(data) as Picture);
          setError(undefined);
        }
      },
      (failure) => {
        if (!stop.signal.aborted) {
          // What was true a while ago is not shown as what is.
          setLive(undefined);
          setError(failure);
        }
      },
    );
    return () => {
      stop.abort();
    };
  }, [channel]);
  return (
    <section aria-labelledby="live" className="panel wide">
      <Title order={2} id="live">
        Now
      </Title>
      <InlineError error={error} />
      <div className="metrics">
        <p className="metric">
          <span className="meta">Watching</span>
          <strong>{live === undefined ? '…' : `${live.about > 1 ? 'about ' : ''}${number(live.viewers)}`}</strong>
        </p>
        {channel === undefined && (
          <p className="metric">
            <span className="meta">Events a second</span>
            <strong>{live?.events_per_second === undefined ? '…' : number(Math.round(live.events_per_second * 10) / 10)}</strong>
          </p>
        )}
      </div>
      {live !== undefined && live.top.length > 0 && <Top top={live.top} />}
    </section>
  );
}

function Top({ top }: { top: Picture['top'] }) {
  const videos = useQueries({ queries: top.map(({ video }) => ({ ...videoQuery(video), staleTime: Infinity, retry: false })) });
  return (
    <ol className="live-top">
      {top.map(({ video, viewers }, index) => (
        <li key={video}>
          <Link to="/watch/$videoId" params={{ videoId: video }}>
            {videos[index]?.data?.title ?? video}
          </Link>{' '}
          <span className="meta">{number(viewers)}</span>
        </li>
      ))}
    </ol>
  );
}
