// masto, which Elk and Phanpy are built on: somebody's first hour with an app.
import assert from "node:assert/strict";
import { createRestAPIClient, createStreamingAPIClient } from "masto";

const { url, anna: annasToken, bela: belasToken, picture } = JSON.parse(process.argv[2]);
const anna = createRestAPIClient({ url, accessToken: annasToken });
const bela = createRestAPIClient({ url, accessToken: belasToken });

const instance = await anna.v2.instance.fetch();
assert.equal(instance.configuration.statuses.maxCharacters, 5000);
assert.match(instance.version, /^4\.\d/);

const me = await anna.v1.accounts.verifyCredentials();
const her = await bela.v1.accounts.verifyCredentials();
await anna.v1.accounts.updateCredentials({ displayName: "Anna of masto", note: "I write with masto." });
assert.equal((await bela.v1.accounts.lookup({ acct: "anna" })).displayName, "Anna of masto");

assert.equal((await bela.v1.accounts.$select(me.id).follow()).following, true);
const [relation] = await bela.v1.accounts.relationships.fetch({ id: [me.id] });
assert.equal(relation.following, true);

const events = createStreamingAPIClient({ streamingApiUrl: instance.configuration.urls.streaming, accessToken: belasToken });
const stream = events.user.subscribe().values();
const heard = (async () => {
  for await (const event of { [Symbol.asyncIterator]: () => stream }) {
    if (event.event === "update") return event.payload;
  }
})();
await new Promise((resolve) => setTimeout(resolve, 700));

const file = new Blob([Buffer.from(picture, "base64")], { type: "image/png" });
const medium = await anna.v2.media.create({ file, description: "an orange wall", focus: "0.1,-0.2" });
assert.equal(medium.description, "an orange wall");
const status = await anna.v1.statuses.create({
  status: "The wall is done. #masto @bela",
  mediaIds: [medium.id],
  spoilerText: "walls",
  visibility: "public",
  language: "en",
});
assert.equal(status.mediaAttachments[0].meta.original.width, 640);
assert.equal((await heard).id, status.id);
events.close();

const edited = await anna.v1.statuses.$select(status.id).update({ status: "The wall is really done. #masto @bela", mediaIds: [medium.id] });
assert.ok(edited.editedAt);
assert.equal((await anna.v1.statuses.$select(status.id).history.list()).length, 2);
assert.match((await anna.v1.statuses.$select(status.id).source.fetch()).text, /really/);

const polled = await anna.v1.statuses.create({
  status: "Next?",
  poll: { options: ["a door", "a window"], expiresIn: 3600, multiple: true },
});
const voted = await bela.v1.polls.$select(polled.poll.id).votes.create({ choices: [0, 1] });
assert.equal(voted.votesCount, 2);

const answer = await bela.v1.statuses.create({ status: "Well done, @anna", inReplyToId: status.id });
await bela.v1.statuses.$select(status.id).favourite();
await bela.v1.statuses.$select(status.id).bookmark();
await bela.v1.statuses.$select(status.id).reblog();
const context = await anna.v1.statuses.$select(status.id).context.fetch();
assert.deepEqual(context.descendants.map((one) => one.id), [answer.id]);
assert.deepEqual((await anna.v1.statuses.$select(status.id).favouritedBy.list()).map((one) => one.id), [her.id]);

await assertSoon(async () => {
  const types = new Set((await anna.v1.notifications.list()).map((one) => one.type));
  for (const type of ["mention", "favourite", "reblog", "follow"]) assert.ok(types.has(type), type);
});
const markers = await anna.v1.markers.create({ home: { lastReadId: status.id } });
assert.equal(markers.home.lastReadId, status.id);

const list = await bela.v1.lists.create({ title: "Walls", repliesPolicy: "none" });
await bela.v1.lists.$select(list.id).accounts.create({ accountIds: [me.id] });
const onList = (await bela.v1.timelines.list.$select(list.id).list({ limit: 2 })).map((one) => one.id);
assert.deepEqual(onList, [polled.id, status.id]);
await bela.v1.lists.$select(list.id).remove();

const found = await anna.v2.search.list({ q: "really done", type: "statuses" });
assert.deepEqual(found.statuses.map((one) => one.id), [status.id]);

// Every page of a list, by its links, each status once.
const seen = [];
for await (const page of { [Symbol.asyncIterator]: () => anna.v1.timelines.public.list({ limit: 2 }).values() }) {
  seen.push(...page.map((one) => one.id));
}
assert.equal(new Set(seen).size, seen.length);
assert.ok(seen.includes(status.id));

await anna.v1.statuses.$select(polled.id).remove();
await assert.rejects(anna.v1.statuses.$select(polled.id).fetch(), (error) => error.statusCode === 404);

async function assertSoon(claim, triesMax = 40) {
  for (let tried = 1; ; tried++) {
    try {
      return await claim();
    } catch (error) {
      if (tried === triesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
