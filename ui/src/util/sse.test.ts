import { describe, expect, it } from 'vitest';
import { EventReader } from './sse';

describe('EventReader', () => {
  it('waits for the rest of an event', () => {
    const reader = new EventReader();
    expect(reader.read('id: 7\nevent: unread\nda')).toEqual([]);
    expect(reader.read('ta: {"unread":3}\n\nevent: x\n')).toEqual([{ id: '7', event: 'unread', data: '{"unread":3}' }]);
    expect(reader.read('data: a\ndata: b\n\n')).toEqual([{ id: undefined, event: 'x', data: 'a\nb' }]);
  });

  it('passes over comments and understands each end of a line', () => {
    expect(new EventReader().read(': still here\r\n\r\ndata:1\r\n\r\n')).toEqual([{ id: undefined, event: 'message', data: '1' }]);
  });
});
