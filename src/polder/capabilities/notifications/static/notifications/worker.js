// Shows what Polder tells this device, also when no page is open. It asks nothing of anybody and keeps nothing.

self.addEventListener('push', (event) => {
  let told = {};
  try { told = event.data.json(); } catch { /* something that is not ours: a name and no more */ }
  const title = typeof told.title === 'string' && told.title ? told.title : 'Polder';
  event.waitUntil(self.registration.showNotification(title, {
    body: told.body || '',
    tag: told.tag || 'polder',
    lang: told.lang || '',
    icon: '/static/base/img/icon-180.png',
    data: { address: told.address },
  }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.address || '/', self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const same = open.find((client) => client.url === address.href);
    if (same) return same.focus();
    return self.clients.openWindow(address.href);
  })());
});
