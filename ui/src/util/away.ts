interface Away {
  source: string;
  detail: string;
}

const NAMES: Record<string, string> = {
  consul: 'Consul',
  nomad: 'Nomad',
  kafka: 'Kafka',
  prometheus: 'Prometheus',
  elasticsearch: 'Elasticsearch',
  keycloak: 'Keycloak',
  gate: 'The gate',
};

/** What is missing and what may be done: one sentence for all who did not answer, none when all did. */
export function awaySentence(away: readonly Away[]): string | undefined {
  const names = [...new Set(away.map(({ source }) => NAMES[source] ?? source))];
  if (names.length === 0) {
    return undefined;
  }
  const who = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return `${who ?? ''} ${names.length === 1 ? 'does' : 'do'} not answer, so what ${names.length === 1 ? 'it knows' : 'they know'} is missing here. It is asked again by itself; the jobs tell whether it runs.`;
}

/** Every one of several pages' who did not answer. */
export function allAway<A>(pages: readonly { away: A[] }[]): A[] {
  return pages.flatMap(({ away }) => away);
}
