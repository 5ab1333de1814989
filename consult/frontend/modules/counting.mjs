// How many characters are left in a field with a limit, while somebody writes. The page tells the limit in any case.

const INVISIBLE = /[\u202a-\u202e\u2066-\u2069\ufeff]/g; // what the service leaves out, too
const SOON = 100;
const IN_A_PAUSE = 1000; // a screen reader tells it when nobody types, not at every key

const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });

for (const field of document.querySelectorAll("[data-limit]")) follow(field);

function follow(field) {
  const seen = line("govuk-hint app-count");
  const heard = line("govuk-visually-hidden");
  seen.setAttribute("aria-hidden", "true");
  heard.setAttribute("role", "status");
  field.after(seen, heard);
  let soon, later;
  field.addEventListener("input", () => {
    clearTimeout(soon);
    clearTimeout(later);
    soon = setTimeout(() => tell(field, seen), SOON);
    later = setTimeout(() => tell(field, heard), IN_A_PAUSE);
  });
  tell(field, seen);
}

function line(names) {
  const made = document.createElement("div");
  made.className = names;
  return made;
}

function tell(field, where) {
  const { limit, left, over } = field.dataset;
  const rest = limit - length(field.value, field.tagName === "INPUT");
  where.textContent = (rest < 0 ? over : left).replace("#", Math.abs(rest));
  where.classList.toggle("app-count--over", rest < 0);
}

// As the service counts: what a reader takes for one character, without space at either end.
function length(text, isOneLine) {
  const written = text.replace(INVISIBLE, "").trim().normalize();
  const counted = isOneLine ? written.replace(/\s+/g, " ") : written;
  return [...(segmenter ? segmenter.segment(counted) : counted)].length;
}
