import { count } from './format';

interface BoxName {
  topic: string;
  group: string;
}

/** A box of dead letters as a word in the address: `social.events/notify`. */
export const boxWord = ({ topic, group }: BoxName) => `${topic}/${group}`;

export function boxOf(word: string | undefined): BoxName | undefined {
  const [topic = '', group = '', ...more] = (word ?? '').split('/');
  return topic === '' || group === '' || more.length > 0 ? undefined : { topic, group };
}

interface Driven {
  state: 'done' | 'running';
  again?: number;
  too_old?: number;
}

/** What became of letters that were driven back. */
export function drivenWords({ state, again = 0, too_old = 0 }: Driven): string {
  if (state === 'running') {
    return 'They are on their way; the number of those waiting tells how far it is.';
  }
  const old = too_old === 0 ? '' : ` ${count(too_old, 'letter')} stayed: they are older than services remember what they handled.`;
  return again === 0 ? `None waited.${old}` : `${count(again, 'letter')} went back.${old}`;
}

/** Where a trace is shown, by the page that the platform names `zipkin`. */
export function traceUrl(links: readonly { name: string; url: string }[] | undefined, trace: string | undefined): string | undefined {
  const zipkin = links?.find(({ name }) => name === 'zipkin');
  return zipkin === undefined || trace === undefined || !/^[0-9a-f]{16,32}$/.test(trace) ? undefined : new URL(`/zipkin/traces/${trace}`, zipkin.url).href;
}

/** How much of something is taken, from 0 to 100; undefined where it is not known how much there is. */
export function percentOf(bytes: number, room: number | undefined): number | undefined {
  return room === undefined || room <= 0 ? undefined : Math.min(100, Math.round((100 * bytes) / room));
}
