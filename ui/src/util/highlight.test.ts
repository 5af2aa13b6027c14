import { describe, expect, it } from 'vitest';
import { highlighted } from './highlight';

describe('highlighted', () => {
  it('marks what was found', () => {
    expect(highlighted('the <em>gulls</em> of <em>May</em>')).toEqual([
      { text: 'the ', found: false },
      { text: 'gulls', found: true },
      { text: ' of ', found: false },
      { text: 'May', found: true },
    ]);
  });

  it('gives texts back as they were written', () => {
    expect(highlighted('&lt;img src=x onerror=&quot;a&#x28;1&#41;&quot;&gt; &amp; <em>&lt;b&gt;</em>')).toEqual([
      { text: '<img src=x onerror="a(1)"> & ', found: false },
      { text: '<b>', found: true },
    ]);
  });

  it('leaves alone what is no entity', () => {
    expect(highlighted('AT&T &unknown; &#x110000; <em>')).toEqual([{ text: 'AT&T &unknown; &#x110000; <em>', found: false }]);
  });
});
