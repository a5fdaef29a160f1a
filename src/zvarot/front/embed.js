// Shows an action's count and a link to it on another site: <p data-zvarot="slug">Sign here</p>.
// No form: scripts of the page around it could read what is typed there.
(function () {
  "use strict";
  var origin = new URL(document.currentScript.src).origin;
  document.querySelectorAll("[data-zvarot]").forEach(function (place) {
    var slug = place.getAttribute("data-zvarot");
    if (!/^[a-z0-9-]+$/.test(slug)) return;
    var link = document.createElement("a");
    link.href = origin + "/" + slug + "/";
    link.rel = "noopener";
    link.textContent = place.textContent;
    place.textContent = "";
    place.appendChild(link);
    fetch(origin + "/" + slug + "/count.json", { credentials: "omit", referrerPolicy: "no-referrer" })
      .then(function (answer) { return answer.json(); })
      .then(function (count) {
        var number = document.createElement("span");
        number.className = "zvarot-count";
        number.textContent = " " + Number(count.count).toLocaleString(document.documentElement.lang || undefined);
        place.appendChild(number);
      })
      .catch(function () {});
  });
})();
