import { Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { Choices } from '../components/Choices';
import { DeadLetters } from '../components/DeadLetters';
import { Elsewhere } from '../components/Elsewhere';
import { Failures } from '../components/Failures';
import { Jobs } from '../components/Jobs';
import { NomadJobs } from '../components/NomadJobs';
import { People } from '../components/People';
import { Queues } from '../components/Queues';
import { RateLimits } from '../components/RateLimits';
import { RoleNeeded } from '../components/RoleNeeded';
import { SearchIndex } from '../components/SearchIndex';
import { Services } from '../components/Services';
import { Storage } from '../components/Storage';
import { Users } from '../components/Users';
import { useTitle } from '../hooks/useTitle';

const PARTS = [
  { value: 'services', label: 'Services' },
  { value: 'jobs', label: 'Jobs' },
  { value: 'encoding', label: 'Encoding' },
  { value: 'queues', label: 'Queues' },
  { value: 'letters', label: 'Dead letters' },
  { value: 'errors', label: 'Errors' },
  { value: 'limits', label: 'Rate limits' },
  { value: 'storage', label: 'Storage' },
  { value: 'search', label: 'Search' },
  { value: 'users', label: 'Users' },
  { value: 'people', label: 'Messages' },
  { value: 'elsewhere', label: 'Other pages' },
] as const;

const SHOWN: Record<(typeof PARTS)[number]['value'], ComponentType> = {
  services: Services,
  jobs: NomadJobs,
  encoding: Jobs,
  queues: Queues,
  letters: DeadLetters,
  errors: Failures,
  limits: RateLimits,
  storage: Storage,
  search: SearchIndex,
  users: Users,
  people: People,
  elsewhere: Elsewhere,
};

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
  const chosen = PARTS.find(({ value }) => value === show)?.value ?? 'services';
  const Part = SHOWN[chosen];
  return (
    <>
      <Choices label="What of the house" name="show" choices={PARTS} chosen={chosen} otherwise="services" />
      <Part />
    </>
  );
}
