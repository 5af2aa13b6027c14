import { Badge, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { servicesQuery, type Instance } from '../api/ops';
import { allAway } from '../util/away';
import { AwayNotice } from './AwayNotice';
import { DataTable, type Column } from './DataTable';
import { Pages } from './Pages';

const COLORS: Record<string, string> = { passing: 'green', warning: 'orange', critical: 'red' };

const COLUMNS: Column<Instance>[] = [
  { name: 'Service', of: ({ service }) => service },
  {
    name: 'State',
    of: ({ status, failing }) => (
      <>
        <Badge color={COLORS[status] ?? 'gray'} variant="light">
          {status}
        </Badge>
        {failing.map(({ name, output }) => (
          <p key={name} className="meta">
            {name}: {output}
          </p>
        ))}
      </>
    ),
  },
  { name: 'Version', of: ({ version }) => version ?? '–' },
  { name: 'Address', of: ({ address, port }) => (port === 0 ? address : `${address}:${port}`) },
  { name: 'Machine', of: ({ node }) => node },
  { name: 'Instance', of: ({ id }) => <code>{id}</code> },
];

/** Who is there and how healthy, those that are ill first. */
export function Services() {
  const query = useInfiniteQuery(servicesQuery);
  return (
    <section className="panel wide" aria-labelledby="services">
      <Title order={2} id="services">
        Services
      </Title>
      <AwayNotice away={allAway(query.data?.pages ?? [])} />
      <Pages query={query} what="the services" empty={<p className="meta">Consul knows of no service.</p>}>
        {(instances) => (
          <>
            <p className="meta">
              {instances.length} instances, {instances.filter(({ status }) => status !== 'passing').length} of them not well.
            </p>
            <DataTable
              label="Instances of services"
              rows={instances.toSorted((one, other) => Number(one.status === 'passing') - Number(other.status === 'passing'))}
              columns={COLUMNS}
              keyOf={({ service, id }) => `${service} ${id}`}
            />
          </>
        )}
      </Pages>
    </section>
  );
}
