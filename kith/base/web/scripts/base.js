// Shared by the other scripts: the only names that all of them see. Each other file is a block of its own.

const words = document.getElementById("script-words")?.dataset ?? {};

/** Say a sentence of the page's language, with numbers and names put in: say("manyNew", { count: 3 }). */
function say(name, values = {}) {
  let sentence = words[name] ?? "";
  for (const [key, value] of Object.entries(values)) sentence = sentence.replace(`{${key}}`, value);
  return sentence;
}

/** Show a word at the foot of the page; it goes by itself. */
function tell(sentence, kind = "good") {
  const toasts = document.getElementById("toasts");
  if (!toasts || !sentence) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  toast.dataset.kind = kind;
  const text = document.createElement("p");
  text.textContent = sentence;
  toast.append(text);
  toasts.append(toast);
}

/** Say how many wait; nothing moves until somebody asks for them. The page may have been morphed, so look anew. */
function offer(number) {
  const pill = document.querySelector("[data-waiting]");
  if (!pill) return;
  pill.hidden = number === 0;
  pill.querySelector("[data-waiting-words]").textContent = number === 1 ? say("oneNew") : say("manyNew", { count: number });
}

/** Listen on the whole page for what happens inside elements that fit; works for those that come later, too. */
function on(kind, selector, does) {
  document.addEventListener(kind, (event) => {
    const found = event.target instanceof Element && event.target.closest(selector);
    if (found) does(event, found);
  });
}

/** Run now and again for everything that is swapped in. */
function whenShown(does) {
  does(document.body);
  document.addEventListener("kith:shown", (event) => does(event.target));
  document.addEventListener("htmx:load", (event) => does(event.detail.elt));
}

/** Tell the other scripts and htmx about HTML that a script of ours put in. */
function shown(element) {
  window.htmx?.process(element);
  element.dispatchEvent(new CustomEvent("kith:shown", { bubbles: true }));
}

/** Change an element into another where it stands. What somebody unfolded stays open, whatever others change in it. */
function morph(old, fresh, how = {}) {
  const beforeAttributeUpdated = (name, node) => !(name === "open" && node instanceof HTMLDetailsElement);
  window.Idiomorph.morph(old, fresh, { ...how, callbacks: { beforeAttributeUpdated } });
}

function allIn(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root.matches?.(selector) ? [root, ...found] : found;
}

const typing = (target) =>
  target instanceof Element && (target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") || target.isContentEditable);
