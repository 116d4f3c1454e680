// What was said, as it is now: read anew from the last known change whenever something may have happened.

import { morph, shown } from "asset:kith.js";
import { arrange, atEnd, keepingPlace, list, room, scroller, seenUpTo, toEnd } from "asset:talk_scroll.js";

const AGAIN_MS = 3000;
const VANISH_EVERY_MS = 10_000;
const HEARD_MS = 30_000; // by then it was read out, or never will be

export const id = room?.dataset.room ?? "";
export const words = document.getElementById("talk-words")?.dataset ?? {};
export const signature = () => room?.querySelector('input[name="csrf"]')?.value ?? document.querySelector('input[name="csrf"]')?.value ?? "";

let number = Number(room?.dataset.changes ?? 0);
let last = Number(room?.dataset.last ?? 0);
let read = Number(room?.dataset.readByMe ?? 0);
let pulling = null;
let again = false;
let missed = 0; // new ones below what is seen

/** Ask for what changed. Called twice at once, it asks once more afterwards, so that nothing falls between. */
export function pull() {
  again = true;
  pulling ??= pullAll().finally(() => {
    pulling = null;
  });
  return pulling;
}

async function pullAll() {
  while (again) {
    again = false;
    const changes = await asked(`/talk/${id}/changes?after=${number}`);
    if (changes === "gone") return location.assign("/talk");
    if (!changes) return void setTimeout(pull, AGAIN_MS);
    takeInAll(changes.items);
    showPins(changes.pins);
    number = Math.max(number, changes.number);
    showMarks(changes);
    again ||= changes.more;
  }
}

let pinned = null; // as it was drawn last

/** What is pinned, as it is now; a list that somebody opened stays open. */
function showPins(html) {
  if (html === pinned) return;
  pinned = html;
  morph(room.querySelector("[data-pins]"), html, { morphStyle: "innerHTML" });
}

