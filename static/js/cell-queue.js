// What was typed into cells of a gradebook and is not answered yet: the last thing for each cell, kept in this tab over a
// reload or a new sign-in, sent in blocks, and tried again when the network returns. Only an answer of our own server
// takes something out of it. `page` is {user, cohort, url}; `hooks` are waits(op), band(name), answered(ops, data) and
// refused(op, message); band is offline, signedOut, otherUser or empty when all is well.
const CellQueue = (function () {
  "use strict";
  const MOST = 100;

  function token() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? decodeURIComponent(found[1]) : document.querySelector("[name=csrfmiddlewaretoken]").value;
  }
  async function ask(page, ops) {
    const cells = ops.map(function (op) {
      const pair = op.key.split("-").map(Number);
      return { enrolment: pair[0], criterion: pair[1], text: op.text, reason: op.reason, seen: op.seen };
    });
    const stop = new AbortController(), limit = setTimeout(function () { stop.abort(); }, 30000);
    try {
      const reply = await fetch(page.url, {
        method: "POST", credentials: "same-origin", redirect: "manual", signal: stop.signal,
        headers: { "Accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ user: page.user, cells: cells }),
      });
      const json = (reply.headers.get("Content-Type") || "").includes("json");
      return { status: reply.status, data: (json && await reply.json()) || {} };
    } catch (e) {
      return { status: 0, data: {} };
    } finally {
      clearTimeout(limit);
    }
  }

  return function (page, hooks) {
    // The prefix is one that signing out clears (shell.js).
    const KEPT = "draft:gradebook:" + page.user + ":" + page.cohort;
    const waiting = new Map();
    let sending = false, again = null, pause = 0;

    function keep() {
      try {
        if (waiting.size) { sessionStorage.setItem(KEPT, JSON.stringify([...waiting.values()])); } else { sessionStorage.removeItem(KEPT); }
      } catch (e) { /* A browser without storage keeps it as long as the page is open. */ }
    }
    function kept() {
      try { return JSON.parse(sessionStorage.getItem(KEPT)) || []; } catch (e) { return []; }
    }
    // `op` is {key, text, reason, seen, act, undo}: what belongs to one act is undone together.
    function add(op) {
      waiting.set(op.key, op);
      hooks.waits(op, true);
      keep();
    }
    function newer(op) { return waiting.get(op.key) === op ? null : waiting.get(op.key); }
    function drop(op) { if (!newer(op)) { waiting.delete(op.key); } }
    async function flush() {
      if (sending || !waiting.size) { return; }
      clearTimeout(again);
      sending = true;
      const ops = [...waiting.values()].slice(0, MOST);
      ops.forEach(function (op) { hooks.waits(op, true); });
      const reply = await ask(page, ops);
      sending = false;
      settle(ops, reply);
    }
    // A proxy or a hotspot answers with any status it likes: what carries no word of ours is no answer.
    function settle(ops, reply) {
      const ours = Boolean(reply.data.code);
      if (reply.status === 200 && reply.data.now) {
        pause = 0;
        hooks.band("");
        hooks.answered(ops, reply.data);
        keep();
        flush();
      } else if (reply.data.code === "other_user") {
        wait(ops, "otherUser");
      } else if ([400, 403, 404].includes(reply.status) && ours) {
        ops.forEach(function (op) { if (!newer(op)) { drop(op); hooks.refused(op, reply.data.message); } });
        keep();
        flush();
      } else if (reply.status === 401) {
        wait(ops, "signedOut");
      } else {
        wait(ops, "offline");
        pause = Math.min(pause ? pause * 2 : 2000, 30000);
        again = setTimeout(flush, pause);
      }
    }
    function wait(ops, why) {
      ops.forEach(function (op) { hooks.waits(op, false); });
      hooks.band(why);
    }
    function soon() { pause = 0; flush(); }
    window.addEventListener("online", soon);
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { soon(); } });
    window.addEventListener("beforeunload", function (event) { if (waiting.size) { event.preventDefault(); } });
    return { add: add, has: function (key) { return waiting.has(key); }, newer: newer, drop: drop, flush: flush, kept: kept };
  };
})();
