import { Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MOST_ROWS, reportCsv, reportQuery, reportsQuery, type ReportName, type ReportRow, type Scope } from '../api/analytics';
import { cell, heading } from '../util/cells';
import type { Period } from '../util/period';
import { CsvButton } from './CsvButton';
import { QueryView } from './QueryView';

interface Props {
  report: ReportName;
  title: string;
  scope: Scope;
  period: Period;
}

/** A report as the service tells it, column by column. */
export function ReportTable({ report, title, scope, period }: Props) {
  const rows = useQuery(reportQuery(report, scope, period));
  const names = useQuery(reportsQuery);
  const about = names.data?.find(({ name }) => name === report);
  return (
    <section aria-labelledby={`report-${report}`} className="panel wide">
      <div className="panel-head">
        <Title order={2} id={`report-${report}`}>
          {title}
        </Title>
        <CsvButton name={title} load={() => reportCsv(report, scope, period)} />
      </div>
      {about !== undefined && <p className="meta">{about.words}</p>}
      <QueryView query={rows} what="the report">
        {(found) => (found.length === 0 ? <p className="meta">Nothing happened in those days.</p> : <Rows columns={about?.columns ?? Object.keys(found[0] ?? {})} rows={found} label={title} />)}
      </QueryView>
    </section>
  );
}

function Rows({ columns, rows, label }: { columns: string[]; rows: ReportRow[]; label: string }) {
  // A title says more than its id, which is behind it as a link.
  const shown = columns.filter((column) => !(column === 'content_id' && columns.includes('title')) && column !== 'channel_id');
  return (
    <div className="scroll-x">
      <Table aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {shown.map((column) => (
              <Table.Th key={column} scope="col" ta={typeof rows[0]?.[column] === 'number' ? 'right' : 'left'}>
                {heading(column)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => (
            <Table.Tr key={index}>
              {shown.map((column) => (
                <Table.Td key={column} data-column={column} ta={typeof row[column] === 'number' ? 'right' : 'left'}>
                  {column === 'title' && typeof row['content_id'] === 'string' ? (
                    <Link to="/watch/$videoId" params={{ videoId: row['content_id'] }}>
                      {cell(column, row[column])}
                    </Link>
                  ) : (
                    cell(column, row[column])
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length === MOST_ROWS && <p className="meta">These are the first {MOST_ROWS}; its CSV has no more.</p>}
    </div>
  );
}
