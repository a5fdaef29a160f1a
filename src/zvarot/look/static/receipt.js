// Looks for the line of a receipt in the public log, on this device and nowhere else.
// Files of the log are fetched in whole spans, the same for everybody who looks, and a span is
// read to its end even when the line has been found: what is fetched tells nothing.
"use strict";
(() => {
  // Lines of a bundle, which is also hashes of a tile; bytes of a line, which has 96 after its
  // length; bundles that are read in one go, at most twice as many in the first one; files that
  // are fetched side by side.
  const [WIDTH, STEP, SPAN, AT_ONCE] = [256, 98, 128, 6];

  // --- SHA-256 (FIPS 180-4). Not the browser's: that one is missing where there is no https.

  const K = Int32Array.from(
    `428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5
    d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174
    e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da
    983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967
    27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85
    a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070
    19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3
    748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2`.split(/\s+/),
    (word) => parseInt(word, 16),
  );
  const START = "6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19";
  const W = new Int32Array(64);
  const turn = (x, by) => (x >>> by) | (x << (32 - by));

  function sha256(...parts) {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const text = new Uint8Array((length + 72) & ~63);
    let end = 0;
    for (const part of parts) {
      text.set(part, end);
      end += part.length;
    }
    text[length] = 0x80;
    const view = new DataView(text.buffer);
    view.setUint32(text.length - 4, length * 8);
    const state = Int32Array.from(START.split(" "), (word) => parseInt(word, 16));
    for (let at = 0; at < text.length; at += 64) block(view, at, state);
    const hash = new DataView(new ArrayBuffer(32));
    state.forEach((word, place) => hash.setInt32(4 * place, word));
    return new Uint8Array(hash.buffer);
  }

  function block(view, at, state) {
    for (let i = 0; i < 16; i++) W[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = W[i - 15];
      const y = W[i - 2];
      const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
      const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
      W[i] = W[i - 16] + s0 + W[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const one = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, place) => (state[place] += word));
  }

  function hmac(key, text) {
    const pad = (by) => Uint8Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ by);
    return sha256(pad(0x5c), sha256(pad(0x36), text));
  }

  // --- The receipt: 26 signs in the alphabet of Crockford. HKDF (RFC 5869), one block, no salt.

  const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const bytes = (text) => new TextEncoder().encode(text);

  function seedOf(typed) {
    const plain = typed.toUpperCase().replace(/[\s.\u2068\u2069-]/g, "");
    const code = plain.replace(/O/g, "0").replace(/[IL]/g, "1");
    const places = [...code].map((sign) => SIGNS.indexOf(sign));
    if (places.length !== 26 || places.includes(-1) || places[0] > 7) return null;
    let number = places.reduce((sum, place) => sum * 32n + BigInt(place), 0n);
    const seed = new Uint8Array(16);
    for (let i = 15; i >= 0; i--, number >>= 8n) seed[i] = Number(number & 255n);
    return seed;
  }

  // By the type of the line that carries it: a signature, a withdrawal.
  function tagsOf(seed) {
    const derive = (name) => hmac(hmac(new Uint8Array(32), seed), bytes(`${name}\u0001`));
    return {
      1: sha256(bytes("ap/leaf/v1"), derive("leaf")),
      2: sha256(bytes("ap/wdleaf/v1"), derive("withdraw")),
    };
  }

  const hex = (hash) => Array.from(hash, (one) => one.toString(16).padStart(2, "0")).join("");
  const base64 = (hash) => btoa(String.fromCharCode(...hash));

  // --- The log: see docs/explain/counting.md

  class Lost extends Error {}

  async function read(path) {
    // Only full tiles and bundles never change.
    const cache = /^tile.*\d{3}$/.test(path) && !path.includes(".p") ? "default" : "no-cache";
    const answer = await fetch(`/log/${path}`, { credentials: "omit", cache });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Lost();
    return new Uint8Array(await answer.arrayBuffer());
  }

  async function readText(path) {
    const body = await read(path);
    if (!body) throw new Lost();
    return new TextDecoder().decode(body);
  }

  async function tile(level, number, width, step) {
    const groups = [String(number % 1000).padStart(3, "0")];
    for (let n = Math.floor(number / 1000); n; n = Math.floor(n / 1000)) {
      groups.unshift(`x${String(n % 1000).padStart(3, "0")}`);
    }
    const path = `tile/${level}/${groups.join("/")}`;
    const part = width < WIDTH ? await read(`${path}.p/${width}`) : null;
    // A part that is gone has become full.
    const whole = part ?? (await read(path));
    if (!whole || whole.length < width * step) throw new Lost();
    return whole.subarray(0, width * step);
  }

  const ZERO = Uint8Array.of(0);
  const ONE = Uint8Array.of(1);

  function rootOf(hashes) {
    let row = hashes;
    while (row.length > 1) {
      const above = [];
      for (let i = 0; i + 1 < row.length; i += 2) above.push(sha256(ONE, row[i], row[i + 1]));
      if (row.length % 2) above.push(row[row.length - 1]);
      row = above;
    }
    return row[0];
  }

  class Log {
    // The log as it is signed now. `from` is the first bundle that has been read.
    static async open() {
      const [, size, root] = (await readText("checkpoint")).split("\n");
      const { actions } = JSON.parse(await readText("actions.json"));
      return new Log(Number(size), root, actions);
    }

    constructor(size, root, actions) {
      Object.assign(this, { size, root, actions, found: {}, roots: [] });
      this.bundles = Math.ceil(size / WIDTH);
      this.from = this.bundles;
    }

    // The first go takes two spans, as the newest one may have only a few lines.
    next() {
      const span = Math.floor((this.from - 1) / SPAN);
      return Math.max(0, (this.from === this.bundles ? span - 1 : span) * SPAN);
    }

    async readOn(tags, tell) {
      const first = this.next();
      const waiting = Array.from({ length: this.from - first }, (_, i) => first + i);
      const all = waiting.length;
      const worker = async () => {
        for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
          await this.readBundle(number, tags);
          tell(1 - waiting.length / all);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      this.from = first;
      await this.readRoots();
    }

    async readBundle(number, tags) {
      const width = Math.min(WIDTH, this.size - number * WIDTH);
      const bundle = await tile("entries", number, width, STEP);
      const hashes = [];
      for (let place = 0; place < width; place++) {
        const [high, low, ...line] = bundle.subarray(place * STEP, (place + 1) * STEP);
        // One that says another length is damaged: with the length in it, its hash fits no root.
        const whole = high * WIDTH + low === line.length ? line : [high, low, ...line];
        hashes.push(sha256(ZERO, whole));
        this.compare(Uint8Array.from(line), number * WIDTH + place, tags);
      }
      this.roots[number] = rootOf(hashes);
    }

    compare(line, index, tags) {
      const [, type, klass] = line;
      const wanted = tags[type];
      if (!wanted?.every((one, at) => one === line[24 + at]) || this.found[type]) return;
      const numbers = new DataView(line.buffer, line.byteOffset);
      const day = new Date(numbers.getUint32(12) * 86400000).toISOString().slice(0, 10);
      const slug = this.actions[numbers.getBigUint64(4)] ?? "";
      this.found[type] = { index, klass, day, slug, tag: hex(wanted) };
    }

    // Lines that were not read stand in the tree by the hashes of their bundles.
    async readRoots() {
      const full = Math.floor(this.size / WIDTH);
      for (let number = 0; number * WIDTH < this.from; number++) {
        const hashes = await tile(1, number, Math.min(WIDTH, full - number * WIDTH), 32);
        for (let i = 0; i < hashes.length / 32; i++) {
          this.roots[number * WIDTH + i] ??= hashes.subarray(32 * i, 32 * (i + 1));
        }
      }
    }

    computed() {
      return base64(this.size ? rootOf(this.roots) : sha256());
    }
  }

  // --- The page

  const find = document.getElementById("find");
  const code = document.getElementById("f-code");
  const bar = document.getElementById("bar");
  const older = document.getElementById("older");
  let log = null;
  let busy = false;

  const number = (n) =>
    String(n)
      .replace(/\B(?=(\d{3})+$)/g, find.dataset.group)
      .replace(/\d/g, (digit) => find.dataset.digits[digit]);

  // A day is set apart: among Arabic words its parts would change places.
  const apart = (text) => `\u2066${text}\u2069`;

  function fill(where, values) {
    for (const place of [where, ...where.querySelectorAll("[data-text]")]) {
      const text = place.dataset.text;
      if (text) place.textContent = text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
    }
  }

  function say(name, values = {}) {
    const where = find.querySelector(`[data-say=${name}]`);
    fill(where, values);
    where.hidden = false;
    return where;
  }

  function quiet() {
    for (const one of find.querySelectorAll("[data-say]")) one.hidden = true;
    bar.hidden = older.hidden = true;
  }

  function complain(isWrong) {
    document.getElementById("ask").classList.toggle("wrong", isWrong);
    document.getElementById("f-code-e").hidden = !isWrong;
    code.setAttribute("aria-invalid", isWrong);
    code.setAttribute("aria-describedby", isWrong ? "f-code-e f-code-h" : "f-code-h");
    if (isWrong) code.focus();
  }

  function show() {
    const { 1: signature, 2: withdrawal } = log.found;
    const read = log.size - log.from * WIDTH;
    const computed = log.computed();
    if (computed !== log.root) return say("differs", { root: log.root, computed });
    if (signature) {
      const values = { ...signature, day: apart(signature.day), n: number(signature.index), size: number(log.size) };
      const title = find.querySelector(`[data-slug="${CSS.escape(signature.slug)}"]`);
      const where = say("found", { ...values, slug: title ? "" : signature.slug });
      for (const one of where.querySelectorAll("[data-slug], [data-class]")) {
        one.hidden = one !== title && one.dataset.class !== String(signature.klass);
      }
    } else say("missing", { n: number(read) });
    if (withdrawal) say("withdrawn", { n: number(withdrawal.index), day: apart(withdrawal.day) });
    older.hidden = Boolean(signature) || !log.from;
    fill(older, { n: number((log.from - log.next()) * WIDTH) });
    return say("agrees", { root: log.root });
  }

  async function look(isOlder) {
    const seed = seedOf(code.value);
    if (busy) return;
    quiet();
    complain(!seed);
    if (!seed) return;
    busy = true;
    say("reading");
    bar.hidden = false;
    bar.value = 0;
    try {
      if (!isOlder || !log) log = await Log.open();
      await log.readOn(tagsOf(seed), (share) => (bar.value = share));
      quiet();
      show();
    } catch {
      quiet();
      say("lost");
      log = null;
    }
    busy = false;
  }

  document.getElementById("look").addEventListener("click", () => look(false));
  older.addEventListener("click", () => look(true));
  code.addEventListener("keydown", (event) => {
    if (event.key === "Enter") look(false);
  });
  // Another code, another search.
  code.addEventListener("input", () => (older.hidden = true));
  addEventListener("pagehide", () => (code.value = ""));
  find.hidden = false;
})();
