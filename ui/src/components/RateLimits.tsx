import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { rateLimitsQuery, type Limited } from '../api/ops';
import { number } from '../util/format';
import { AwayNotice } from './AwayNotice';
import { DataTable, type Column } from './DataTable';
import { QueryView } from './QueryView';

const WORDS: Record<string, string> = {
  gateway: 'All, at the gateway',
  member: 'What one user asks',
  upload: 'What one user uploads',
  'upload-open': 'One-time uploads of an address',
  comment: 'Comments of one user',
  login: 'Logins of an address',
  'sign-up': 'Registrations of an address',
};

const COLUMNS: Column<Limited>[] = [
  { name: 'What', of: ({ rate }) => WORDS[rate] ?? rate },
  { name: 'Five minutes', numeric: true, of: ({ last_five_minutes }) => number(last_five_minutes) },
  { name: 'An hour', numeric: true, of: ({ last_hour }) => number(last_hour) },
  { name: 'A day', numeric: true, of: ({ last_day }) => number(last_day) },
  { name: 'Of requests', numeric: true, of: ({ requests }) => (requests === 0 ? '–' : number(requests)) },
];

/** How often somebody was told to come again later. */
export function RateLimits() {
  return (
    <section className="panel wide" aria-labelledby="rate-limits">
      <Title order={2} id="rate-limits">
        Rate limits
      </Title>
      <p className="meta">Requests that were one too many and were answered 429. The first row has all of them, the others those that are counted apart.</p>
      <QueryView query={useQuery(rateLimitsQuery)} what="the rate limits">
        {({ data, away }) => (
          <>
            <AwayNotice away={away} />
            {data.length === 0 ? <p className="meta">Nobody was told to come again later within a day.</p> : <DataTable label="Rate limits" rows={data} columns={COLUMNS} keyOf={({ rate }) => rate} />}
          </>
        )}
      </QueryView>
    </section>
  );
}
