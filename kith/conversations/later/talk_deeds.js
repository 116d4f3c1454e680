// What one does with a message, without leaving the page: emoji on it, and what the sheet over it offers.

import { on, tell } from "asset:kith.js";
import { beside, id, pull, signature, takeInAll, words } from "asset:talk_room.js";
import { list } from "asset:talk_scroll.js";

const shared = document.getElementById("script-words").dataset;

async function react(path, emoji) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ csrf: signature(), emoji }),
  }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (!answer?.ok) return tell(told?.error ?? words.failed, "alarm");
  takeInAll([told]);
}

if (id) {
  on("submit", "form[data-reacts]", (event, form) => {
    event.preventDefault();
    form.closest("dialog")?.close();
    react(form.getAttribute("action"), event.submitter?.value ?? "");
  });
  on("click", "[data-reacts-to]", async (event, link) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { pickEmoji } = await import(shared.emoji);
    const emoji = await pickEmoji(link);
    link.focus();
    if (emoji) react(`/talk/messages/${link.dataset.reactsTo}/react`, emoji);
  });
  on("submit", "dialog [data-doing] form:not([data-reacts])", async (event, form) => {
    event.preventDefault();
    const message = list.querySelector(`[data-id="${CSS.escape(form.closest("[data-doing]").dataset.doing)}"]`);
    const next = message && beside(message);
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "text/html" }, body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    if (!answer?.ok) tell(words.failed, "alarm");
    form.closest("dialog").close();
    await pull();
    const held = document.activeElement;
    const isFree = !held || held.contains(list) || !held.checkVisibility();
    // The keyboard goes on beside what is gone, unless it went on already.
    if (message && !message.isConnected && isFree) next.focus({ preventScroll: true });
  });
}
