// One style sheet for both directions: every left and right of govuk-frontend becomes start and end.
// A page that runs left to right looks exactly as before; tests/web/test_assets.py compares the pixels.
//
// Some things stay physical: the borders of a rule that is also rotated, for they draw a shape (the tick, the chevron)
// and not a side, and clip paths: styles/_controls.scss turns those by hand. And the notch of a telephone, which does
// not move with the script.

const SIDES = { left: "inline-start", right: "inline-end" };
const CORNERS = {
  "border-top-left-radius": "border-start-start-radius",
  "border-top-right-radius": "border-start-end-radius",
  "border-bottom-left-radius": "border-end-start-radius",
  "border-bottom-right-radius": "border-end-end-radius",
};
const WITH_SIDE_AS_VALUE = new Set(["text-align", "float", "clear", "justify-content"]);
const FOUR_SIDED = /^(margin|padding|inset|border-(?:width|style|color)|scroll-(?:margin|padding))$/;

export function logical() {
  const shapes = new Set();
  return {
    postcssPlugin: "logical",
    Once(root) {
      root.walkDecls("transform", ({ value, parent }) => {
        if (/rotate/.test(value)) shapes.add(parent.selector);
      });
    },
    Declaration(declaration) {
      if (isShape(declaration, shapes) || isNotch(declaration)) return;
      renameSide(declaration);
      renameValue(declaration);
      splitFourSides(declaration);
      refuseCorners(declaration);
    },
  };
}
logical.postcss = true;

function isShape({ prop, parent }, shapes) {
  return prop.startsWith("border") && shapes.has(parent.selector);
}

function isNotch(declaration) {
  return /safe-area-inset-(left|right)/.test(declaration.value);
}

function renameSide(declaration) {
  const { prop } = declaration;
  if (prop in SIDES) declaration.prop = `inset-${SIDES[prop]}`;
  else if (prop in CORNERS) declaration.prop = CORNERS[prop];
  else declaration.prop = prop.replace(/-(left|right)(?=-|$)/, (_, side) => `-${SIDES[side]}`);
}

function renameValue(declaration) {
  if (!WITH_SIDE_AS_VALUE.has(declaration.prop)) return;
  const inFlow = declaration.prop === "float" || declaration.prop === "clear";
  declaration.value = declaration.value.replace(/^(left|right)$/, (side) =>
    inFlow ? SIDES[side] : SIDES[side].replace("inline-", ""),
  );
}

// `margin: 1px 2px 3px 4px` names a left and a right; where both are the same, nothing needs to be done.
function splitFourSides(declaration) {
  const [, name] = declaration.prop.match(FOUR_SIDED) ?? [];
  if (!name) return;
  const [top, right, bottom, left] = words(declaration.value);
  if (left === undefined || left === right) return;
  const [, base, detail = ""] = name.match(/^(margin|padding|inset|border|scroll-margin|scroll-padding)(-.*)?$/);
  declaration.cloneBefore({ prop: `${base}-block${detail}`, value: `${top} ${bottom}` });
  declaration.replaceWith(declaration.clone({ prop: `${base}-inline${detail}`, value: `${left} ${right}` }));
}

function refuseCorners(declaration) {
  if (declaration.prop === "border-radius" && words(declaration.value.split("/")[0]).length > 1) {
    throw declaration.error("a border-radius with different corners has no logical shorthand: write the corners out");
  }
}

// Split at spaces that stand outside brackets.
function words(value) {
  return value.trim().split(/\s+(?![^(]*\))/);
}
