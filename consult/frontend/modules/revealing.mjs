// What is to be written only with one entry of a list is shown with it, which no style sheet can tell. Where something
// is written already, or is wrong, it stays in sight.

for (const part of document.querySelectorAll("[data-shown-by]")) {
  const list = document.getElementById(part.dataset.shownBy);
  if (list) follow(part, list);
}

function follow(part, list) {
  const isNeeded = () => part.querySelector(".govuk-error-message") || [...part.querySelectorAll("input")].some((field) => field.value.trim());
  const show = () => (part.hidden = list.value !== part.dataset.shownFor && !isNeeded());
  list.addEventListener("change", show);
  addEventListener("pageshow", show); // a browser that goes back fills in the form again, after this ran
  show();
}
