import { describe, expect, it } from 'vitest';
import { PlaybackReport } from './playbackReport';

function report() {
  const said: { kind: string; position: number; [name: string]: unknown }[] = [];
  return { said, of: new PlaybackReport((kind, position, amounts) => said.push({ kind, position, ...amounts })) };
}

/** Plays from one second to another, as fast as the clock goes, telling four times a second. */
function plays(of: PlaybackReport, from: number, to: number, now: number): void {
  for (let t = 0; t <= to - from; t += 0.25) {
    of.at({ position: from + t, now: now + t * 1000 });
  }
}

describe('PlaybackReport', () => {
  it('tells the wish, the first picture with its delay, and a beat every ten seconds', () => {
    const { said, of } = report();
    of.wanted({ position: 0, now: 1000 });
    of.moves({ position: 0, now: 1350, rung: 360, playerHeight: 720 });
    plays(of, 0, 20, 1350);
    expect(said.map(({ kind }) => kind)).toEqual(['started', 'playing', 'progressed', 'progressed']);
    expect(said[1]).toEqual({ kind: 'playing', position: 0, startup_ms: 350, rung: 360, player_height: 720 });
    expect(said[2]).toMatchObject({ from_ms: 0, to_ms: 10_000, watched_ms: 10_000 });
    expect(said[3]).toMatchObject({ from_ms: 10_000, to_ms: 20_000, watched_ms: 10_000 });
  });

  it('counts no second that a jump left out', () => {
    const { said, of } = report();
    of.wanted({ position: 0, now: 0 });
    of.moves({ position: 0, now: 0 });
    plays(of, 0, 4, 0);
    of.stops({ position: 4, now: 4000 });
    of.moves({ position: 60, now: 4500 });
    plays(of, 60, 63, 4500);
    of.ended({ position: 63, now: 7500 });
    const stretches = said.filter(({ kind }) => kind === 'progressed').map((one) => [one['from_ms'], one['to_ms'], one['watched_ms']]);
    expect(stretches).toEqual([[0, 4000, 4000], [60_000, 63_000, 3000]]);
    expect(said.at(-1)?.kind).toBe('ended');
  });

  it('tells how long the picture stood still, and not that of a pause', () => {
    const { said, of } = report();
    of.wanted({ position: 0, now: 0 });
    of.moves({ position: 0, now: 100 });
    plays(of, 0, 2, 100);
    of.still({ position: 2, now: 2100 });
    of.moves({ position: 2, now: 3600 });
    of.stops({ position: 2, now: 3700 });
    of.moves({ position: 2, now: 90_000 });
    expect(said.filter(({ kind }) => kind === 'stalled')).toEqual([{ kind: 'stalled', position: 2000, stalled_ms: 1500 }]);
  });

  it('says nothing before anybody wants to watch, and nothing after the end', () => {
    const { said, of } = report();
    of.moves({ position: 0, now: 0 });
    of.ended({ position: 0, now: 5 });
    expect(said).toEqual([]);
    of.wanted({ position: 0, now: 10 });
    of.ended({ position: 0, now: 20 });
    of.ended({ position: 0, now: 30 });
    of.failed({ position: 0, now: 40 }, 'network');
    expect(said.map(({ kind }) => kind)).toEqual(['started', 'ended']);
  });

  it('keeps to what the service takes of one event', () => {
    const { said, of } = report();
    of.wanted({ position: 0, now: 0 });
    of.moves({ position: 0, now: 3_600_000 });
    expect(said[1]).toMatchObject({ startup_ms: 600_000 });
  });
});
