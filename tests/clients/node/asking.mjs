// What the scripts share.
import assert from "node:assert/strict";

/** Ask again until it is so: what a worker does is there a little later. */
export async function soon(claim, triesMax = 60) {
  for (let tried = 1; ; tried++) {
    try {
      return await claim();
    } catch (error) {
      if (tried === triesMax) throw error;
      await later(250);
    }
  }
}

/** Wait. */
export const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Expect an answer of an error. */
export async function refuses(asking, status) {
  const answer = await asking.then(() => undefined, (error) => error.response ?? error);
  assert.equal(answer?.status, status, JSON.stringify(answer?.data) ?? String(answer));
}

/** Name the ids of a list. */
export const ids = (answer) => answer.data.map((one) => one.id);