/** Read an answer of the server; nothing where there is none, and "gone" where this is not one's own any more. */
export async function asked(path) {
  try {
    const answer = await fetch(path, { headers: { Accept: "application/json" } });
    if (answer.status === 404) return "gone";
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Tell the server something; gives its answer, or nothing where the network is not there. */
export async function tellServer(path, fields, { keepalive = false, json = false } = {}) {
  const headers = { "content-type": "application/x-www-form-urlencoded", "hx-request": "true" };
  if (json) headers.Accept = "application/json";
  const body = new URLSearchParams([["csrf", signature()], ...fields]);
  return fetch(path, { method: "POST", headers, body, keepalive }).catch(() => null);
}

export function takeInAll(items) {
  if (!list || !items.length) return;
  const end = atEnd();
  const fresh = [];
  const unseen = last <= read && !isLookedAt();
  keepingPlace(() => {
    for (const item of items) if (takeIn(item)) fresh.push(item);
    if (unseen) drawUnreadLine(fresh.find((item) => item.says));
    arrange();
  });
  if (!fresh.length) return;
  last = Math.max(last, ...fresh.map((item) => item.seq));
  announce(fresh);
  if (end) toEnd();
  else missed += fresh.filter((item) => item.says).length;
  showNewest();
  markRead();
}

const isLookedAt = () => document.hasFocus() && document.visibilityState === "visible";

/** Whoever comes back to this window finds where what is new begins. */
function drawUnreadLine(first) {
  const begins = first && document.getElementById(`m-${first.seq}`);
  if (!begins) return;
  list.querySelector("[data-unread-line]")?.remove();
  const line = document.createElement("li");
  line.className = "room__unread";
  line.dataset.unreadLine = "";
  line.append(Object.assign(document.createElement("span"), { textContent: words.new }));
  begins.before(line);
}

/** Put a message where it belongs; whether it stands there for the first time. */
function takeIn(item) {
  const known = document.getElementById(`m-${item.seq}`);
  const pending = item.key ? list.querySelector(`[data-key="${CSS.escape(item.key)}"]:not([data-seq])`) : null;
  if (!item.html || item.html.includes("message__gone")) forgetAnswered(item.seq);
  if (!item.html) {
    letGo(known ?? pending);
    return false;
  }
  const fresh = parse(item.html);
  if (known) {
    pending?.remove();
    morph(known, fresh);
    shown(document.getElementById(`m-${item.seq}`));
    return false;
  }
  if (room.hasAttribute("data-later") && item.seq > Number(list.querySelector("[data-seq]:last-of-type")?.dataset.seq ?? 0)) return false;
  if (item.seq < Number(list.querySelector("[data-seq]")?.dataset.seq ?? 0)) return false; // above what is shown
  if (pending) pending.replaceWith(fresh);
  else place(fresh, item.seq);
  list.querySelector(".room__nothing")?.remove();
  shown(fresh);
  return true;
}

/** Take a message away. Whoever was at it with the keyboard goes on at the one beside it. */
function letGo(gone) {
  const next = gone?.contains(document.activeElement) ? beside(gone) : null;
  gone?.remove();
  next?.focus({ preventScroll: true });
}

/** Give the message before this one, or after it where it is the first. */
export function beside(message) {
  const all = [...list.querySelectorAll("[data-card]")];
  const at = all.indexOf(message);
  return all[at - 1] ?? all[at + 1] ?? scroller;
}

function place(fresh, seq) {
  const after = [...list.querySelectorAll("[data-seq]")].findLast((one) => Number(one.dataset.seq) < seq);
  if (after) return after.after(fresh);
  const first = list.querySelector("[data-seq], [data-key]");
  if (first) first.before(fresh);
  else list.append(fresh);
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector("[data-seq]");
}

/** Said politely, each as a line of its own: what comes a moment later cuts none off, and the same words are said twice.
 * Many at once are said as a number. */
function announce(fresh) {
  const said = fresh.filter((item) => item.says).map((item) => item.says);
  const place = room.querySelector("[data-announces]");
  for (const one of said.length > 3 ? [`${said.length} ${words.new}`] : said) {
    const line = document.createElement("p");
    line.textContent = one;
    place?.append(line);
    setTimeout(() => line.remove(), HEARD_MS);
  }
}

function showMarks({ read: theirs, delivered }) {
  room.dataset.read = theirs;
  room.dataset.delivered = delivered;
  for (const own of list?.querySelectorAll("[data-mine][data-seq]") ?? []) {
    const seq = Number(own.dataset.seq);
    own.dataset.state = seq <= theirs ? "read" : seq <= delivered ? "delivered" : "sent";
  }
}

function showNewest() {
  const way = room.querySelector("[data-newest]");
  if (!way) return;
  const later = room.hasAttribute("data-later");
  way.hidden = atEnd() && !later;
  way.querySelector("[data-newest-words]").textContent = missed ? `${missed} ${words.new}` : words.newest;
}

let marking = 0;

/** What stood on the screen, in a window that somebody looks at, is read: as far as they came, not only at the end. */
export function markRead() {
  if (!id || !list || !isLookedAt()) return;
  clearTimeout(marking);
  marking = setTimeout(async () => {
    const whole = atEnd() && !room.hasAttribute("data-later"); // then also what is not shown to oneself
    const upTo = whole ? Math.max(last, seenUpTo()) : seenUpTo();
    if (upTo <= read || !isLookedAt()) return;
    const answer = await tellServer(`/talk/${id}/seen`, [["seq", upTo]], { keepalive: true });
    if (answer?.ok) read = Math.max(read, upTo);
  }, 250);
}

/** Whatever answers it no longer shows what is gone. */
function forgetAnswered(seq) {
  for (const one of list.querySelectorAll(`[data-leads-to="${CSS.escape(seq)}"]`)) one.remove();
}

/** What vanishes is gone in an open page, too: where it was said, where it is answered, and in the list. */
function letVanish() {
  const pins = [...room.querySelectorAll("[data-pin-vanishes]")];
  if (pins.some((one) => one.dataset.pinVanishes * 1000 <= Date.now())) pull();
  const gone = [...(list?.querySelectorAll("[data-vanishes]") ?? [])].filter((one) => one.dataset.vanishes * 1000 <= Date.now());
  if (!gone.length) return;
  keepingPlace(() => {
    for (const one of gone) {
      forgetAnswered(one.dataset.seq);
      letGo(one);
    }
    arrange();
  });
  document.dispatchEvent(new CustomEvent("kith:talk", { detail: { id, number } }));
}

if (id) {
  setInterval(letVanish, VANISH_EVERY_MS);
  document.addEventListener("kith:talk", ({ detail }) => {
    if (detail.id === id && (!detail.number || detail.number > number)) pull();
  });
  document.addEventListener("kith:marks", ({ detail }) => detail.id === id && showMarks({ read: detail.number, delivered: detail.count }));
  document.addEventListener("kith:here", pull); // after every break: whatever was missed
  window.addEventListener("online", pull);
  window.addEventListener("focus", markRead);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && (pull(), markRead()));
  scroller?.addEventListener("scroll", () => {
    if (atEnd()) missed = 0;
    showNewest();
    markRead();
  }, { passive: true });
  room.querySelector("[data-newest]")?.addEventListener("click", (event) => {
    if (room.hasAttribute("data-later")) return; // the link leads there
    event.preventDefault();
    toEnd();
  });
  showMarks({ read: Number(room.dataset.read), delivered: Number(room.dataset.delivered) });
  if (last > read && !atEnd()) tellServer(`/talk/${id}/received`, [["seq", last]]); // it came, and is not read yet
  markRead();
}
