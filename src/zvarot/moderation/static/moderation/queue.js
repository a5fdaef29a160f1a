/* Moderating by keyboard. A decision is shown at once and marked as saved only when the studio has
   said so. Without this script the same forms do the same, with a page for each decision. */
"use strict";

(() => {
  const list = document.getElementById("z-list");
  const bulk = document.getElementById("bulk");
  if (!list || !bulk) return;
  const words = JSON.parse(document.getElementById("z-words").textContent);
  const alertBox = document.getElementById("z-alert");
  const reasons = document.getElementById("z-reasons");
  const help = document.getElementById("z-help");
  const decideUrl = bulk.action;
  const side = (name) => decideUrl.replace(/decide\/$/, `${name}/`);
  const waiting = []; // what is still to be asked, in order: a card's next decision needs its version
  let isSending = false;
  let toRefuse = [];
  let ahead = null; // the next screen, fetched while the last cards of this one are read
  let earlier = []; // cards of the screens before this one
  const firstSkip = Number(new URL(location.href).searchParams.get("skip")) || 0;

  // ------------------------------------------------------------ cards on the screen

  const cards = () => [...list.querySelectorAll(".z-card")];
  const current = () => list.querySelector(".z-card.is-current");
  const selected = () => cards().filter((card) => box(card)?.checked);
  const box = (card) => card.querySelector(".z-pick input");
  const isOpen = (card) => !card.classList.contains("is-done");

  function go(card) {
    if (!card) return;
    current()?.classList.remove("is-current");
    card.classList.add("is-current");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = cards();
    go(all[Math.max(0, Math.min(all.length - 1, all.indexOf(current()) + by))]);
  }

  function goOn(from) {
    const all = cards();
    const next = all.slice(all.indexOf(from) + 1).find(isOpen) || all.find(isOpen);
    if (next) return go(next);
    tell(words.end, false);
    document.getElementById("z-end")?.focus();
  }

  function say(card, text, looks) {
    card.classList.remove("is-saving", "is-failed", "is-done", "is-approved", "is-refused");
    card.classList.add(...looks);
    card.querySelector(".z-said").textContent = text;
  }

  function tell(text, isBad = true) {
    alertBox.textContent = text;
    alertBox.hidden = !text;
    alertBox.style.borderColor = alertBox.style.color = isBad ? "" : "inherit";
  }

  const READ_AHEAD = 15; // when so few cards are left, the next screen is fetched
  const LOOKS = { approve: ["is-done", "is-approved"], hold: ["is-done"], refuse: ["is-done", "is-refused"] };
  const SAVED = { approved: ["is-done", "is-approved"], half: ["is-done"], held: ["is-done"], refused: ["is-done", "is-refused"], waiting: [] };

  // ------------------------------------------------------------ sending, one after another

  function ask(url, chosen, fields, word, looks) {
    const before = chosen.map((card) => [card.className, card.querySelector(".z-said").textContent]);
    chosen.forEach((card) => say(card, word, ["is-saving", ...looks]));
    inTurn(async () => {
      const problem = await tryToSend({ url, chosen, fields, before });
      if (problem) chosen.forEach((card, i) => fail(card, problem, before[i]));
    });
  }

  async function inTurn(work) {
    waiting.push(work);
    if (isSending) return;
    isSending = true;
    while (waiting.length) {
      await waiting[0]();
      waiting.shift();
    }
    isSending = false;
    notePlace();
  }

  async function tryToSend(job) {
    const form = new FormData();
    form.append("csrfmiddlewaretoken", bulk.elements.csrfmiddlewaretoken.value);
    job.chosen.forEach((card) => form.append("message", `${card.dataset.id}:${card.dataset.version}`));
    Object.entries(job.fields).forEach(([name, value]) => form.append(name, value));
    let answer;
    try {
      answer = await fetch(job.url, { method: "POST", body: form, headers: { Accept: "application/json" } });
    } catch {
      return words.network;
    }
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (answer.redirected || answer.status === 403) return words.login;
    if (!answer.ok || !isJson) return words.network;
    const { results } = await answer.json();
    job.chosen.forEach((card, i) => {
      const result = results.find((one) => String(one.id) === card.dataset.id);
      if (result?.ok) saved(card, result);
      else fail(card, result?.problem || words.network, job.before[i]);
    });
    return "";
  }

  function saved(card, result) {
    card.dataset.version = result.version;
    card.dataset.state = result.state;
    card.dataset.mine = result.mine ? "yes" : "";
    card.querySelectorAll("input[name=message]").forEach((one) => {
      one.value = `${result.id}:${result.version}`;
    });
    if (result.text !== undefined) card.querySelector(".z-body").innerHTML = result.text; // escaped by the studio
    say(card, result.said, SAVED[result.state] || []);
    card.dataset.saved = "yes";
  }

  function fail(card, problem, [looks]) {
    const isCurrent = card.classList.contains("is-current");
    card.className = looks;
    card.classList.toggle("is-current", isCurrent);
    card.classList.remove("is-saving", "is-done", "is-approved", "is-refused");
    card.classList.add("is-failed");
    card.querySelector(".z-said").textContent = `${words.failed} ${problem}`;
    tell(card.isConnected ? words.alert : words.before);
  }

  // ------------------------------------------------------------ decisions

  function decide(chosen, verdict, reason = "") {
    const open = chosen.filter((card) => card.querySelector(".z-do"));
    if (!open.length) return;
    ask(decideUrl, open, { verdict, reason }, words[verdict], LOOKS[verdict] || []);
    open.forEach((card) => { if (box(card)) box(card).checked = false; });
    count();
    if (verdict !== "undo") goOn(open.at(-1));
    if (cards().filter(isOpen).length <= READ_AHEAD) inTurn(readAhead);
  }

  function decideAboutSelected(verdict) {
    if (!selected().length) return tell(words.select);
    if (verdict === "refuse") return askWhy(selected());
    return decide(selected(), verdict);
  }

  function askWhy(chosen) {
    if (!chosen.length || !chosen[0]) return;
    toRefuse = chosen;
    reasons.showModal();
  }

  function refuse(code) {
    reasons.close();
    decide(toRefuse, "refuse", code);
  }

  function cutSelection(card) {
    const text = card.querySelector(".z-text");
    const range = document.getSelection().rangeCount ? document.getSelection().getRangeAt(0) : null;
    const isInside = range && !range.collapsed && text?.contains(range.commonAncestorContainer);
    if (!isInside) return tell(words.words);
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = [...before.toString()].length; // code points, as the studio counts
    const end = start + [...range.toString()].length;
    document.getSelection().removeAllRanges();
    ask(side("cut"), [card], { start, end }, words.cut, []);
  }

  function translate(card) {
    const more = card.querySelector("details");
    if (!more) return;
    more.open = true;
    more.querySelector("textarea").focus();
  }

  function keepTranslation(card) {
    const form = card.querySelector("form");
    const fields = { lang: form.elements.lang.value, translation: form.elements.translation.value };
    ask(side("translate"), [card], fields, words.translate, []);
    card.querySelector("details").open = false;
    go(card);
  }

  function count() {
    const n = selected().length;
    const label = document.getElementById("z-selected");
    if (!label.dataset.plain) label.dataset.plain = label.textContent;
    label.textContent = n ? `${n} ${words.selected}` : label.dataset.plain;
  }

  // ------------------------------------------------------------ the next screen

  const shownState = () => list.querySelector(".z-cards")?.dataset.state || "todo";
  // What was decided has left the list, what was passed over has not.
  const stays = (some) => some.filter((card) => !hasLeft(card, shownState())).length;

  async function readAhead() {
    if (ahead || !document.getElementById("z-next")) return "";
    const part = new URL(location.href);
    // All decisions before this one are stored, and no later one is: so this is where it goes on.
    part.searchParams.set("skip", firstSkip + stays(earlier) + stays(cards()));
    part.searchParams.set("part", "list");
    try {
      const answer = await fetch(part);
      if (answer.redirected || !answer.ok) return words.login;
      ahead = await answer.text();
    } catch {
      return words.network;
    }
    return "";
  }

  async function nextScreen() {
    if (!document.getElementById("z-next")) return;
    if (!ahead) {
      let problem = "";
      await new Promise((done) => inTurn(async () => { problem = await readAhead(); done(); }));
      if (problem) return tell(problem);
    }
    earlier.push(...cards());
    list.innerHTML = ahead; // escaped by the studio
    ahead = null;
    tell("");
    count();
    scrollTo(0, 0);
    go(cards()[0]);
  }

  function notePlace() {
    if (!earlier.length) return;
    const address = new URL(location.href);
    address.searchParams.set("skip", firstSkip + stays(earlier));
    history.replaceState(null, "", address);
  }

  function hasLeft(card, state) {
    const now = card.dataset.state;
    if (state === "all") return false;
    if (state === "todo") return now !== "waiting" && !(now === "half" && !card.dataset.mine);
    if (state === "waiting") return now !== "waiting" && now !== "half";
    return now !== state;
  }

  // ------------------------------------------------------------ keys and buttons

  const KEYS = {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    a: () => decide([current()].filter(Boolean), "approve"),
    h: () => decide([current()].filter(Boolean), "hold"),
    u: () => decide([current()].filter(Boolean), "undo"),
    r: () => askWhy([current()]),
    e: () => current() && cutSelection(current()),
    t: () => current() && translate(current()),
    x: () => { const card = current(); if (card && box(card)) { box(card).checked = !box(card).checked; count(); } },
    A: () => decideAboutSelected("approve"),
    H: () => decideAboutSelected("hold"),
    R: () => decideAboutSelected("refuse"),
    n: nextScreen,
    "?": () => help.showModal(),
  };

  const WALKING = ["j", "k", "ArrowDown", "ArrowUp", "n", "?"];

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const inside = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const card = event.target.closest?.(".z-card");
    if (inside) {
      if (event.key === "Escape") { go(card); event.preventDefault(); }
      if (event.key === "Enter" && event.ctrlKey && inside.matches("textarea") && card) { keepTranslation(card); event.preventDefault(); }
      return;
    }
    if (event.ctrlKey) return;
    if (reasons.open) {
      const button = reasons.querySelectorAll("ol button")[Number(event.key) - 1];
      if (button) { event.preventDefault(); refuse(button.value); }
      return;
    }
    if (help.open || !Object.hasOwn(KEYS, event.key)) return;
    // Nothing is decided by a key that was meant for something else on the page.
    if (!list.contains(event.target) && !WALKING.includes(event.key)) return;
    event.preventDefault();
    if (current() || !cards().length || "n?".includes(event.key)) KEYS[event.key]();
    else go(cards()[0]);
  });

  reasons.addEventListener("click", (event) => {
    const button = event.target.closest("ol button");
    if (button) refuse(button.value);
  });
  document.getElementById("z-help-button").hidden = false;
  document.getElementById("z-help-button").addEventListener("click", () => help.showModal());
  list.addEventListener("change", (event) => { if (event.target.matches(".z-pick input")) count(); });
  list.addEventListener("focusin", (event) => {
    const card = event.target.closest(".z-card");
    if (!card || card === current()) return;
    current()?.classList.remove("is-current");
    card.classList.add("is-current");
  });

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const card = event.target.closest(".z-card");
    if (event.target === bulk) {
      event.preventDefault();
      const reason = bulk.elements.reason.value;
      if (!selected().length) return tell(words.select);
      return decide(selected(), button.value, reason);
    }
    if (!card) return;
    event.preventDefault();
    const form = event.target;
    if (button.formAction.endsWith("/cut/")) {
      const fields = button.name === "all" ? { all: 1 } : { part: form.elements.part.value };
      form.elements.part.value = "";
      return ask(side("cut"), [card], fields, words.cut, []);
    }
    if (button.formAction.endsWith("/translate/")) return keepTranslation(card);
    return decide([card], button.value, form.elements.reason.value);
  });

  list.addEventListener("click", (event) => {
    if (event.target.id !== "z-next") return;
    event.preventDefault();
    nextScreen();
  });

  addEventListener("beforeunload", (event) => {
    if (waiting.length || isSending) event.preventDefault();
  });

  go(cards()[0]);
})();
