import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { storageQuery, type Used } from '../api/ops';
import { bytes, number } from '../util/format';
import { percentOf } from '../util/house';
import { AwayNotice } from './AwayNotice';
import { DataTable, type Column } from './DataTable';
import { QueryView } from './QueryView';

const KINDS: { kind: Used['kind']; title: string; things?: string }[] = [
  { kind: 'disk', title: 'Disks' },
  { kind: 'volumes', title: 'Volumes of the object store' },
  { kind: 'bucket', title: 'Buckets', things: 'Objects' },
  { kind: 'database', title: 'Databases' },
  { kind: 'index', title: 'Indices', things: 'Documents' },
];

function columns(things: string | undefined, rooms: boolean): Column<Used>[] {
  return [
    { name: 'Name', of: ({ name }) => name },
    { name: 'Takes', numeric: true, of: (used) => bytes(used.bytes) },
    ...(things === undefined ? [] : [{ name: things, numeric: true, of: (used: Used) => (used.things === undefined ? '–' : number(used.things)) }]),
    ...(rooms
      ? [
          {
            name: 'Of',
            numeric: true,
            of: ({ bytes: taken, room_bytes }: Used) => {
              const percent = percentOf(taken, room_bytes);
              return percent === undefined || room_bytes === undefined ? '–' : `${bytes(room_bytes)}, ${percent} %`;
            },
          },
        ]
      : []),
  ];
}

/** What takes how much room. */
export function Storage() {
  return (
    <QueryView query={useQuery(storageQuery)} what="the storage">
      {({ data, away }) => (
        <>
          <AwayNotice away={away} />
          {KINDS.map(({ kind, title, things }) => {
            const rows = data.filter((used) => used.kind === kind);
            return (
              <section key={kind} className="panel wide" aria-label={title}>
                <Title order={2}>{title}</Title>
                {rows.length === 0 ? (
                  <p className="meta">Nothing is known of them yet: their numbers come with the next minutes’ metrics.</p>
                ) : (
                  <DataTable label={title} rows={rows} columns={columns(things, rows.some(({ room_bytes }) => room_bytes !== undefined))} keyOf={({ name }) => name} />
                )}
              </section>
            );
          })}
        </>
      )}
    </QueryView>
  );
}
