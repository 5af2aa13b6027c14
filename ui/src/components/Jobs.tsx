import { Badge, Table, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { jobsQuery } from '../api/operations';
import type { Job } from '../api/types';
import { useNow } from '../hooks/useNow';
import { ago } from '../util/format';
import { Pages } from './Pages';

const COLORS: Record<Job['state'], string> = { queued: 'gray', leased: 'ember', ready: 'green', failed: 'red', cancelled: 'gray' };

/** Everybody's encoding jobs, the newest first. */
export function Jobs() {
  const now = useNow();
  return (
    <section className="panel wide" aria-labelledby="jobs">
      <Title order={2} id="jobs">
        Encoding jobs
      </Title>
      <Pages query={useInfiniteQuery(jobsQuery)} what="the jobs" empty={<p className="meta">No job has been there yet.</p>}>
        {(jobs) => (
          <div className="scroll-x">
            <Table aria-label="Encoding jobs">
              <Table.Thead>
                <Table.Tr>
                  {['Of', 'State', 'Step', 'Done', 'Tries', 'Begun', 'Cause'].map((name) => (
                    <Table.Th key={name} scope="col">
                      {name}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {jobs.map((job) => (
                  <Table.Tr key={job.id}>
                    <Table.Td>
                      {job.photo_id === undefined ? (
                        <Link to="/watch/$videoId" params={{ videoId: job.content_id }}>
                          video {job.content_id.slice(-8)}
                        </Link>
                      ) : (
                        <Link to="/album/$albumId" params={{ albumId: job.content_id }}>
                          photo {job.photo_id.slice(-8)}
                        </Link>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Badge color={COLORS[job.state]} variant="light">
                        {job.state}
                      </Badge>
                    </Table.Td>
                    <Table.Td>
                      {job.step} {job.rung}
                    </Table.Td>
                    <Table.Td>{job.percent} %</Table.Td>
                    <Table.Td>{job.attempts}</Table.Td>
                    <Table.Td>{ago(job.created_at, now)}</Table.Td>
                    <Table.Td>{job.cause?.detail}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Pages>
    </section>
  );
}
