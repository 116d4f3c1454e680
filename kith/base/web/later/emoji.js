// The emoji picker: loaded when it is opened for the first time, and with it the names of all emoji.

const RECENT = "kith.emoji.recent";
const TONE = "kith.emoji.tone";
const RECENT_MAX = 27;
const RESULTS_MAX = 90;

let dialog = null;
let all = []; // groups of [emoji, name, words, tones]; the last is this server's own: [":code:", code, "", 0, picture]
let ownToo = false; // whether those of this server are offered
let settle = null; // gives what was chosen to whoever asked

const kept = (key) => {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
};
const keep = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing forgets what was used lately.
  }
};

/** Let somebody choose; gives the emoji, or nothing when they close it. Those of this server come as `:quince:`, where
 * they are words among others (`own`). */
export async function pickEmoji(button, { own = false } = {}) {
  if (!dialog) await make();
  ownToo = own && all.at(-1).length > 0;
  dialog.querySelector(`[data-group="${all.length}"]`).hidden = !ownToo;
  showRecent();
  search("");
  dialog.querySelector("[data-emoji-search]").value = "";
  dialog.showModal();
  place(button);
  dialog.querySelector("[data-emoji-search]").focus();
  return new Promise((resolve) => {
    settle = resolve;
  });
}

/** Note that an emoji was used, wherever it was chosen. */
export function noteUsed(emoji) {
  const used = [emoji, ...recent().filter((one) => one !== emoji)].slice(0, RECENT_MAX);
  keep(RECENT, JSON.stringify(used));
}

function recent() {
  try {
    const used = JSON.parse(kept(RECENT) || "[]");
    return Array.isArray(used) ? used.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

async function make() {
  const style = document.createElement("link");
  Object.assign(style, { rel: "stylesheet", href: "asset:emoji.css" });
  const styled = new Promise((done) => style.addEventListener("load", done, { once: true }));
  document.head.append(style);
  const template = document.getElementById("emoji-picker");
  const [names, own] = await Promise.all([read(template.dataset.names), read("/emoji/all").catch(() => []), styled]);
  all = [...names, own.map(([code, picture]) => [`:${code}:`, code, code.replaceAll("_", " "), 0, picture])];
  dialog = template.content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  const tone = kept(TONE);
  for (const input of dialog.querySelectorAll("[name=emoji-tone]")) input.checked = input.value === tone;
  fill();
  listen();
}

async function read(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  return answer.json();
}

/** Groups of the page begin with what was used lately; those of the data follow in their order. */
const cellsOf = (number) => dialog.querySelector(`[data-section="${number}"] .picker__cells`);

function fill() {
  all.forEach((group, number) => cellsOf(number + 1).replaceChildren(...group.map(cell)));
}

function cell([emoji, name, , tones, picture]) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "picker__one", title: name, tabIndex: -1 });
  button.dataset.gives = tones ? toned(emoji) : emoji;
  button.setAttribute("aria-label", name);
  if (picture) button.append(Object.assign(new Image(), { src: picture, alt: "", loading: "lazy", className: "picker__picture" }));
  else button.textContent = button.dataset.gives;
  if (tones) button.dataset.plain = emoji;
  return button;
}

function toned(emoji) {
  const tone = dialog.querySelector("[name=emoji-tone]:checked")?.value ?? "";
  if (!tone) return emoji;
  const [first, ...rest] = [...emoji];
  return first + tone + rest.join("").replace(/^\uFE0F/, "");
}

function showRecent() {
  const known = new Map(all.flat().map((one) => [one[0], one]));
  const plain = (emoji) => known.get(emoji) ?? known.get(emoji.replace(/[\u{1F3FB}-\u{1F3FF}]/u, ""));
  const used = recent()
    .filter((emoji) => !emoji.startsWith(":") || (ownToo && known.has(emoji)))
    .map((emoji) => [emoji, plain(emoji)?.[1] ?? emoji, "", 0, plain(emoji)?.[4]]);
  cellsOf(0).replaceChildren(...used.map(cell));
  dialog.querySelector('[data-section="0"]').hidden = used.length === 0;
  dialog.querySelector('[data-group="0"]').hidden = used.length === 0;
  begin();
}

/** One cell of all is reached by Tab; the arrows lead on from it. */
function begin() {
  for (const one of dialog.querySelectorAll('.picker__one[tabindex="0"]')) one.tabIndex = -1;
  const first = cells()[0];
  if (first) first.tabIndex = 0;
}

