/** What a key does to the player; the one list for the player itself and for its help. */
export interface PlayerActions {
  toggle: () => void;
  jump: (seconds: number) => void;
  seekTo: (share: number) => void;
  louder: (by: number) => void;
  faster: (steps: number) => void;
  mute: () => void;
  captions: () => void;
  fullscreen: () => void;
  theatre: () => void;
  picture: () => void;
  help: () => void;
}

export interface PlayerKey {
  keys: string[];
  does: string;
  act: (actions: PlayerActions, key: string) => void;
}

export const PLAYER_KEYS: PlayerKey[] = [
  { keys: ['k', ' '], does: 'Play or pause', act: (a) => { a.toggle(); } },
  { keys: ['ArrowLeft'], does: 'Back 5 seconds', act: (a) => { a.jump(-5); } },
  { keys: ['ArrowRight'], does: 'On 5 seconds', act: (a) => { a.jump(5); } },
  { keys: ['j'], does: 'Back 10 seconds', act: (a) => { a.jump(-10); } },
  { keys: ['l'], does: 'On 10 seconds', act: (a) => { a.jump(10); } },
  { keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], does: 'To so many tenths of the film', act: (a, key) => { a.seekTo(Number(key) / 10); } },
  { keys: ['ArrowUp'], does: 'Louder', act: (a) => { a.louder(0.1); } },
  { keys: ['ArrowDown'], does: 'Quieter', act: (a) => { a.louder(-0.1); } },
  { keys: ['m'], does: 'Sound on or off', act: (a) => { a.mute(); } },
  { keys: ['>'], does: 'Faster', act: (a) => { a.faster(1); } },
  { keys: ['<'], does: 'Slower', act: (a) => { a.faster(-1); } },
  { keys: ['c'], does: 'Captions on or off', act: (a) => { a.captions(); } },
  { keys: ['f'], does: 'Full screen', act: (a) => { a.fullscreen(); } },
  { keys: ['t'], does: 'Theatre', act: (a) => { a.theatre(); } },
  { keys: ['p'], does: 'Picture in picture', act: (a) => { a.picture(); } },
  { keys: ['?'], does: 'This list', act: (a) => { a.help(); } },
];

const NAMES: Record<string, string> = { ' ': 'Space', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

export function keyNames({ keys }: PlayerKey): string {
  return keys.length > 3 ? `${keys[0] ?? ''}–${keys.at(-1) ?? ''}` : keys.map((key) => NAMES[key] ?? key).join(' or ');
}

export function playerKey(key: string): PlayerKey | undefined {
  return PLAYER_KEYS.find(({ keys }) => keys.includes(key) || keys.includes(key.toLowerCase()));
}
