// Ask the studio, after each change, what the page would say. Without this script the same
// is said when the page is saved.
(function () {
  "use strict";

  function ask(editor) {
    var form = editor.closest("form");
    var said = editor.querySelector("[data-promise-said]");
    if (!form || !said) { return; }
    var data = new FormData();
    editor.querySelectorAll("input, select").forEach(function (input) {
      if (input.type !== "checkbox" || input.checked) { data.append(input.name, input.value); }
    });
    ["level", "deliver_by", "question", "office", "csrfmiddlewaretoken"].forEach(function (name) {
      var input = form.querySelector("[name=" + name + "]");
      if (input) { data.append(name, input.value); }
    });
    fetch(editor.dataset.preview, { method: "POST", body: data, credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.text() : null; })
      .then(function (html) {
        var old = said.querySelector(".promise-preview");
        if (html === null || !old) { return; }
        var made = new DOMParser().parseFromString(html, "text/html");
        old.replaceWith(made.querySelector(".promise-preview"));
      });
  }

  function start(editor) {
    var timer = 0;
    var form = editor.closest("form");
    function soon() {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { ask(editor); }, 250);
    }
    editor.addEventListener("input", function (event) {
      if (!event.target.hasAttribute("data-promise-widen")) { soon(); }
    });
    if (form) {
      form.addEventListener("change", function (event) {
        if (["level", "deliver_by", "question", "office"].includes(event.target.name)) { soon(); }
      });
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-promise-editor]").forEach(start);
  });
})();
