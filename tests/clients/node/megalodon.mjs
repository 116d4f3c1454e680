// megalodon, which clients of many servers are built on (Whalebird, Fedistar). It asks a server what it is first.
// Everything it can ask is asked, but for what it says itself that Mastodon has not.
import assert from "node:assert/strict";
import generator, { detector } from "megalodon";
import { entrance, people } from "./megalodon_people.mjs";
import { server, streams } from "./megalodon_server.mjs";
import { lists, media, notices, statuses } from "./megalodon_statuses.mjs";

const NOT_MASTODONS = [
  "createEmojiReaction", "deleteEmojiReaction", "getEmojiReactions", "getEmojiReaction", "getAccountFavourites", "readNotifications",
];
const ITS_OWN = ["constructor", "urlToAccounts"]; // the second walks a list by its links when `get_all` asks for it

const { url, picture, anna: annasToken, bela: belasToken, cleo: cleosToken } = JSON.parse(process.argv[2]);
const asked = new Set();
const client = (token) =>
  new Proxy(generator("mastodon", url, token), {
    get(target, name) {
      asked.add(name);
      return typeof target[name] === "function" ? target[name].bind(target) : target[name];
    },
  });

assert.equal(await detector(url), "mastodon");
const [anna, bela, cleo] = [annasToken, belasToken, cleosToken].map(client);
const me = (await anna.verifyAccountCredentials()).data;
const her = (await bela.verifyAccountCredentials()).data;
const third = (await cleo.verifyAccountCredentials()).data;
assert.deepEqual([me.username, her.username, third.username], ["anna", "bela", "cleo"]);
const cast = { url, client, picture, anna, bela, cleo, me, her, third };

for (const part of [entrance, people, statuses, media, lists, notices, server, streams]) await part(cast);

const waits = anna.getHomeTimeline();
anna.cancel();
await assert.rejects(waits, (error) => error.isCancel);

const everything = Object.getOwnPropertyNames(Object.getPrototypeOf(generator("mastodon", url)));
const unasked = everything.filter((name) => !asked.has(name) && ![...NOT_MASTODONS, ...ITS_OWN].includes(name));
assert.deepEqual(unasked, []);
for (const name of NOT_MASTODONS) await assert.rejects(bela[name](me.id, "x"), { name: "NotImplementedError" });
process.exit(0); // its sockets keep the process alive for a while
