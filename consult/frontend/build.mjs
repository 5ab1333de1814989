// Build consult/static: every file under a name that holds its own hash, compressed beforehand, listed in manifest.json.
// Run: npm ci && node build.mjs
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { plotlyStylesheet } from "./plotly.mjs";
import { stylesheet } from "./stylesheet.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, "..", "static");
const LETTERS = join(HERE, "node_modules", "@expo-google-fonts");
// The letters of printed evidence: never sent to a browser, so they need no hash and no compression.
const FONTS = {
  "NotoSans-Regular.ttf": "noto-sans/400Regular/NotoSans_400Regular.ttf",
  "NotoSans-Bold.ttf": "noto-sans/700Bold/NotoSans_700Bold.ttf",
  "NotoSansArabic-Regular.ttf": "noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
  "NotoSansArabic-Bold.ttf": "noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf",
};
const PLOTLY = join(HERE, "node_modules", "plotly.js-basic-dist-min", "plotly-basic.min.js");

const MODULES = ["officer-chart.mjs", "counting.mjs", "excluding.mjs", "revealing.mjs"];

const plotly = await readFile(PLOTLY, "utf8");
const files = {
  "public.css": await stylesheet("public"),
  "paper.css": await stylesheet("paper"),
  "officer.css": await stylesheet("officer"),
  "plotly.css": plotlyStylesheet(plotly),
  "plotly.js": plotly,
  ...Object.fromEntries(await Promise.all(MODULES.map(async (name) => [name, await readFile(join(HERE, "modules", name), "utf8")]))),
  "icon.svg": await readFile(join(HERE, "images", "icon.svg"), "utf8"),
  "licences.txt": await licences(),
};

await mkdir(join(STATIC, "fonts"), { recursive: true });
for (const [name, source] of Object.entries(FONTS)) await replace(join("fonts", name), await readFile(join(LETTERS, source)));
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
  const beside = join(STATIC, dirname(name), `.${basename(name)}.new`);
  await writeFile(beside, content);
  await rename(beside, join(STATIC, name));
}

async function forgetOthers() {
  const wanted = new Set(["manifest.json", "fonts", ...Object.values(manifest).flatMap((name) => [name, `${name}.br`, `${name}.gz`])]);
  for (const name of await readdir(STATIC)) {
    if (!wanted.has(name)) await rm(join(STATIC, name), { recursive: true });
  }
  for (const name of await readdir(join(STATIC, "fonts"))) {
    if (!(name in FONTS)) await rm(join(STATIC, "fonts", name), { recursive: true });
  }
}

// What is served carries the licences of those whose work is in it. govuk-frontend's package has none inside: ours does.
async function licences() {
  const plotlys = await readFile(join(dirname(PLOTLY), "LICENSE"), "utf8");
  const govuks = await readFile(join(HERE, "licences", "govuk-frontend.txt"), "utf8");
  const notos = await readFile(join(LETTERS, "noto-sans", "LICENSE_FONT"), "utf8");
  const arabics = await readFile(join(LETTERS, "noto-sans-arabic", "LICENSE_FONT"), "utf8");
  return `govuk-frontend, in public.css and officer.css\n\n${govuks}\n\nplotly.js, in plotly.js and plotly.css\n\n${plotlys}
Noto Sans, in fonts and in printed evidence\n\n${notos}
Noto Sans Arabic, in fonts and in printed evidence\n\n${arabics}`;
}
