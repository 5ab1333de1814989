// What is to be written only with one choice is shown with it. Where something is written already, it stays in sight.

for (const part of document.querySelectorAll("[data-shown-by]")) {
  const choice = document.getElementById(part.dataset.shownBy);
  if (choice) follow(part, choice);
}

function follow(part, choice) {
  const isWritten = () => [...part.querySelectorAll("input, textarea")].some((field) => field.value.trim());
  const show = () => (part.hidden = !choice.checked && !isWritten());
  for (const each of document.getElementsByName(choice.name)) each.addEventListener("change", show);
  addEventListener("pageshow", show); // a browser that goes back fills in the form again, after this ran
  show();
}
