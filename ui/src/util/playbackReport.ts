import type { components } from '../api/generated/analytics';

export type PlaybackEvent = components['schemas']['Playback'];

export interface Seen {
  /** Seconds into the film. */
  position: number;
  /** Milliseconds of any steady clock. */
  now: number;
  /** Short side of what plays, in pixels. */
  rung?: number | undefined;
  /** Height of the player in device pixels. */
  playerHeight?: number | undefined;
}

type Kind = PlaybackEvent['kind'];
type Amounts = Partial<Omit<PlaybackEvent, 'type' | 'id' | 'time' | 'session' | 'video' | 'kind' | 'position_ms'>>;

const BEAT_MS = 10_000;
// What the service takes of one event.
const LONGEST_MS = 600_000;
const ms = (seconds: number) => Math.max(0, Math.round(seconds * 1000));
const bounded = (duration: number) => Math.min(Math.max(0, Math.round(duration)), LONGEST_MS);

/**
 * What is said of one playback session: begun at the wish to watch, a beat every ten seconds that names the stretch of film
 * played and the time it took, each stillness, and the end. A jump ends a stretch, so that no second counts that was not seen.
 */
export class PlaybackReport {
  private readonly say: (kind: Kind, position: number, amounts: Amounts) => void;
  private wantedAt: number | undefined;
  private pictured = false;
  private done = false;
  private stretch: { from: number; to: number; watched: number; since: number } | undefined;
  private stillSince: number | undefined;

  constructor(say: (kind: Kind, position: number, amounts: Amounts) => void) {
    this.say = say;
  }

  wanted({ position, now }: Seen): void {
    if (this.wantedAt === undefined || this.done) {
      this.wantedAt = now;
      this.pictured = false;
      this.done = false;
      this.say('started', ms(position), {});
    }
  }

  /** The picture moves: for the first time, or again after it stood still. */
  moves(seen: Seen): void {
    const { position, now } = seen;
    if (this.wantedAt === undefined || this.done) {
      return;
    }
    if (!this.pictured) {
      this.pictured = true;
      this.say('playing', ms(position), { startup_ms: bounded(now - this.wantedAt), ...about(seen) });
    } else if (this.stillSince !== undefined) {
      this.say('stalled', ms(position), { stalled_ms: bounded(now - this.stillSince), ...about(seen) });
    }
    this.stillSince = undefined;
    this.stretch = { from: position, to: position, watched: 0, since: now };
  }

  /** The picture stands still because nothing more is there to show. */
  still(seen: Seen): void {
    if (this.pictured && !this.done && this.stillSince === undefined) {
      this.beat(seen);
      this.stretch = undefined;
      this.stillSince = seen.now;
    }
  }

  /** Called often while it plays. */
  at(seen: Seen): void {
    const { stretch } = this;
    if (stretch !== undefined && seen.position >= stretch.to) {
      stretch.watched += seen.now - stretch.since;
      stretch.since = seen.now;
      stretch.to = seen.position;
      if (stretch.watched >= BEAT_MS) {
        this.beat(seen);
      }
    }
  }

  /** Paused, or about to jump: what was played until now is told, and what comes between is not. */
  stops(seen: Seen): void {
    this.beat(seen);
    this.stretch = undefined;
    // A viewer who waits for nothing is not kept waiting.
    this.stillSince = undefined;
  }

  failed(seen: Seen, error: string): void {
    if (this.wantedAt !== undefined && !this.done) {
      this.stops(seen);
      this.say('failed', ms(seen.position), { error });
    }
  }

  ended(seen: Seen): void {
    if (this.wantedAt !== undefined && !this.done) {
      this.stops(seen);
      this.done = true;
      this.say('ended', ms(seen.position), about(seen));
    }
  }

  private beat(seen: Seen): void {
    const { stretch } = this;
    if (stretch === undefined || stretch.to <= stretch.from) {
      return;
    }
    this.say('progressed', ms(stretch.to), {
      from_ms: ms(stretch.from),
      to_ms: ms(stretch.to),
      watched_ms: bounded(stretch.watched),
      ...about(seen),
    });
    this.stretch = { from: stretch.to, to: stretch.to, watched: 0, since: seen.now };
  }
}

function about({ rung, playerHeight }: Seen): Amounts {
  return {
    ...(rung === undefined || rung < 1 ? {} : { rung: Math.round(rung) }),
    ...(playerHeight === undefined || playerHeight < 1 ? {} : { player_height: Math.round(playerHeight) }),
  };
}
