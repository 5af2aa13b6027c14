import { Anchor } from '@mantine/core';

/** A trace in Zipkin; only its number where Zipkin's page is not known. */
export function TraceLink({ id, url }: { id: string | undefined; url: string | undefined }) {
  if (id === undefined) {
    return '–';
  }
  return url === undefined ? <code>{id.slice(-8)}</code> : <Anchor href={url} size="sm">trace {id.slice(-8)}</Anchor>;
}
