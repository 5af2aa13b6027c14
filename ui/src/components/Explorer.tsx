import { Button, Group, NativeSelect, Progress, Skeleton, Table, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import '@mantine/core/styles/Skeleton.css';
import { breakdownCsv, breakdownQuery, MOST_ROWS, type Scope } from '../api/analytics';
import { useWords } from '../hooks/useWords';
import { DIMENSIONS, dimensionOf, type AnalyticsWords } from '../util/analyticsWords';
import { number } from '../util/format';
import { METRICS, metricText, type Metric } from '../util/metrics';
import type { Period } from '../util/period';
import { CsvButton } from './CsvButton';
import { QueryView } from './QueryView';

interface Props {
  metric: Metric;
  scope: Scope;
  period: Period;
  filters?: string | undefined;
}

/** One metric by the values of a dimension; each value narrows the rest of the page to it. All of it is in the address. */
export function Explorer({ metric, scope, period, filters }: Props) {
  const asked: AnalyticsWords = useSearch({ strict: false });
  const by = dimensionOf(asked);
  const breakdown = useQuery(breakdownQuery(metric, by, scope, period, filters));
  const set = useWords();
  return (
    <section aria-labelledby="explorer" className="panel wide">
      <div className="panel-head">
        <Title order={2} id="explorer">
          {METRICS[metric].label} by {by}
        </Title>
        <CsvButton name={`${metric} by ${by}`} load={() => breakdownCsv(metric, by, scope, period, filters)} />
      </div>
      <Group align="end">
        <NativeSelect
          label="Metric"
          value={metric}
          data={Object.entries(METRICS).map(([value, { label }]) => ({ value, label }))}
          onChange={(event) => {
            set({ metric: event.currentTarget.value });
          }}
        />
        <NativeSelect
          label="By"
          value={by}
          data={[...DIMENSIONS]}
          onChange={(event) => {
            set({ by: event.currentTarget.value });
          }}
        />
        <FilterForm key={filters} first={filters ?? ''} onFilter={(text) => { set({ filters: text === '' ? undefined : text }); }} />
      </Group>
      <QueryView query={breakdown} what="the breakdown" waiting={<Skeleton h={200} />}>
        {(points) => {
          const most = Math.max(...points.map(({ value }) => value ?? 0));
          return points.length === 0 ? (
            <p className="meta">Nothing was watched in those days.</p>
          ) : (
            <div className="scroll-x">
              <Table aria-label={`${METRICS[metric].label} by ${by}`}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">{by}</Table.Th>
                    <Table.Th scope="col" ta="right">
                      {METRICS[metric].label}
                    </Table.Th>
                    <Table.Th aria-hidden="true" w="30%" />
                    <Table.Th scope="col" ta="right">
                      Sessions
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {points.map(({ key, value, sessions }) => (
                    <Table.Tr key={key}>
                      <Table.Td>
                        {key === '' ? (
                          <span className="meta">not known</span>
                        ) : (
                          <Button variant="subtle" size="compact-sm" onClick={() => { set({ filters: narrowed(filters, by, key) }); }} aria-label={`Only ${by} ${key}`}>
                            {key}
                          </Button>
                        )}
                      </Table.Td>
                      <Table.Td ta="right">{metricText(metric, value)}</Table.Td>
                      <Table.Td aria-hidden="true">
                        <Progress.Root size="sm">
                          <Progress.Section withAria={false} value={most === 0 ? 0 : ((value ?? 0) / most) * 100} />
                        </Progress.Root>
                      </Table.Td>
                      <Table.Td ta="right">{number(sessions)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              {points.length === MOST_ROWS && <p className="meta">These are the first {MOST_ROWS}; its CSV has no more.</p>}
            </div>
          );
        }}
      </QueryView>
    </section>
  );
}

/** A filter more; one of the same dimension takes the other's place. */
function narrowed(filters: string | undefined, by: string, value: string): string {
  const others = (filters ?? '').split(',').filter((part) => part !== '' && !part.startsWith(`${by}:`));
  return [...others, `${by}:${value}`].join(',');
}

function FilterForm({ first, onFilter }: { first: string; onFilter: (text: string) => void }) {
  const [text, setText] = useState(first);
  return (
    <form
      className="grow"
      onSubmit={(event) => {
        event.preventDefault();
        onFilter(text.trim());
      }}
    >
      <Group align="end" wrap="nowrap">
        <TextInput className="grow" label="Only" placeholder="device:phone,browser:Firefox" value={text} onChange={(event) => { setText(event.currentTarget.value); }} />
        <Button type="submit" variant="default">
          Apply
        </Button>
        {first !== '' && (
          <Button variant="subtle" color="gray" onClick={() => { onFilter(''); }}>
            Clear
          </Button>
        )}
      </Group>
    </form>
  );
}