const cells = () => [...dialog.querySelectorAll("[data-emoji-all] > :not([hidden]) .picker__one")];

function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const results = dialog.querySelector("[data-emoji-results]");
  const found = words.length === 0 ? [] : ranked(words);
  const box = document.createElement("div");
  box.className = "picker__cells";
  box.append(...found.map(cell));
  results.replaceChildren(box);
  results.hidden = words.length === 0;
  for (const section of dialog.querySelectorAll("[data-section]")) {
    section.hidden = words.length > 0 || !section.querySelector(".picker__one") || (!ownToo && Number(section.dataset.section) === all.length);
  }
  dialog.querySelector("[data-emoji-groups]").hidden = words.length > 0;
  dialog.querySelector("[data-emoji-found]").textContent = words.length ? told(found.length) : "";
  if (words.length && !found.length) box.append(Object.assign(document.createElement("p"), { className: "small", textContent: told(0) }));
  begin();
}

function told(count) {
  const says = document.getElementById("emoji-picker").dataset;
  return count ? says.found.replace("{count}", count) : says.none;
}

/** Every word must begin a word of the emoji's; those of its name count more than the others. */
function ranked(words) {
  const scored = [];
  for (const one of (ownToo ? all : all.slice(0, -1)).flat()) {
    const [, name, more] = one;
    const inName = ` ${name.toLowerCase()}`;
    const inAll = `${inName} ${more}`;
    if (!words.every((word) => inAll.includes(` ${word}`))) continue;
    scored.push([name.toLowerCase() === words.join(" ") ? 0 : words.every((word) => inName.includes(` ${word}`)) ? 1 : 2, one]);
  }
  scored.sort((first, second) => first[0] - second[0]);
  return scored.slice(0, RESULTS_MAX).map(([, one]) => one);
}

function move(event) {
  const at = document.activeElement;
  if (event.key === "ArrowDown" && at.matches("[data-emoji-search]")) {
    event.preventDefault();
    return cells()[0]?.focus();
  }
  if (!at.matches(".picker__one")) return;
  const list = cells();
  const columns = list.findIndex((one) => one.offsetTop > list[0].offsetTop);
  const across = document.documentElement.dir === "rtl" ? -1 : 1;
  const steps = { ArrowRight: across, ArrowLeft: -across, ArrowDown: columns < 1 ? 1 : columns, ArrowUp: columns < 1 ? -1 : -columns };
  const next = { Home: 0, End: list.length - 1 }[event.key] ?? list.indexOf(at) + (steps[event.key] ?? Number.NaN);
  if (Number.isNaN(next)) return;
  event.preventDefault();
  if (next < 0) return dialog.querySelector("[data-emoji-search]").focus();
  focusOn(list[Math.min(next, list.length - 1)]);
}

function focusOn(one) {
  for (const other of dialog.querySelectorAll('.picker__one[tabindex="0"]')) other.tabIndex = -1;
  one.tabIndex = 0;
  one.focus();
}

function choose(one) {
  noteUsed(one.dataset.gives);
  const give = settle;
  settle = null;
  dialog.close();
  give?.(one.dataset.gives);
}

function listen() {
  dialog.addEventListener("input", ({ target }) => {
    if (target.matches("[data-emoji-search]")) return search(target.value);
    keep(TONE, target.value);
    fill();
    search(dialog.querySelector("[data-emoji-search]").value);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-emoji-search]")) {
      event.preventDefault();
      const first = event.target.value.trim() && cells()[0];
      if (first) choose(first);
    } else move(event);
  });
  dialog.addEventListener("click", ({ target }) => {
    const one = target.closest(".picker__one");
    const group = target.closest("[data-group]");
    if (one) choose(one);
    else if (group) dialog.querySelector(`[data-section="${group.dataset.group}"]`).scrollIntoView({ block: "start" });
  });
  dialog.addEventListener("close", () => {
    settle?.(null);
    settle = null;
  });
}

/** Beside the button it belongs to on a wide screen; at the foot of a phone the style sheet puts it. */
function place(button) {
  const box = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = dialog;
  const top = box.top - height - 8 > 8 ? box.top - height - 8 : Math.min(box.bottom + 8, innerHeight - height - 8);
  const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
  dialog.style.setProperty("--from-top", `${Math.max(8, top)}px`);
  dialog.style.setProperty("--from-side", `${left}px`);
}
