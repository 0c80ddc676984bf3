// Marks that are not on the server yet. They wait in localStorage, one list for each member and defence, and are sent
// in the order of the taps: now, when the network returns, or after the member has signed in again. What is kept is
// numbers only, under the number of the member who tapped: nobody else's session ever sends them.
const Taps = (function () {
  "use strict";
  const LIST = "basqaru:taps:", CLOCK = "basqaru:clock", LAST = "basqaru:last-tap", REFUSED = "basqaru:refused:";
  const memory = new Map();
  let lasting = true;

  function get(key) {
    if (memory.has(key)) { return memory.get(key); }
    try { return localStorage.getItem(key); } catch (e) { lasting = false; return null; }
  }
  function set(key, value) {
    try {
      if (value === null) { localStorage.removeItem(key); } else { localStorage.setItem(key, value); }
      memory.delete(key);
    } catch (e) {
      lasting = false;
      memory.set(key, value);
    }
  }
  function keys() {
    try { return [...new Set([...Object.keys(localStorage), ...memory.keys()])]; } catch (e) { return [...memory.keys()]; }
  }
  function list(key) {
    try { const found = JSON.parse(get(key) || "[]"); return Array.isArray(found) ? found : []; } catch (e) { return []; }
  }

  // ---- the clock of the server, as this device knows it: a later tap is later on every device -----------------------
  function setClock(now, sent, received) {
    if (received - sent < 3000 || get(CLOCK) === null) { set(CLOCK, String(Math.round(now - (sent + received) / 2))); }
  }
  function stamp() {
    const at = Math.max(Date.now() + Number(get(CLOCK) || 0), Number(get(LAST) || 0) + 1);
    set(LAST, String(at));
    return at;
  }
  function last() { return Number(get(LAST) || 0); }

  // ---- the lists ----------------------------------------------------------------------------------------------------
  function waiting(user) {
    const own = keys().filter(function (key) { return key.startsWith(LIST + user + ":"); });
    return own.flatMap(list).sort(function (a, b) { return a.at - b.at; });
  }
  function ofOthers(user) {
    return keys().some(function (key) {
      return key.startsWith(LIST) && !key.startsWith(LIST + user + ":") && list(key).length > 0;
    });
  }
  function same(a, b) { return a.kind === b.kind && a.criterion === b.criterion; }
  function add(user, op) {
    // Only the last tap for a criterion matters; one that is on its way is left to arrive first.
    const key = LIST + user + ":" + op.defence;
    const kept = list(key).filter(function (each) { return !same(each, op) || each.at === underWay; });
    set(key, JSON.stringify([...kept, op]));
    return op;
  }
  function drop(user, op) {
    const key = LIST + user + ":" + op.defence;
    const left = list(key).filter(function (each) { return !(same(each, op) && each.at === op.at); });
    set(key, left.length ? JSON.stringify(left) : null);
  }
  function refused(user) { return list(REFUSED + user); }
  function refuse(user, op) { set(REFUSED + user, JSON.stringify([...refused(user), op])); }
  function forgive(user) { set(REFUSED + user, null); }

  // ---- sending ------------------------------------------------------------------------------------------------------
  let underWay = null, sending = false, again = null, pause = 0;

  function token() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    return found ? decodeURIComponent(found[1]) : field ? field.value : "";
  }
  async function ask(url, body) {
    const sent = Date.now();
    const stop = new AbortController();
    const limit = setTimeout(function () { stop.abort(); }, 15000);
    try {
      const reply = await fetch(url, {
        method: body ? "POST" : "GET",
        credentials: "same-origin",
        // Nothing of ours redirects a script: whoever does stands in between, and has saved nothing.
        redirect: "manual",
        keepalive: Boolean(body),
        signal: stop.signal,
        headers: { "Accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": token() },
        body: body ? JSON.stringify(body) : undefined,
      });
      const json = (reply.headers.get("Content-Type") || "").includes("json");
      const data = (json && await reply.json()) || {};
      if (data.now) { setClock(data.now, sent, Date.now()); }
      return { status: reply.status, data: data };
    } catch (e) {
      return { status: 0, data: {} };
    } finally {
      clearTimeout(limit);
    }
  }

  // Only what our own server says counts. A proxy, a hotspot or a page of maintenance answers with any status it likes:
  // what carries no word of ours is no answer, and the list waits.
  function isSaved(reply) { return reply.status === 200 && Boolean(reply.data.now); }
  function isRefused(reply) { return [400, 403, 404, 409].includes(reply.status) && Boolean(reply.data.code); }

  // `page` is {user, urls, saved(op, data), refused(op, data), state(name)}; state: sending, idle, offline, signed-out,
  // other-user. Refused is what the server will never take; everything else stays in the list.
  async function flush(page) {
    if (sending) { return; }
    clearTimeout(again);
    sending = true;
    let state = "offline";
    try { state = await sendAll(page); } finally {
      underWay = null;
      sending = false;
      page.state(state);
      if (state === "offline") {
        pause = Math.min(pause ? pause * 2 : 2000, 30000);
        again = setTimeout(function () { flush(page); }, pause);
      }
    }
  }
  async function sendAll(page) {
    for (let op = waiting(page.user)[0]; op; op = waiting(page.user)[0]) {
      page.state("sending");
      underWay = op.at;
      const url = page.urls[op.kind].replace("/0/", "/" + op.defence + "/");
      const body = op.kind === "mark"
        ? { user: page.user, criterion: op.criterion, halves: op.halves, at: op.at }
        : { user: page.user, marks: op.marks };
      const reply = await ask(url, body);
      underWay = null;
      if (isSaved(reply)) { drop(page.user, op); page.saved(op, reply.data); pause = 0; continue; }
      if (reply.data.code === "other_user") { return "other-user"; }
      if (isRefused(reply)) { drop(page.user, op); refuse(page.user, op); page.refused(op, reply.data); continue; }
      if (reply.status === 401) { return "signed-out"; }
      // No network, a busy server, or a page whose protection has aged: the list waits and is tried again.
      if (reply.status === 403) { await ask(page.urls.round || location.href); }
      return "offline";
    }
    return "idle";
  }
  function whenBack(page) {
    const go = function () { pause = 0; flush(page); };
    window.addEventListener("online", go);
    window.addEventListener("pageshow", go);
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { go(); } });
  }

  return {
    add: add, drop: drop, waiting: waiting, ofOthers: ofOthers, refused: refused, forgive: forgive, stamp: stamp, last: last,
    ask: ask, flush: flush, whenBack: whenBack, setClock: setClock,
    knowsClock: function () { return get(CLOCK) !== null; },
    isLasting: function () { return lasting; },
  };
})();

// Any page of a member sends what is left over, and says what was not accepted: the sheet itself tells which marks.
(function () {
  "use strict";
  const band = document.querySelector("[data-leftover]");
  if (!band) { return; }
  const user = Number(band.dataset.user);
  const refused = document.querySelector("[data-leftover-refused]");
  const show = function () {
    const lost = Taps.refused(user);
    band.hidden = Taps.waiting(user).length === 0;
    refused.hidden = lost.length === 0;
    if (lost.length) {
      const sheet = refused.querySelector("a");
      sheet.href = sheet.dataset.href.replace("/0/", "/" + lost[lost.length - 1].defence + "/");
    }
  };
  refused.querySelector("button").addEventListener("click", function () { Taps.forgive(user); show(); });
  const page = {
    user: user,
    urls: { mark: band.dataset.mark, submit: band.dataset.submit },
    saved: show, refused: show, state: show,
  };
  show();
  Taps.whenBack(page);
  Taps.flush(page);
})();
