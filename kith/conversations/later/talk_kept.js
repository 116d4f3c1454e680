// What waits to go out, in the browser's own store: words, pictures and sounds, as they are. It outlives the page.

const NAME = "outbox";
const here = new Map(); // what the browser would not keep: it waits in this page only
let opened = null;

function open() {
  opened ??= new Promise((done) => {
    const asked = indexedDB.open("kith", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(NAME, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  }).catch(() => null);
  return opened;
}

/** Give what the store answers; nothing where there is no store, or it is full. */
async function inStore(mode, does) {
  const store = await open();
  if (!store) return undefined;
  return new Promise((done) => {
    const deal = store.transaction(NAME, mode);
    const asked = does(deal.objectStore(NAME));
    deal.oncomplete = () => done(asked.result);
    deal.onabort = () => done(undefined);
  }).catch(() => undefined);
}

/** Give all that waits of this person, the first first. */
export async function kept(me) {
  const found = (await inStore("readonly", (box) => box.getAll())) ?? [];
  note(found.length);
  const all = new Map([...found.map((one) => [one.key, one]), ...here]);
  return [...all.values()].filter((one) => one.me === me).sort((first, second) => first.at - second.at);
}

export async function keep(item) {
  if ((await inStore("readwrite", (box) => box.put(item))) === undefined) here.set(item.key, item);
  note(1);
}

/** Keep several, or none: what was said in one breath does not go out by halves. */
export async function keepAll(items) {
  const put = (box) => items.map((item) => box.put(item)).at(-1);
  if ((await inStore("readwrite", put)) === undefined) for (const item of items) here.set(item.key, item);
  note(items.length);
}

export async function drop(key) {
  here.delete(key);
  await inStore("readwrite", (box) => box.delete(key));
}

/** Every page looks here whether it has something to send: quicker than opening the store. */
function note(count) {
  try {
    if (count) localStorage.setItem("kith.outbox", "1");
    else localStorage.removeItem("kith.outbox");
  } catch {
    // Then it goes when the conversation is opened.
  }
}
