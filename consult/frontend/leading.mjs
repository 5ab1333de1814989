// Every line height that is a plain number is multiplied by --leading, which styles/_languages.scss sets per script.
const NUMBER = /^\d*\.?\d+$/;

export function leading() {
  return {
    postcssPlugin: "leading",
    Declaration: {
      "line-height": (declaration) => {
        if (!NUMBER.test(declaration.value) || isOurs(declaration)) return;
        declaration.value = `calc(${round(declaration.value)}*var(--leading))`;
      },
    },
  };
}
leading.postcss = true;

// Our own rules say what they mean for the scripts they are about.
function isOurs(declaration) {
  return /^span:lang/.test(declaration.parent.selector ?? "");
}

function round(number) {
  return Number(Number(number).toFixed(4));
}
