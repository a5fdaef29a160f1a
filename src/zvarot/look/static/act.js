// Small comforts. Without this file everything works the same.
"use strict";
(() => {
  const summary = document.getElementById("errors");
  if (summary) summary.focus();

  // How much of a message has been written, as a reader counts: a family emoji is one sign. Older
  // browsers count letters without their marks. Only for the eye: the hint has said the limit.
  const signs = "Segmenter" in Intl && new Intl.Segmenter(document.documentElement.lang);
  const length = (text) =>
    signs ? [...signs.segment(text)].length : [...text.normalize("NFC").replace(/[\p{M}\u200d]/gu, "")].length;
  for (const box of document.querySelectorAll("textarea[data-max]")) {
    const said = document.createElement("p");
    said.className = "hint num";
    said.ariaHidden = "true";
    const say = () => {
      said.textContent = `${length(box.value)} / ${box.dataset.max}`;
    };
    box.addEventListener("input", say);
    box.after(said);
    say();
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
