import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';

/** What is said in passing, over whichever page is open. */
export default function Notices() {
  return <Notifications position="bottom-center" limit={3} />;
}
