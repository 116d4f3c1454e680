// The service worker's part of push: show what came, and open its page.

self.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(showTold(event.data.json()));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openTold(event.notification.data.url));
});

/** One at a time: what is new takes the place of what was shown before, and speaks for both. */
async function showTold(told) {
  const pages = await self.clients.matchAll({ type: "window" });
  await self.registration.showNotification(told.title, {
    body: told.body,
    icon: told.icon || ICON,
    lang: told.lang,
    dir: told.dir,
    tag: told.tag,
    renotify: true,
    silent: pages.some((page) => page.focused), // whoever looks at Kith sees it there
    data: { url: told.url },
  });
}

/** Go to the page, in a window that shows it already or in one of its own: nobody's half-written words go. */
async function openTold(path) {
  const url = new URL(path, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === url.href);
  await (there ? there.focus() : self.clients.openWindow(url.href));
}
