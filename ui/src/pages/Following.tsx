import { Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { followsQuery } from '../api/social';
import { ChannelAvatar } from '../components/ChannelAvatar';
import { FollowButton } from '../components/FollowButton';
import { LoginNeeded } from '../components/LoginNeeded';
import { Empty } from '../components/Notice';
import { Pages } from '../components/Pages';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';
import { chosenDate } from '../util/format';

export function Following() {
  useTitle('Following');
  useVisit('following');
  return (
    <LoginNeeded to="see whom you follow">
      <Title className="page-title">Whom you follow</Title>
      <Channels />
    </LoginNeeded>
  );
}

function Channels() {
  return (
    <Pages query={useInfiniteQuery(followsQuery)} what="the channels" empty={<Empty title="You follow nobody yet"><p>What those you follow publish comes to your first page.</p></Empty>}>
      {(items) => (
        <ul className="rows">
          {items.map(({ channel, since }) => (
            <li key={channel.id} className="row line-row">
              <ChannelAvatar name={channel.name} />
              <div>
                <h2>
                  <Link to="/channel/$channel" params={{ channel: channel.handle }}>
                    {channel.name}
                  </Link>
                </h2>
                <p className="meta">since {chosenDate(since)}</p>
              </div>
              <FollowButton channel={channel} />
            </li>
          ))}
        </ul>
      )}
    </Pages>
  );
}
