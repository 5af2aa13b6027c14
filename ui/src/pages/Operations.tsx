import { Anchor, Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { Choices } from '../components/Choices';
import { Jobs } from '../components/Jobs';
import { People } from '../components/People';
import { RoleNeeded } from '../components/RoleNeeded';
import { SearchIndex } from '../components/SearchIndex';
import { useTitle } from '../hooks/useTitle';

const PARTS = [
  { value: 'encoding', label: 'Encoding' },
  { value: 'search', label: 'Search' },
  { value: 'people', label: 'People' },
  { value: 'elsewhere', label: 'Other pages' },
] as const;
const ELSEWHERE = [
  ['consul', 'Consul: services and instances'],
  ['nomad', 'Nomad: jobs and allocations'],
  ['traefik', 'Traefik: routes and their health'],
  ['zipkin', 'Zipkin: traces'],
  ['prometheus', 'Prometheus: metrics and alerts'],
  ['grafana', 'Grafana: dashboards'],
  ['mail', 'Mail: what was sent (development)'],
] as const;

/** What runs the house, for operators. */
export function Operations() {
  useTitle('Operations');
  return (
    <RoleNeeded needs="operator" to="run the house">
      <Title className="page-title">Operations</Title>
      <Parts />
    </RoleNeeded>
  );
}

function Parts() {
  const { show } = useSearch({ from: '/operations' });
  const chosen = PARTS.find(({ value }) => value === show)?.value ?? 'encoding';
  return (
    <>
      <Choices label="What of the house" name="show" choices={PARTS} chosen={chosen} otherwise="encoding" />
      {chosen === 'encoding' && <Jobs />}
      {chosen === 'search' && <SearchIndex />}
      {chosen === 'people' && <People />}
      {chosen === 'elsewhere' && (
        <section className="panel wide" aria-label="Other pages">
          <p className="meta">They stand on hosts of their own before this one, behind the operators’ login.</p>
          <ul className="plain">
            {ELSEWHERE.map(([name, words]) => (
              <li key={name}>
                <Anchor href={`${location.protocol}//${name}.${location.host}/`}>{words}</Anchor>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
