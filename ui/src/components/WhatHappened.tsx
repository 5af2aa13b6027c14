import { useQuery } from '@tanstack/react-query';
import { timelineQuery } from '../api/catalog';
import { happened } from '../util/happened';
import { clockTime } from '../util/format';
import { QueryView } from './QueryView';

/** Everything that happened to a video, from the first byte of its file to the first picture that somebody saw. */
export function WhatHappened({ videoId }: { videoId: string }) {
  return (
    <section className="panel" aria-labelledby="happened">
      <h2 id="happened">What happened</h2>
      <QueryView query={useQuery(timelineQuery(videoId))} what="what happened">
        {({ entries, trace_url }) => (
          <>
            <ol className="plain happened">
              {entries.map((entry, index) => (
                <li key={index}>
                  <time className="meta" dateTime={entry.at}>
                    {clockTime(entry.at)}
                  </time>
                  <span>{happened(entry)}</span>
                </li>
              ))}
            </ol>
            {trace_url !== undefined && <a href={trace_url}>Its trace</a>}
          </>
        )}
      </QueryView>
    </section>
  );
}
