import { Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { channelAlbums, channelQuery, channelVideos } from '../api/albums';
import { meQuery } from '../api/catalog';
import { channelPlaylists } from '../api/playlists';
import { followQuery } from '../api/social';
import type { Channel as OneChannel } from '../api/types';
import { CardGrid } from '../components/CardGrid';
import { ChannelAvatar } from '../components/ChannelAvatar';
import { ChannelForm } from '../components/ChannelForm';
import { Choices } from '../components/Choices';
import { CardSkeletons, ContentCard } from '../components/ContentCard';
import { FollowButton } from '../components/FollowButton';
import { Empty } from '../components/Notice';
import { Pages } from '../components/Pages';
import { PlaylistRows } from '../components/PlaylistRows';
import { QueryView } from '../components/QueryView';
import { ReportButton } from '../components/ReportButton';
import { useNow } from '../hooks/useNow';
import { useMember } from '../hooks/useSession';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { count } from '../util/format';
import { ofAlbum, ofVideo } from '../util/shown';

const PARTS = [
  { value: 'videos', label: 'Videos' },
  { value: 'photos', label: 'Photos' },
  { value: 'playlists', label: 'Playlists' },
] as const;
const OWN = [...PARTS, { value: 'edit', label: 'Edit' }] as const;

export function Channel() {
  const { channel: named } = useParams({ from: '/channel/$channel' });
  const channel = useQuery(channelQuery(named));
  useTitle(channel.data?.name ?? '');
  useVisit('channel');
  return (
    <QueryView query={channel} what="the channel">
      {(found) => <ChannelPage channel={found} />}
    </QueryView>
  );
}

function ChannelPage({ channel }: { channel: OneChannel }) {
  const { show } = useSearch({ from: '/channel/$channel' });
  const follow = useQuery(followQuery(channel.id));
  const member = useMember();
  const me = useQuery({ ...meQuery, enabled: member !== undefined });
  const parts = me.data?.channel.id === channel.id ? OWN : PARTS;
  const chosen = parts.find(({ value }) => value === show)?.value ?? 'videos';
  return (
    <>
      <header className="channel-head">
        <ChannelAvatar name={channel.name} size={96} />
        <div>
          <Title>{channel.name}</Title>
          <p className="meta">
            @{channel.handle}
            {follow.data !== undefined && ` · ${count(follow.data.followers, 'follower')}`}
          </p>
          {channel.description !== undefined && <p className="channel-words">{channel.description}</p>}
        </div>
        <div className="channel-actions">
          <FollowButton channel={channel} />
          <ReportButton kind="channel" id={channel.id} />
        </div>
      </header>
      <Choices label="What of the channel" name="show" choices={parts} chosen={chosen} otherwise="videos" />
      {chosen === 'videos' && <Videos channel={channel.id} />}
      {chosen === 'photos' && <Photos channel={channel.id} />}
      {chosen === 'playlists' && <Playlists channel={channel.id} />}
      {chosen === 'edit' && <ChannelForm channel={channel} />}
    </>
  );
}

function Videos({ channel }: { channel: string }) {
  const now = useNow();
  return (
    <Pages query={useInfiniteQuery(channelVideos(channel))} what="the videos" waiting={<CardSkeletons />} empty={<Empty title="No videos yet" />}>
      {(items) => (
        <CardGrid page="channel" place="channel_videos">
          {items.map((video) => (
            <ContentCard key={video.id} shown={ofVideo(video)} now={now} />
          ))}
        </CardGrid>
      )}
    </Pages>
  );
}

function Photos({ channel }: { channel: string }) {
  const now = useNow();
  return (
    <Pages query={useInfiniteQuery(channelAlbums(channel))} what="the photos" waiting={<CardSkeletons />} empty={<Empty title="No photos yet" />}>
      {(items) => (
        <CardGrid page="channel" place="channel_photos">
          {items.map((album) => (
            <ContentCard key={album.id} shown={ofAlbum(album)} now={now} />
          ))}
        </CardGrid>
      )}
    </Pages>
  );
}

function Playlists({ channel }: { channel: string }) {
  return (
    <Pages query={useInfiniteQuery(channelPlaylists(channel))} what="the playlists" empty={<Empty title="No playlists for everybody yet" />}>
      {(items) => <PlaylistRows playlists={items} />}
    </Pages>
  );
}
