// What is typed may be completed: colleagues after an @ in a note, labels in use between commas. What is offered stands
// below the field, out of a list that the page holds. Without this script the browser offers the first label itself.

const OFFERED_MAX = 6;

let asked = null; // the field for which something is offered
let from = 0; // where what is completed begins in it
let here = -1; // which offer is chosen
const box = Object.assign(document.createElement("ul"), { className: "deskoffers", id: "desk-offers", hidden: true });
box.setAttribute("role", "listbox");

document.addEventListener("focusin", ({ target: field }) => {
  if (!field.matches?.("[data-completes]")) return;
  if (field.getAttribute("list")) field.dataset.list = field.getAttribute("list");
  field.removeAttribute("list");
  field.setAttribute("aria-autocomplete", "list");
});
document.addEventListener("input", ({ target }) => (target.matches?.("[data-completes]") ? offer(target) : close()));
document.addEventListener("focusout", ({ target }) => target === asked && close());

/** Offer what begins, in one of its words, like what is typed at the cursor. */
function offer(field) {
  const before = field.value.slice(0, field.selectionStart);
  const names = field.dataset.completes === "@";
  const typed = names ? /(?:^|[\s(])@([\p{L}\p{N}_.-]*)$/u.exec(before)?.[1] : /[^,]*$/.exec(before)[0].trimStart();
  if (typed === undefined || (!names && !typed)) return close();
  const whole = names ? `@${typed}` : typed;
  const found = among(field, names).filter((one) => fits(one, typed.toLocaleLowerCase())).slice(0, OFFERED_MAX);
  if (!found.length || found.some((one) => one.value.toLocaleLowerCase() === whole.toLocaleLowerCase())) return close();
  [asked, from, here] = [field, before.length - whole.length, -1];
  box.replaceChildren(...found.map(shown));
  box.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  if (field.nextElementSibling !== box) (field.closest(".row") ?? field).after(box);
  box.hidden = false;
  field.setAttribute("aria-controls", box.id);
  if (names) choose(0); // whoever writes @ means somebody; a label may be a new one
}

function among(field, names) {
  const there = names ? [] : field.value.split(",").map((one) => one.trim());
  return [...(document.getElementById(field.dataset.list)?.options ?? [])].filter((one) => !there.includes(one.value));
}

function fits(one, typed) {
  const words = `${one.value.replace("@", "")} ${one.label}`.toLocaleLowerCase();
  return words.startsWith(typed) || words.split(/[\s-]+/).some((word) => word.startsWith(typed));
}

function shown(one, number) {
  const made = document.createElement("li");
  made.id = `desk-offer-${number}`;
  made.setAttribute("role", "option");
  made.dataset.value = one.value;
  const name = document.createElement("bdi");
  name.textContent = one.value;
  made.append(name);
  if (one.label && one.label !== one.value) made.append(` ${one.label}`);
  return made;
}

function choose(number) {
  here = (number + box.children.length) % box.children.length;
  [...box.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === here)));
  asked.setAttribute("aria-activedescendant", box.children[here].id);
}

function close() {
  if (!asked) return;
  asked.removeAttribute("aria-activedescendant");
  asked.removeAttribute("aria-controls");
  box.hidden = true;
  asked = null;
}

function put(value) {
  const field = asked;
  const after = field.dataset.completes === "@" ? " " : ", ";
  close();
  field.setRangeText(value + after, from, field.selectionStart, "end");
  field.focus();
}

box.addEventListener("pointerdown", (event) => event.preventDefault()); // the cursor stays in the field
box.addEventListener("click", ({ target }) => {
  const one = target.closest("[data-value]");
  if (one && asked) put(one.dataset.value);
});

// Before the keys of the desk: Escape takes away what is offered, and leaves the field only when pressed again.
document.addEventListener(
  "keydown",
  (event) => {
    if (!asked || event.target !== asked || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === "ArrowDown") choose(here + 1);
    else if (key === "ArrowUp") choose(here < 0 ? -1 : here - 1);
    else if ((key === "Enter" || (key === "Tab" && !event.shiftKey)) && here >= 0) put(box.children[here].dataset.value);
    else if (key === "Escape") close();
    else return;
    event.preventDefault();
  },
  { capture: true },
);
