import { Anchor, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { linksQuery } from '../api/ops';
import { QueryView } from './QueryView';

const WORDS: Record<string, string> = {
  consul: 'Consul: services and instances',
  nomad: 'Nomad: jobs and allocations',
  traefik: 'Traefik: routes and their health',
  zipkin: 'Zipkin: traces',
  prometheus: 'Prometheus: metrics and alerts',
  alertmanager: 'Alertmanager: who is told of alerts',
  grafana: 'Grafana: dashboards',
  mail: 'Mail: what was sent (development)',
};

/** The operators' other pages. */
export function Elsewhere() {
  return (
    <section className="panel wide" aria-labelledby="elsewhere">
      <Title order={2} id="elsewhere">
        Other pages
      </Title>
      <p className="meta">They stand on hosts of their own before this one, behind the operators’ login.</p>
      <QueryView query={useQuery(linksQuery)} what="the addresses">
        {({ data }) => (
          <ul className="plain">
            {data.map(({ name, url }) => (
              <li key={name}>
                <Anchor href={url}>{WORDS[name] ?? name}</Anchor>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </section>
  );
}
