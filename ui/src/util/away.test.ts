import { describe, expect, it } from 'vitest';
import { allAway, awaySentence } from './away';

const away = (source: string) => ({ source, detail: 'It does not answer.' });

describe('awaySentence', () => {
  it('says nothing when all answered', () => {
    expect(awaySentence([])).toBeUndefined();
  });

  it('names one', () => {
    expect(awaySentence([away('consul')])).toMatch(/^Consul does not answer, so what it knows is missing here\./);
  });

  it('names each once', () => {
    expect(awaySentence([away('nomad'), away('kafka'), away('nomad'), away('elsewhere')])).toMatch(/^Nomad, Kafka and elsewhere do not answer, so what they know/);
  });
});

describe('allAway', () => {
  it('gathers those of all pages', () => {
    expect(allAway([{ away: [away('a')] }, { away: [] }, { away: [away('b')] }]).map(({ source }) => source)).toEqual(['a', 'b']);
  });
});
