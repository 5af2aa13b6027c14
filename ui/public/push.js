// What the browser runs while no page of Matinee is open: shows what notify pushed, and opens its page on a click.
// notify sends {id, kind, title, url} (PushCourier.Message).

self.addEventListener('push', (event) => {
  const { id, title, url } = event.data?.json() ?? {};
  // A browser demands that each push be shown. The same notification again takes the earlier one's place.
  event.waitUntil(self.registration.showNotification(title ?? 'Matinee', { tag: id, icon: '/icon.svg', data: { url } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data?.url));
});

async function show(address) {
  const url = new URL(address ?? '/inbox', self.location.origin);
  // Never another host's page in Matinee's name.
  const page = url.origin === self.location.origin ? url.href : self.location.origin;
  const [open] = await self.clients.matchAll({ type: 'window' });
  await (open === undefined ? self.clients.openWindow(page) : open.focus().then((tab) => tab.navigate(page)));
}
