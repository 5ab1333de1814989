// "None of these" unticks the others, and the others untick it.

document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  for (const other of document.getElementsByName(target.name)) {
    const together = !("exclusive" in target.dataset || "exclusive" in other.dataset);
    if (other === target || !other.checked || together) continue;
    other.checked = false;
    other.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
