import type { components as Catalog } from './generated/catalog';
import type { components as Encoder } from './generated/encoder';
import type { components as Feed } from './generated/feed';
import type { components as Notify } from './generated/notify';
import type { components as Search } from './generated/search';

type Schemas = Catalog['schemas'];

export type Visibility = Schemas['Visibility'];
export type Video = Schemas['Video'];
export type Album = Schemas['Album'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type NewAlbum = Schemas['NewAlbum'];
export type AlbumPatch = Schemas['AlbumPatch'];
export type Photo = Schemas['Photo'];
export type PhotoDetails = Schemas['PhotoDetails'];
export type Playback = Schemas['Playback'];
export type NewVideo = Schemas['NewVideo'];
export type VideoPatch = Schemas['VideoPatch'];
export type Channel = Schemas['Channel'];
export type ChannelName = Schemas['ChannelName'];
export type Comment = Schemas['Comment'];
export type Playlist = Schemas['Playlist'];
export type Watched = Schemas['Watched'];
export type Me = Schemas['Me'];
export type Report = Schemas['Report'];
export type FeedItem = Feed['schemas']['Item'];
export type Ranker = Feed['schemas']['Ranker'];
export type FoundItem = Search['schemas']['Item'];
export type Found = Search['schemas']['Found'];
export type Notification = Notify['schemas']['Notification'];
export type Preferences = Notify['schemas']['Preferences'];
export type Job = Encoder['schemas']['Job'];

export interface Page<T> {
  data: T[];
  next_cursor?: string;
}
