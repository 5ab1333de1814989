// Build consult/static: every file under a name that holds its own hash, compressed beforehand, listed in manifest.json.
// Run: npm ci && node build.mjs
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { plotlyStylesheet } from "./plotly.mjs";
import { stylesheet } from "./stylesheet.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, "..", "static");
const PLOTLY = join(HERE, "node_modules", "plotly.js-basic-dist-min", "plotly-basic.min.js");

const plotly = await readFile(PLOTLY, "utf8");
const files = {
  "public.css": await stylesheet("public"),
  "officer.css": await stylesheet("officer"),
  "plotly.css": plotlyStylesheet(plotly),
  "plotly.js": plotly,
  "officer-chart.mjs": await readFile(join(HERE, "modules", "officer-chart.mjs"), "utf8"),
  "icon.svg": await readFile(join(HERE, "images", "icon.svg"), "utf8"),
  "licences.txt": await licences(),
};

await mkdir(STATIC, { recursive: true });
const manifest = {};
for (const [name, text] of Object.entries(files)) manifest[name] = await place(name, text);
await replace("manifest.json", JSON.stringify(manifest, null, 2) + "\n");
await forgetOthers();

/** Write one file under its hashed name, with the compressed forms that are smaller; return that name. */
async function place(name, text) {
  const bytes = Buffer.from(text, "utf8");
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const hashed = `${name.slice(0, -extname(name).length)}.${hash}${extname(name)}`;
  await replace(hashed, bytes);
  for (const [ending, packed] of [[".br", brotli(bytes)], [".gz", gzipSync(bytes, { level: 9 })]]) {
    if (packed.length < bytes.length) await replace(hashed + ending, packed);
  }
  return hashed;
}

function brotli(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}

// A server may be reading while we build: a file is there whole, or not at all.
async function replace(name, content) {
  const beside = join(STATIC, `.${name}.new`);
  await writeFile(beside, content);
  await rename(beside, join(STATIC, name));
}

async function forgetOthers() {
  const wanted = new Set(["manifest.json", ...Object.values(manifest).flatMap((name) => [name, `${name}.br`, `${name}.gz`])]);
  for (const name of await readdir(STATIC)) {
    if (!wanted.has(name)) await rm(join(STATIC, name), { recursive: true });
  }
}

// What is served carries the licences of those whose work is in it. govuk-frontend's package has none inside: ours does.
async function licences() {
  const plotlys = await readFile(join(dirname(PLOTLY), "LICENSE"), "utf8");
  const govuks = await readFile(join(HERE, "licences", "govuk-frontend.txt"), "utf8");
  return `govuk-frontend, in public.css and officer.css\n\n${govuks}\n\nplotly.js, in plotly.js and plotly.css\n\n${plotlys}`;
}
