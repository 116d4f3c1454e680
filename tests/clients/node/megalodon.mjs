// megalodon, which clients of many servers are built on (Whalebird, Fedistar). It asks a server what it is first.
import assert from "node:assert/strict";
import generator, { detector } from "megalodon";

const { url, anna: annasToken, bela: belasToken } = JSON.parse(process.argv[2]);
const anna = generator("mastodon", url, annasToken);
const bela = generator("mastodon", url, belasToken);

assert.equal(await detector(url), "mastodon");
const me = (await anna.verifyAccountCredentials()).data;
const her = (await bela.verifyAccountCredentials()).data;
assert.equal(me.username, "anna");
assert.equal((await anna.getInstance()).data.configuration.statuses.max_characters, 5000);
assert.ok(Array.isArray((await anna.getInstanceCustomEmojis()).data));

assert.equal((await bela.followAccount(me.id, { reblog: true })).data.following, true);
assert.deepEqual((await anna.getAccountFollowers(me.id)).data.map((one) => one.id).includes(her.id), true);
assert.equal((await bela.setAccountNote(me.id, "met at the choir")).data.note, "met at the choir");
assert.equal((await bela.subscribeAccount(me.id)).data.notifying, true);

const stream = await bela.userStreaming();
const heard = new Promise((resolve, reject) => {
  stream.on("update", resolve);
  stream.on("error", reject);
});
stream.on("connect", () => {});
await new Promise((resolve) => setTimeout(resolve, 700));
const status = (await anna.postStatus("From megalodon #mega", { visibility: "public", spoiler_text: "sharks" })).data;
assert.equal(status.spoiler_text, "sharks");
assert.equal((await heard).id, status.id);
stream.stop();

for (const [doing, undoing, mark] of [
  ["favouriteStatus", "unfavouriteStatus", "favourited"],
  ["reblogStatus", "unreblogStatus", "reblogged"],
  ["bookmarkStatus", "unbookmarkStatus", "bookmarked"],
  ["muteStatus", "unmuteStatus", "muted"],
]) {
  const done = (await bela[doing](status.id)).data;
  assert.equal((done.reblog ?? done)[mark], true, doing);
  const undone = (await bela[undoing](status.id)).data;
  assert.equal((undone.reblog ?? undone)[mark], false, undoing);
}
assert.equal((await anna.editStatus(status.id, { status: "Edited by megalodon #mega" })).data.edited_at !== null, true);
assert.match((await anna.getStatusSource(status.id)).data.text, /Edited/);

const later = new Date(Date.now() + 3600_000).toISOString();
const scheduled = (await anna.postStatus("Later", { scheduled_at: later })).data;
assert.equal((await anna.getScheduledStatuses()).data[0].id, scheduled.id);
await anna.cancelScheduledStatus(scheduled.id);

assert.ok((await anna.getHomeTimeline({ limit: 5 })).data.some((one) => one.id === status.id));
assert.ok((await anna.getTagTimeline("mega")).data.some((one) => one.id === status.id));
assert.ok((await anna.getLocalTimeline()).data.some((one) => one.id === status.id));
assert.deepEqual((await anna.search("bela", { type: "accounts" })).data.accounts.map((one) => one.id), [her.id]);

const list = (await bela.createList("Sharks")).data;
await bela.addAccountsToList(list.id, [me.id]);
assert.deepEqual((await bela.getAccountsInList(list.id)).data.map((one) => one.id), [me.id]);
await bela.deleteAccountsFromList(list.id, [me.id]);
await bela.deleteList(list.id);

const kept = (await anna.saveMarkers({ home: { last_read_id: status.id } })).data;
assert.equal(kept.home.last_read_id, status.id);
assert.ok(Array.isArray((await anna.getNotifications({ limit: 5 })).data));
assert.equal(typeof (await anna.getPreferences()).data["posting:default:visibility"], "string");

await anna.deleteStatus(status.id);
await assert.rejects(anna.getStatus(status.id), (error) => error.response.status === 404);
process.exit(0); // its sockets keep the process alive for a while
