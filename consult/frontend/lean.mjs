// What govuk-frontend carries for browsers that cannot show our pages anyway, or for components we do not have, is
// left out: residents pay for every byte. The oldest browsers that count know logical properties (Chrome 87,
// Safari 14.1, Firefox 66).

const ALWAYS_TRUE = [/^\(margin: ?max\(/, /^\(padding: ?max\(/, /^\(border-width: ?max\(/, /-ms-ime-align/, /^\(position:/];
const NEVER_TRUE = [/caret-color/, /not \(text-wrap/];
const FOR_INTERNET_EXPLORER = /-ms-high-contrast|screen\\0/;
const UNUSED = new RegExp(
  [
    "--small\\b", "__conditional", "summary-card", "__divider-", "--inverse", "-start-icon", "--interruption",
    "exit-this-page", "skip-link-focused", "moz-focus-inner", "spin-button", "type=number", "--extra-letter-spacing",
    "tag--(?:turquoise|pink|magenta|teal|orange)", "__actions-list", "small-text-until",
    String.raw`\[href\^="/"\]`, // printing a relative address beside its link helps nobody
  ].join("|"),
);
const UNPREFIXED_EVERYWHERE = new Set(["-webkit-clip-path", "-moz-text-size-adjust", "-webkit-box-decoration-break", "-moz-appearance"]);

export function lean() {
  return {
    postcssPlugin: "lean",
    AtRule: { supports, media },
    Rule(rule) {
      const kept = rule.selectors.filter((selector) => !UNUSED.test(selector.replace(/:not\([^)]*\)/g, "")));
      if (kept.length === 0) rule.remove();
      else if (kept.length < rule.selectors.length) rule.selectors = kept;
    },
    Declaration(declaration) {
      if (declaration.prop.startsWith("-ms-") || UNPREFIXED_EVERYWHERE.has(declaration.prop)) declaration.remove();
      else declaration.value = withoutFallback(declaration.value);
    },
    OnceExit(root) {
      root.walk((node) => {
        if ((node.type === "rule" || node.type === "atrule") && node.nodes?.length === 0) node.remove();
      });
    },
  };
}
lean.postcss = true;

function supports(rule) {
  if (NEVER_TRUE.some((condition) => condition.test(rule.params))) rule.remove();
  else if (ALWAYS_TRUE.some((condition) => condition.test(rule.params))) rule.replaceWith(rule.nodes);
}

function media(rule) {
  const kept = rule.params.split(",").filter((query) => !FOR_INTERNET_EXPLORER.test(query));
  if (kept.length === 0) rule.remove();
  else rule.params = kept.join(",").trim();
}

// Every colour variable is set on :root, so the fallback in var(--x, #fff) never speaks.
function withoutFallback(value) {
  return value.replace(/var\((--govuk-[a-z-]+),\s*(?:#[0-9a-f]+|[a-z]+)\)/gi, "var($1)");
}
