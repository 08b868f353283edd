// Serves the page of a sheet from its copy on the phone when there is no network. It keeps nothing itself: observe.js
// puts the copies there, and none of them holds what was filled in.
"use strict";
const COPIES = "concord-sheets";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const copy = () => caches.match(event.request, { cacheName: COPIES, ignoreVary: true });
  event.respondWith(fetch(event.request).catch(async () => (await copy()) || Response.error()));
});
