// Plotly puts its style sheet into the page with JavaScript, which our content security policy forbids. It leaves that
// out where the page already has <link id="plotly.js-style-global" class="no-inline-styles">: this is that file.
import { runInNewContext } from "node:vm";

const RULES = /\{"X,X div":[^}]*\}/;

/** Return the style sheet inside plotly.js as text; fails loudly when a new plotly.js keeps it elsewhere. */
export function plotlyStylesheet(script) {
  const [literal] = script.match(RULES) ?? [];
  if (!literal) throw new Error("plotly.js no longer carries its style sheet as an object that begins with \"X,X div\"");
  const rules = runInNewContext(`(${literal})`);
  return Object.entries(rules)
    .map(([selector, declarations]) => `${selectorOf(selector)}{${declarations}}\n`)
    .join("");
}

// As plotly.js itself spells the letters out in src/css.
function selectorOf(short) {
  return short.replace(/X/g, ".js-plotly-plot .plotly").replace(/Y/g, ".plotly-notifier");
}
