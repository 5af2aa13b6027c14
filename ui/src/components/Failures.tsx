import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { errorsQuery, linksQuery, type Errors } from '../api/ops';
import { ago, number } from '../util/format';
import { traceUrl } from '../util/house';
import { AwayNotice } from './AwayNotice';
import { DataTable, type Column } from './DataTable';
import { QueryView } from './QueryView';
import { TraceLink } from './TraceLink';

type Counted = Errors['problems'][number];
type Line = Errors['lines'][number];

const PROBLEMS: Column<Counted>[] = [
  { name: 'Service', of: ({ service }) => service },
  { name: 'Problem', of: ({ code }) => <code>{code}</code> },
  { name: 'Within the hour', numeric: true, of: ({ last_hour }) => number(last_hour) },
];

/** What went wrong of late, counted and line by line. */
export function Failures() {
  const query = useQuery(errorsQuery);
  const links = useQuery(linksQuery);
  const lines: Column<Line>[] = [
    { name: 'When', of: ({ at }) => ago(at, query.dataUpdatedAt) },
    { name: 'Service', of: ({ service, instance }) => <span title={instance}>{service}</span> },
    { name: 'Level', of: ({ level }) => level.toLowerCase() },
    {
      name: 'What',
      of: ({ message, cause }) => (
        <span className="cause">
          {message}
          {cause !== undefined && <span className="meta">{cause}</span>}
        </span>
      ),
    },
    { name: 'Trace', of: ({ trace_id }) => <TraceLink id={trace_id} url={traceUrl(links.data?.data, trace_id)} /> },
    { name: 'Request', of: ({ request_id }) => (request_id === undefined ? '–' : <code>{request_id}</code>) },
  ];
  return (
    <QueryView query={query} what="the errors">
      {(errors) => (
        <>
          <AwayNotice away={errors.away} />
          <section className="panel wide" aria-labelledby="problems">
            <Title order={2} id="problems">
              Answers with a problem
            </Title>
            <p className="meta">How often services refused or failed within the last hour, refusals of what a client did wrong too.</p>
            {errors.problems.length === 0 ? <p className="meta">There was none.</p> : <DataTable label="Answers with a problem" rows={errors.problems} columns={PROBLEMS} keyOf={({ service, code }) => `${service} ${code}`} />}
          </section>
          <section className="panel wide" aria-labelledby="lines">
            <Title order={2} id="lines">
              Errors in the logs
            </Title>
            {errors.lines.length === 0 ? (
              <p className="meta">No error was written down.</p>
            ) : (
              <DataTable label="Errors in the logs" rows={errors.lines} columns={lines} keyOf={(line) => `${line.at} ${line.service} ${line.message}`} />
            )}
          </section>
        </>
      )}
    </QueryView>
  );
}
