// Small comforts. Without this file everything works the same.
"use strict";
(() => {
  const summary = document.getElementById("errors");
  if (summary) summary.focus();

  // How much of a message has been written. Only for the eye: the hint has said the limit.
  const boxes = "Segmenter" in Intl ? document.querySelectorAll("textarea[data-max]") : [];
  for (const box of boxes) {
    const signs = new Intl.Segmenter(document.documentElement.lang);
    const said = document.createElement("p");
    said.className = "hint num";
    said.ariaHidden = "true";
    const say = () => {
      said.textContent = `${[...signs.segment(box.value)].length} / ${box.dataset.max}`;
    };
    box.addEventListener("input", say);
    box.after(said);
    say();
  }

  // A suggested sentence goes in where the caret was, and the page stays.
  for (const chip of document.querySelectorAll(".chip[data-into]")) {
    const box = document.getElementById(chip.dataset.into);
    if (!box) continue;
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      const line = chip.querySelector("span").textContent;
      const at = box.selectionEnd;
      const before = box.value.slice(0, at).trimEnd();
      const after = box.value.slice(at).trimStart();
      box.value = [before, line, after].filter(Boolean).join("\n\n");
      const end = before.length + line.length + (before ? 2 : 0);
      box.focus();
      box.setSelectionRange(end, end);
      box.dispatchEvent(new Event("input"));
    });
  }

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
        return; // not allowed here: it stands selected, ready to be copied by hand
      }
      button.textContent = text.dataset.copied;
    });
    text.after(button);
  }

  // One list of languages is open at a time; Escape and a press elsewhere close it.
  const langs = document.querySelector(".langs");
  if (!langs) return;
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && langs.open) {
      langs.open = false;
      langs.querySelector("summary").focus();
    }
  });
  addEventListener("click", (event) => {
    if (!langs.contains(event.target)) langs.open = false;
  });
})();
