// What happens elsewhere, shown here: one stream a page, opened anew after a break from where it was.

const BREAK_MS_MAX = 60_000;
const main = document.getElementById("main");
const takes = main?.dataset.live ?? "";
const pill = document.querySelector("[data-waiting]");
const stream = document.querySelector("[data-stream]");
const waiting = new Map(); // element id → HTML; a Map, so that nothing comes twice
let source = null;
let position = main?.dataset.liveAt ?? null; // what the page shows already
let failures = 0;

function open() {
  const asks = new URLSearchParams();
  if (takes.includes(":")) asks.set("topic", takes); // what the page is about, for readers whom nobody told in person
  if (position) asks.set("after", position);
  source = new EventSource(`/live?${asks}`);
  source.addEventListener("hello", (event) => {
    position = event.lastEventId || position;
    failures = 0;
    hear("here", {});
  });
  for (const [kind, does] of Object.entries({ new: arrive, changed: change, removed: remove, badge: count, talk, typing: (detail) => hear("typing", detail), marks: (detail) => hear("marks", detail), presence: (detail) => hear("presence", detail), desk: (detail) => hear("desk", detail), reload: offerReload, gone: leave, nothing() {} })) {
    source.addEventListener(kind, (event) => {
      position = event.lastEventId || position;
      does(JSON.parse(event.data));
    });
  }
  // The browser connects again by itself after a lost line; after a refusal it gives up, and then we do it.
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return;
    failures += 1;
    setTimeout(open, Math.min(BREAK_MS_MAX, 2000 * 2 ** failures));
  });
}

/** Whoever this page was for is somebody else here now: what stands on it goes, unless something of theirs would. */
function leave() {
  const written = [...document.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
  if (!written && !sent) location.reload();
}
let sent = false; // a form is on its way, and its answer is the next page
document.addEventListener("submit", () => (sent = true));

/** Let the scripts of features know. */
function hear(what, detail) {
  document.dispatchEvent(new CustomEvent(`kith:${what}`, { detail }));
}

/** Something is different in a conversation: its pages read what, and every page shows how many are unread. */
function talk(detail) {
  count({ id: "conversations", count: detail.count });
  hear("talk", detail);
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function belongsHere(element) {
  if (takes.startsWith("thread:")) return element.dataset.root === takes.slice("thread:".length);
  return takes === (element.dataset.list ?? "home");
}

function arrive({ id, html }) {
  if (!takes || !html || document.getElementById(id)) return;
  const element = parse(html);
  if (!element || !belongsHere(element) || element.dataset.by === stream?.dataset.me) return;
  if (stream?.dataset.leaves?.split(" ").includes(element.dataset.by)) return; // the reader wants no more of them
  waiting.set(id, html);
  showPill();
}

/** Where people are counted and not posts, somebody loud is one. */
function showPill() {
  offer(stream?.dataset.anew ? new Set([...waiting.values()].map((html) => parse(html).dataset.by)).size : waiting.size);
}

/** Put what waits where it belongs: newest first in a list, at the end in a thread. */
function takeIn() {
  if (!stream || waiting.size === 0) return;
  if (stream.dataset.anew) return location.assign(stream.dataset.anew); // its order is decided, and does not grow
  const elements = [...waiting.values()].map(parse).filter((element) => !document.getElementById(element.id));
  waiting.clear();
  showPill();
  if (!takes.startsWith("thread:")) {
    stream.prepend(...elements.reverse());
  } else {
    stream.append(...elements);
  }
  stream.querySelector(":scope > .empty")?.remove();
  for (const element of elements) shown(element);
  elements[0]?.scrollIntoView({ block: "nearest" });
  elements[0]?.focus({ preventScroll: true });
}

/** Swap an element where it stands. Morphing keeps the focus, open menus, and what somebody is typing. */
function change({ id, html }) {
  if (waiting.has(id)) waiting.set(id, html);
  const old = document.getElementById(id);
  const fresh = html && parse(html);
  if (!old || !fresh) return;
  keepOwnPlace(old, fresh);
  const ignoreActiveValue = Boolean(document.activeElement?.matches("input, textarea, select")); // a card with the keyboard changes
  morph(old, fresh, { ignoreActiveValue });
  const now = document.getElementById(id);
  if (now) shown(now);
}

/** The page knew why a card is here, whether it is the page's own, and how deep it stands; one that comes alone does not. */
function keepOwnPlace(old, fresh) {
  const why = old.querySelector(":scope > .card__why");
  if (why && !fresh.querySelector(":scope > .card__why")) fresh.prepend(why.cloneNode(true));
  const exact = old.querySelector(":scope > .card__exact");
  if (exact && !fresh.querySelector(":scope > .card__exact")) fresh.querySelector(":scope > .deeds")?.before(exact.cloneNode(true));
  for (const name of ["data-full", "data-glow"]) fresh.toggleAttribute(name, old.hasAttribute(name));
  const [was, is] = [old, fresh].map((card) => card.querySelector(".card__who > .name"));
  if (was && is && was.tagName !== is.tagName) {
    const heading = was.cloneNode(false);
    heading.append(...is.childNodes);
    is.replaceWith(heading);
  }
}

function remove({ id }) {
  waiting.delete(id);
  showPill();
  const gone = document.getElementById(id);
  if (!gone) return;
  const held = gone.contains(document.activeElement);
  const next = gone.nextElementSibling?.matches("[data-card]") ? gone.nextElementSibling : main;
  if (gone.hasAttribute("data-full")) tell(say("gone"), "info");
  gone.remove();
  if (held) next?.focus({ preventScroll: true });
}

/** A badge may stand for several things: each is kept on it, and their sum is shown. */
function count({ id, count: number }) {
  for (const badge of document.querySelectorAll(`[data-count-${CSS.escape(id)}]`)) {
    badge.setAttribute(`data-count-${id}`, number);
    const kept = [...badge.attributes].filter(({ name }) => name.startsWith("data-count-"));
    const all = kept.reduce((sum, { value }) => sum + Number(value), 0);
    badge.hidden = !all;
    badge.querySelector("[data-badge-number]").textContent = all > 99 ? "99+" : all;
    badge.querySelector(".sr").textContent = all === 1 ? say("oneNew") : say("manyNew", { count: all });
  }
  hear("count", { id, number });
  if (id === "notices") document.title = document.title.replace(/^(\(\d+\+?\) )?/, number ? `(${number}) ` : "");
}

/** More happened than the stream could keep: offer a fresh page, and do not take this one away. */
function offerReload() {
  if (!pill) return;
  pill.hidden = false;
  pill.dataset.reload = "";
  pill.querySelector("[data-waiting-words]").textContent = say("manyNew", { count: "" }).trim();
}

on("click", "[data-waiting] button", () => {
  if ("reload" in pill.dataset) return location.reload();
  document.dispatchEvent(new CustomEvent("kith:take-in"));
});
document.addEventListener("kith:take-in", takeIn);
window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", (event) => event.persisted && open());
if (document.querySelector(".you") && "EventSource" in window) open();
