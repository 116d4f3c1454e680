// megalodon: what the server says of itself, and its streams.
import assert from "node:assert/strict";
import { ids, later } from "./asking.mjs";

/** The instance, what it counts, what its owner announced, and what it finds. */
export async function server({ anna, bela, her }) {
  assert.equal((await anna.getInstance()).data.configuration.statuses.max_characters, 5000);
  assert.ok(Array.isArray((await anna.getInstanceCustomEmojis()).data));
  assert.ok(Array.isArray((await anna.getInstancePeers()).data));
  assert.equal(typeof (await anna.getInstanceActivity()).data[0].statuses, "string");
  assert.deepEqual((await anna.getInstanceTrends(5)).data, []);
  assert.ok(ids(await anna.getInstanceDirectory({ limit: 40, local: true, order: "new" })).length >= 2);
  assert.equal(typeof (await anna.getPreferences()).data["posting:default:visibility"], "string");
  assert.deepEqual((await anna.search("bela", { type: "accounts" })).data.accounts.map((one) => one.id), [her.id]);

  const [announced] = (await bela.getInstanceAnnouncements()).data;
  await bela.addReactionToAnnouncement(announced.id, "🐳");
  const reactions = async () => (await bela.getInstanceAnnouncements()).data[0].reactions.map((one) => one.name);
  assert.deepEqual(await reactions(), ["🐳"]);
  await bela.removeReactionFromAnnouncement(announced.id, "🐳");
  assert.deepEqual(await reactions(), []);
  await bela.dismissInstanceAnnouncement(announced.id);
  assert.equal((await bela.getInstanceAnnouncements()).data[0].read, true);
}

/** Each of its six streams tells of what happens; of a status that ends, too. */
export async function streams({ anna, bela, me }) {
  assert.match(await bela.streamingURL(), /^ws/);
  const list = (await bela.createList("Shoal")).data;
  await bela.addAccountsToList(list.id, [me.id]);
  const says = (text, options) => async () => (await anna.postStatus(text, options)).data;
  const opened = {
    user: [await bela.userStreaming(), "update", says("To all who follow")],
    public: [await bela.publicStreaming(), "update", says("To everybody")],
    local: [await bela.localStreaming(), "update", says("To all here")],
    tag: [await bela.tagStreaming("shoal"), "update", says("A #shoal")],
    list: [await bela.listStreaming(list.id), "update", says("To the list")],
    direct: [await bela.directStreaming(), "conversation", says("@bela To you", { visibility: "direct" })],
  };
  for (const [name, [stream, event, doing]] of Object.entries(opened)) {
    const heard = await hear(name, stream, event, doing);
    if (name === "local") await hear(name, stream, "delete", () => anna.deleteStatus(heard.id), 1);
    stream.stop();
  }
  await bela.deleteList(list.id);
}

/** Do something until the stream tells of it: a stream that has just been opened may miss the first. */
async function hear(name, stream, event, doing, times = 20) {
  const done = [];
  let told;
  const heard = new Promise((resolve, reject) => {
    stream.on(event, (what) => done.includes(told = what.id ?? what) || event !== "update" ? resolve(what) : undefined);
    stream.on("error", reject);
  });
  for (let time = 0; time < times; time++) {
    done.push((await doing()).id);
    const found = await Promise.race([heard, later(times === 1 ? 15_000 : 1_000)]);
    if (found !== undefined) return found;
  }
  assert.fail(`the stream ${name} says nothing of ${event}: ${told}`);
}
