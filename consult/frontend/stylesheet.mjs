// From styles/<name>.scss to the style sheet that is served.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import postcss from "postcss";
import * as sass from "sass";

import { leading } from "./leading.mjs";
import { lean } from "./lean.mjs";
import { logical } from "./logical.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

/** Return styles/<name>.scss as CSS; with `isLogical: false` as it was before left and right were renamed. */
export async function stylesheet(name, { isLogical = true } = {}) {
  const { css } = sass.compile(join(HERE, "styles", `${name}.scss`), {
    style: "compressed",
    loadPaths: [join(HERE, "node_modules", "govuk-frontend", "dist")],
    quietDeps: true,
  });
  const passes = [lean(), leading(), ...(isLogical ? [logical()] : [])];
  const result = await postcss(passes).process(css.replace(/^\uFEFF/, ""), { from: undefined });
  return result.css;
}
