// The clients stand in the environment, not beside these scripts: look for them there.
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const place = path.resolve(import.meta.dirname, "../../../.venv/node-clients/index.js");
const parentURL = pathToFileURL(place).href;

registerHooks({
  resolve(specifier, context, next) {
    const bare = !specifier.startsWith(".") && !specifier.startsWith("/") && !specifier.includes(":");
    return next(specifier, bare && context.parentURL?.includes("/tests/clients/node/") ? { ...context, parentURL } : context);
  },
});
