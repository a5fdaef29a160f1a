// Comforts for writing a letter. Without this file everything works the same.
"use strict";
(() => {
  // The name below the letter, while it is typed. The next page shows the whole of it anyway.
  const names = ["given_name", "family_name"].map((name) => document.getElementById(`f-${name}`)).filter(Boolean);
  for (const place of document.querySelectorAll("[data-signed]")) {
    const plain = place.textContent;
    const show = () => {
      place.textContent = names.map((box) => box.value.trim()).filter(Boolean).join(" ") || plain;
    };
    for (const box of names) box.addEventListener("input", show);
    show();
  }

  // A letter that leaves from the supporter is copied with one press.
  for (const text of document.querySelectorAll("textarea[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn line";
    button.textContent = text.dataset.copy;
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        // Not allowed here: it stands selected, ready to be copied by hand.
        return;
      }
      button.textContent = text.dataset.copied;
    });
    text.after(button);
  }
})();
