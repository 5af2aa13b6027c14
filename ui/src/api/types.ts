import type { components } from './generated/catalog';

type Schemas = components['schemas'];

export type Visibility = Schemas['Visibility'];
export type Video = Schemas['Video'];
export type Playback = Schemas['Playback'];
export type NewVideo = Schemas['NewVideo'];

export interface Page<T> {
  data: T[];
  next_cursor?: string;
}
