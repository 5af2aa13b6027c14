export interface ServerEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/** Cuts a stream of Server-Sent Events into events as its text comes; comments are passed over. */
export class EventReader {
  private rest = '';

  /** The events that are whole now. */
  read(text: string): ServerEvent[] {
    const blocks = (this.rest + text).replace(/\r\n?/g, '\n').split('\n\n');
    this.rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const of = (name: string) =>
        block
          .split('\n')
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
      const data = of('data').join('\n');
      return data === '' ? [] : [{ id: of('id').at(-1), event: of('event').at(-1) ?? 'message', data }];
    });
  }
}
