// Sends what waits, from whatever page is open: first things first, each once, whatever the network does.

import { drop, keep, kept } from "asset:talk_kept.js";

const AGAIN_MS = [1000, 2000, 5000, 15_000, 30_000];
const LOOK_EVERY_MS = 1000;
const KNOWN_MS = 20 * 3_600_000; // the server keeps a file that belongs to nothing for a day
const done = new Set(); // in case the browser's store forgets to forget
let sending = false;
let again = false;
let failures = 0;
let timer = 0;

export const me = document.querySelector("[data-me]")?.dataset.me ?? "";
const signature = () => document.querySelector('input[name="csrf"]')?.value ?? "";
const tellPage = (kind, detail) => document.dispatchEvent(new CustomEvent(kind, { detail }));
const pause = (wait) => new Promise((go) => setTimeout(go, wait));

/** Send all that waits. What cannot go now goes when the connection is back. */
export async function flush() {
  again = true;
  if (sending || !me) return;
  sending = true;
  clearTimeout(timer);
  while (again) {
    again = false;
    // One page of a browser sends at a time; the key makes it harmless where that cannot be had.
    await (navigator.locks ? navigator.locks.request("kith.outbox", sendAll) : sendAll());
  }
  sending = false;
}

/** Send what failed once more. */
export async function retry(item) {
  done.delete(item.key);
  await keep({ ...item, failed: false });
  flush();
}

async function sendAll() {
  for (;;) {
    const item = (await kept(me)).find((one) => !one.failed && !done.has(one.key));
    if (!item) return;
    const outcome = await post(item);
    if (outcome.later) {
      timer = setTimeout(flush, AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)]);
      failures += 1;
      return tellPage("kith:waits", failures);
    }
    failures = 0;
    done.add(item.key);
    if (outcome.failed) await keep({ ...item, failed: true, error: outcome.error });
    else await drop(item.key);
    tellPage("kith:went", { item, outcome });
  }
}

async function post(item) {
  const fields = [["csrf", signature()], ["text", item.text], ["key", item.key], ["reply_to_id", item.replyTo]];
  for (const one of item.media) {
    const outcome = await bring(item, one);
    if (outcome) return outcome;
    fields.push(["media_ids[]", one.id]);
  }
  return ask(`/talk/${item.talk}/messages`, new URLSearchParams(fields));
}

/** Bring a file to the server, unless it is there, with what was said of it since; gives what went wrong. */
async function bring(item, one) {
  if (one.id && Date.now() - one.there < KNOWN_MS) {
    if (one.alt === one.told) return null;
    const outcome = await ask(`/media/${one.id}/details`, new URLSearchParams({ csrf: signature(), alt: one.alt }));
    return outcome.later || outcome.failed ? outcome : null;
  }
  const content = new FormData();
  for (const [name, value] of [["csrf", signature()], ["whatever", "1"], ["alt", one.alt]]) content.set(name, value);
  content.set("file", one.file, one.name);
  let told = await ask("/media", content);
  while (told.state === "waiting") {
    await pause(LOOK_EVERY_MS);
    const next = await ask(`/media/${told.id}/progress`);
    if (!next.later) told = next;
  }
  if (told.problem) return { failed: true, error: told.problem };
  if (!told.id) return told;
  Object.assign(one, { id: told.id, told: one.alt, there: Date.now() });
  await keep(item);
  return null;
}

/** Give an answer of the server; `later` where it gives none, `failed` where it will not. */
async function ask(path, body) {
  try {
    const answer = await fetch(path, { method: body ? "POST" : "GET", headers: { Accept: "application/json" }, body });
    if (answer.status >= 500 || answer.status === 429) return { later: true };
    const told = await answer.json().catch(() => ({}));
    return answer.ok ? told : { failed: true, error: told.error ?? "" };
  } catch {
    return { later: true };
  }
}

flush();
window.addEventListener("online", flush);
document.addEventListener("kith:here", flush);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
