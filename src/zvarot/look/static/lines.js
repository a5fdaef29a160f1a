// Suggested sentences. Without this file their buttons send the form, and it comes back with the line.
"use strict";
(() => {
  // A suggested sentence goes in where the caret was, and the page stays.
  for (const chip of document.querySelectorAll(".chip[data-into]")) {
    const box = document.getElementById(chip.dataset.into);
    if (!box) continue;
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      const line = chip.querySelector("span").textContent;
      const between = chip.dataset.between || "\n\n";
      const at = box.selectionEnd;
      const before = box.value.slice(0, at).trimEnd();
      const after = box.value.slice(at).trimStart();
      box.value = [before, line, after].filter(Boolean).join(between);
      const end = before.length + line.length + (before ? between.length : 0);
      box.focus();
      box.setSelectionRange(end, end);
      box.dispatchEvent(new Event("input"));
    });
  }
})();
