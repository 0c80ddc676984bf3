// The scoring page alive: every tap is shown at once, kept by taps.js and sent. All sums are whole half points.
// The page of another participant is drawn in place, so that it also turns without a network.
(function () {
  "use strict";
  const main = document.querySelector("[data-scoring]");
  if (!main) { return; }
  const read = function (id) { return JSON.parse(document.getElementById(id).content.textContent); };
  const data = read("page-data"), words = read("page-words");
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const entries = new Map(data.entries.map(function (entry) { return [entry.id, entry]; }));
  let current = entries.get(Number(main.dataset.scoring));
  let state = "idle", told = "", lastSaved = "", fetched = Date.now();

  const one = function (selector, root) { return (root || document).querySelector(selector); };
  const all = function (selector, root) { return [...(root || document).querySelectorAll(selector)]; };
  const say = function (text, values) { return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); };
  const count = function (forms, n, values) {
    return say(forms[plural.select(n)] || forms.other, Object.assign({ n: n }, values));
  };
  const points = function (halves) { return String(Math.floor(halves / 2)) + (halves % 2 ? words.decimal + "5" : ""); };
  const rubric = function () { return data.rubrics[current.rubric]; };
  const cards = function () { return all("[data-criterion]", one("[data-cards]")); };

  // ---- what is known: the server's marks, and over them what waits on this phone --------------------------------------
  function overlay() {
    Taps.waiting(data.user).forEach(function (op) {
      const entry = entries.get(op.defence);
      if (!entry) { return; }
      if (op.kind === "mark") { entry.marks[op.criterion] = op.halves; entry.stamps[op.criterion] = op.at; }
      else if (entry.state === "open") { entry.state = "sending"; }
    });
  }
  function take(fresh) {
    const known = entries.get(fresh.id);
    if (known) { Object.assign(known, fresh); }
    overlay();
  }
  async function refresh() {
    if (Date.now() - fetched < 5000 || Taps.waiting(data.user).length) { return; }
    fetched = Date.now();
    const before = Taps.last();
    const reply = await Taps.ask(data.urls.round);
    if (reply.status === 401) { page.state("signed-out"); }
    if (reply.status !== 200 || reply.data.user !== data.user) { return; }
    // What was tapped since the question may stand on the server, but not in this answer.
    if (Taps.last() !== before || Taps.waiting(data.user).length) { return; }
    takeRound(reply.data);
    draw();
  }
  function takeRound(fresh) {
    // The order may be another, late-comers may stand in it; who was taken off is closed, wherever the page is.
    Object.assign(data.rubrics, fresh.rubrics);
    data.entries = fresh.entries.map(function (entry) { return Object.assign(entries.get(entry.id) || {}, entry); });
    data.entries.forEach(function (entry) { entries.set(entry.id, entry); });
    if (!data.entries.includes(current)) { Object.assign(current, { state: "gone", note: words.gone }); }
    overlay();
  }

  // ---- sums -----------------------------------------------------------------------------------------------------------
  function sums(entry) {
    const table = data.rubrics[entry.rubric];
    const given = table.criteria.filter(function (each) { return each.id in entry.marks; });
    const halves = given.reduce(function (sum, each) { return sum + entry.marks[each.id]; }, entry.common);
    const total = Math.floor((halves + 1) / 2);
    const band = table.bands.find(function (each) { return total >= each.floor; });
    const missing = table.criteria.length - given.length;
    return { halves: halves, total: total, band: band, missing: missing, counted: !missing && entry.counted };
  }

  // ---- drawing --------------------------------------------------------------------------------------------------------
  function put(name, text) {
    all("[data-f=" + name + "]").forEach(function (place) {
      if (place.textContent !== text) { place.textContent = text; }
    });
  }
  function isDrawable(entry) { return Number(one("[data-cards]").dataset.cards) === entry.rubric || Boolean(scaleOf(entry)); }
  function scaleOf(entry) { return one('template[data-scale="' + entry.rubric + '"]'); }
  function drawPerson() {
    ["when", "name", "school", "cohort"].forEach(function (name) { put(name, current[name]); });
    put("topic", current.topic ? "«" + current.topic + "»" : "");
    one("[data-f=topic]").hidden = !current.topic;
    put("tasks", current.tasks);
    one("[data-f=tasks]").parentNode.hidden = !current.tasks;
    document.title = current.name + " · " + words.title;
    const host = one("[data-cards]");
    if (Number(host.dataset.cards) !== current.rubric) {
      host.replaceChildren(scaleOf(current).content.cloneNode(true));
      host.dataset.cards = current.rubric;
      liven();
    }
  }
  function drawCard(card) {
    const key = Number(card.dataset.criterion), most = Number(card.dataset.max);
    const halves = key in current.marks ? current.marks[key] : null, open = current.state === "open";
    const value = one("[data-value]", card);
    value.textContent = halves === null ? "–" : points(halves);
    value.parentElement.classList.toggle("none", halves === null);
    all("[data-low]", card).forEach(function (button) {
      const here = halves !== null && halves >= Number(button.dataset.low) && halves <= Number(button.dataset.high);
      button.setAttribute("aria-pressed", String(here));
      button.disabled = !open;
    });
    one(".fill", card).setAttribute("width", (halves || 0) / most * 100 + "%");
    one("[data-step='-1']", card).disabled = !open || !halves;
    one("[data-step='1']", card).disabled = !open || halves === null || halves === most;
  }
  function drawDock() {
    const sum = sums(current), whole = sum.missing === 0;
    put("total", points(sum.halves));
    all("[data-pill]").forEach(function (pill) {
      pill.hidden = !sum.counted || pill.dataset.pill !== current.rubric + ":" + sum.band.floor;
    });
    one("[data-so-far]").hidden = sum.counted;
    put("so-far", sum.band.passed ? say(words.soFar, { band: sum.band.word.toLowerCase() }) : words.soFarOpen);
    one("[data-left=missing]").hidden = whole;
    one("[data-left=coursework]").hidden = !whole || sum.counted;
    one("[data-left=rounded]").hidden = !sum.counted || sum.halves % 2 === 0;
    one("[data-left=whole]").hidden = !sum.counted || sum.halves % 2 === 1;
    put("missing", count(words.missing, sum.missing));
    put("rounded", count(words.points, sum.total));
    const order = data.entries, place = order.indexOf(current);
    put("place", (place < 0 ? "–" : place + 1) + " / " + order.length);
    turn("before", order[place - 1]);
    turn("after", order[place + 1]);
  }
  function turn(name, entry) {
    const link = one("[data-turn=" + name + "]");
    const other = one("[data-instead=" + name + "]");
    link.hidden = !entry;
    other.hidden = Boolean(entry);
    if (entry) { link.href = entry.url; }
  }
  function drawSheet() {
    const sum = sums(current), whole = sum.missing === 0, open = current.state === "open";
    one("[data-box=note]").hidden = !current.note || open;
    put("note", current.note);
    one("[data-box=sending]").hidden = current.state !== "sending";
    const box = one("[data-box=submit]");
    box.hidden = !open || !whole;
    one("[data-box=unfinished]").hidden = !open || whole;
    const spoken = { points: points(sum.halves), total: sum.total, band: sum.band.word.toLowerCase() };
    if (!sum.counted) { put("confirm", say(words.confirmSoFar, spoken)); }
    else { put("confirm", sum.halves % 2 ? say(words.confirmRounded, spoken) : count(words.confirm, sum.total, spoken)); }
    put("submit", say(words.submit, spoken));
    one("form", box).action = addressed("submit");
    const absent = one("[data-box=absent]");
    if (absent) {
      absent.hidden = !open;
      one("a", absent).href = addressed("absence");
    }
  }
  function addressed(name) { return data.urls[name].replace("/0/", "/" + current.id + "/"); }
  function drawState() {
    const left = Taps.waiting(data.user), stuck = state === "offline" || state === "signed-out" || state === "other-user";
    const people = new Set(left.map(function (op) { return op.defence; })).size;
    one("[data-save=saved]").hidden = stuck || left.length > 0 || !(lastSaved || current.saved);
    one("[data-save=sending]").hidden = stuck || left.length === 0;
    one("[data-save=offline]").hidden = !stuck;
    put("saved", lastSaved || current.saved);
    one("[data-band=offline]").hidden = state !== "offline" || !left.length;
    put("waiting", count(words.waiting, people));
    one("[data-band=signed-out]").hidden = state !== "signed-out";
    one("[data-band=signed-out] a").href = one("[data-band=signed-out] a").dataset.href + encodeURIComponent(location.pathname);
    one("[data-band=other-user]").hidden = state !== "other-user";
    one("[data-band=not-lasting]").hidden = Taps.isLasting();
    one("[data-band=others]").hidden = !Taps.ofOthers(data.user);
    drawRefused();
    one("[data-band=told]").hidden = !told;
    put("told", told);
  }
  function drawRefused() {
    const lost = Taps.refused(data.user).map(function (op) {
      const entry = entries.get(op.defence), name = entry ? entry.name : "№ " + op.defence;
      if (op.kind === "submit") { return say(words.refusedSheet, { name: name }); }
      const rows = (entry && data.rubrics[entry.rubric] || { criteria: [] }).criteria;
      const row = rows.find(function (each) { return each.id === op.criterion; });
      return say(words.refused, { name: name, number: row ? row.number : "?", points: points(op.halves) });
    });
    one("[data-band=refused]").hidden = lost.length === 0;
    put("refused", lost.join(" "));
  }
  function draw() {
    // Scored by criteria this page was not made with, since the rules were changed: the server makes one.
    if (!isDrawable(current)) { location.assign(current.url); return; }
    drawPerson();
    cards().forEach(drawCard);
    drawDock();
    drawSheet();
    drawState();
  }

  // ---- what the server answers ------------------------------------------------------------------------------------------
  const page = {
    user: data.user,
    urls: data.urls,
    saved: function (op, reply) {
      const entry = entries.get(op.defence);
      if (!entry) { return; }
      if (op.kind === "submit") {
        take(reply.entry);
        told = reply.said;
      } else {
        entry.saved = lastSaved = reply.saved;
        entry.stamps[reply.criterion] = reply.at;
        if (reply.older) {
          entry.marks[reply.criterion] = reply.halves;
          told = say(words.older, { name: entry.name, points: points(reply.halves) });
        }
        overlay();
      }
      draw();
    },
    refused: function (op, reply) {
      if (reply.entry) { take(reply.entry); }
      told = reply.message || words.gone;
      draw();
    },
    state: function (name) {
      state = name;
      drawState();
    },
  };
  function save(op) {
    op.at = Taps.stamp();
    Taps.add(data.user, op);
    told = "";
    Taps.flush(page);
    draw();
  }

  // ---- what the member does ---------------------------------------------------------------------------------------------
  function give(card, halves) {
    const key = Number(card.dataset.criterion);
    if (current.state !== "open" || halves === null) { return; }
    const kept = Math.max(0, Math.min(Number(card.dataset.max), halves));
    if (current.marks[key] === kept) { return; }
    current.marks[key] = kept;
    save({ kind: "mark", defence: current.id, criterion: key, halves: kept });
  }
  function fine(card, step) {
    const key = Number(card.dataset.criterion);
    give(card, key in current.marks ? current.marks[key] + step * Number(card.dataset.unit) : null);
  }
  function show(entry, remember) {
    if (!entry) { return; }
    if (!isDrawable(entry)) { location.assign(entry.url); return; }
    current = entry;
    told = "";
    one("[data-box=submit] details").open = false;
    if (remember) { history.pushState({ id: entry.id }, "", entry.url); }
    draw();
    window.scrollTo(0, 0);
    one("[data-f=name]").focus({ preventScroll: true });
    refresh();
  }
  function beside(step) { return data.entries[data.entries.indexOf(current) + step]; }

  function liven() {
    all("[data-plain]").forEach(function (row) { row.remove(); });
    all("[data-live]").forEach(function (row) { row.hidden = false; });
  }
  document.addEventListener("click", function (event) {
    const target = event.target.closest("button, a");
    if (!target || event.ctrlKey || event.metaKey) { return; }
    const card = target.closest("[data-criterion]");
    if (card && target.dataset.middle) { event.preventDefault(); give(card, Number(target.dataset.middle)); }
    else if (card && target.dataset.step) { fine(card, Number(target.dataset.step)); }
    else if (target.dataset.turn) { event.preventDefault(); show(beside(target.dataset.turn === "after" ? 1 : -1), true); }
    else if (target.dataset.undo === "submit") { takeBack(); }
    else if (target.dataset.undo === "refused") { Taps.forgive(data.user); told = ""; draw(); }
    else if (target.dataset.undo === "told") { told = ""; draw(); }
  });
  function takeBack() {
    Taps.waiting(data.user).forEach(function (op) {
      if (op.kind === "submit" && op.defence === current.id) { Taps.drop(data.user, op); }
    });
    current.state = "open";
    draw();
  }
  document.addEventListener("submit", function (event) {
    if (event.target.closest("[data-box=submit]")) {
      event.preventDefault();
      const done = current, order = data.entries, place = order.indexOf(done);
      const marks = Object.assign({}, done.marks);
      done.state = "sending";
      save({ kind: "submit", defence: done.id, marks: marks });
      const open = [...order.slice(place + 1), ...order.slice(0, place)].find(function (each) { return each.state === "open"; });
      if (open) { show(open, true); } else { draw(); }
    } else if (event.target.closest("[data-cards]")) { event.preventDefault(); }
  });
  window.addEventListener("popstate", function () {
    show(data.entries.find(function (entry) { return entry.url === location.pathname; }), false);
  });

  // ---- keyboard: digits a level, + and − one step, arrows from card to card, J and K from participant to participant ----
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !event.code || event.target.closest("input, textarea, select")) { return; }
    const list = cards(), at = list.indexOf(event.target.closest("[data-criterion]"));
    const go = function (card) { if (card) { event.preventDefault(); card.focus(); card.scrollIntoView({ block: "nearest" }); } };
    // By the place of the key: on a Kazakh keyboard the row of digits writes letters.
    const key = event.code.replace("Numpad", "Digit"), level = Number(key.replace("Digit", ""));
    if (level >= 1) {
      const bare = list.find(function (each) { return !(Number(each.dataset.criterion) in current.marks); });
      const card = at >= 0 ? list[at] : bare || list[0], button = all("[data-middle]", card)[level - 1];
      if (button) { give(card, Number(button.dataset.middle)); go(list[list.indexOf(card) + 1] || card); }
    } else if (at >= 0 && (key === "Equal" || key === "DigitAdd")) { event.preventDefault(); fine(list[at], 1); }
    else if (at >= 0 && (key === "Minus" || key === "DigitSubtract")) { event.preventDefault(); fine(list[at], -1); }
    else if (key === "ArrowDown") { go(list[at + 1]); }
    else if (key === "ArrowUp") { go(list[at - 1]); }
    else if (key === "KeyJ") { show(beside(1), true); }
    else if (key === "KeyK") { show(beside(-1), true); }
  });

  // ---- begin --------------------------------------------------------------------------------------------------------------
  if (!Taps.knowsClock()) {
    const nav = performance.getEntriesByType("navigation")[0];
    const answered = performance.timeOrigin + (nav ? nav.responseStart : 0);
    Taps.setClock(data.now, answered, answered);
  }
  liven();
  overlay();
  draw();
  window.addEventListener("offline", function () { state = "offline"; drawState(); });
  Taps.whenBack(page);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { refresh(); } });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { refresh(); } });
  Taps.flush(page);
})();
