/* A form with data-kept that htmx could not save says so in its data-says place, keeps what was chosen in this tab, and
   sends it again: when the network is back, after a while, or once the reader has signed in and opened the page anew.
   The key names who is signed in; signing out takes everything away (shell.js). */
"use strict";
(function () {
  const PREFIX = "draft:kept:", FIRST = 2000, LONGEST = 30000;
  const memory = new Map(), replays = new WeakSet();
  let again = null, pause = 0, sending = false;

  function read(key) {
    if (memory.has(key)) { return memory.get(key); }
    try { return JSON.parse(sessionStorage.getItem(PREFIX + key)); } catch { return null; }
  }
  function write(key, entries) {
    memory.set(key, entries);
    try {
      if (entries) { sessionStorage.setItem(PREFIX + key, JSON.stringify(entries)); } else { sessionStorage.removeItem(PREFIX + key); }
    } catch {
      /* A browser without storage keeps it as long as the page is open. */
    }
  }
  function waiting() {
    return [...document.querySelectorAll("form[data-kept]")].filter(function (form) { return read(form.dataset.kept); });
  }

  function buttonOf(form, entries) {
    return [...form.querySelectorAll("button[name]")].find(function (button) {
      return entries.some(function (entry) { return entry[0] === button.name && entry[1] === button.value; });
    });
  }
  function say(form, word, entries) {
    const place = document.querySelector(form.dataset.says), button = buttonOf(form, entries);
    place.replaceChildren(document.querySelector(`template[data-word="${word}"]`).content.cloneNode(true));
    place.querySelector("[data-what]").textContent = button ? `${button.textContent.trim()}: ` : "";
    place.hidden = false;
  }
  function chosenIn(data) {
    return [...data.entries()].filter(function (entry) { return !["csrfmiddlewaretoken", "again"].includes(entry[0]); });
  }
  // No answer, a busy server and a hotspot's page pass by themselves; who is signed out has to sign in; the rest never is taken.
  function reasonOf(status) {
    if (status === 401 || status === 403) { return "signed-out"; }
    return status >= 400 && status < 500 && status !== 408 && status !== 429 ? "refused" : "waiting";
  }
  function failed(event) {
    const form = event.target, config = event.detail.requestConfig;
    if (!form.matches("form[data-kept]")) { return; }
    const word = reasonOf(event.detail.xhr.status);
    const chosen = chosenIn(config.formData);
    write(form.dataset.kept, word === "refused" ? null : chosen);
    say(form, word, chosen);
    if (word === "waiting") {
      clearTimeout(again);
      pause = Math.min(pause ? pause * 2 : FIRST, LONGEST);
      again = setTimeout(sendAll, pause);
    }
  }
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) { document.addEventListener(name, failed); });
  document.addEventListener("htmx:beforeSwap", function (event) {
    const form = event.detail.requestConfig.elt;
    if (form.matches("form[data-kept]") && event.detail.xhr.status === 200) {
      write(form.dataset.kept, null);
      pause = 0;
    }
  });

  // Its own button sends the whole form without htmx: what waits is then what was sent, not what failed before.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!event.defaultPrevented && form.matches("form[data-kept]") && read(form.dataset.kept)) {
      write(form.dataset.kept, chosenIn(new FormData(form)));
    }
  });

  function fill(form, entries) {
    for (const radio of form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
      radio.checked = entries.some(function (entry) { return entry[0] === radio.name && entry[1] === radio.value; });
    }
    for (const [name, value] of entries) {
      const field = form.querySelector(`textarea[name="${name}"], input[name="${name}"]:not([type=radio]):not([type=checkbox])`);
      if (field) { field.value = value; }
    }
  }
  // What is sent again may be hours old: the server is told, and does not put it over anything newer.
  ["submit", "change"].forEach(function (name) {
    document.addEventListener(name, function (event) { if (sending) { replays.add(event); } }, true);
  });
  document.addEventListener("htmx:configRequest", function (event) {
    if (replays.has(event.detail.triggeringEvent)) { event.detail.parameters.again = "1"; }
  });
  function send(form) {
    const button = buttonOf(form, read(form.dataset.kept));
    sending = true;
    if (button) { button.click(); } else { form.dispatchEvent(new Event("change", { bubbles: true })); }
    sending = false;
  }
  function sendAll() {
    clearTimeout(again);
    waiting().forEach(send);
  }
  window.addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { sendAll(); } });

  waiting().forEach(function (form) {
    const entries = read(form.dataset.kept);
    fill(form, entries);
    say(form, "waiting", entries);
  });
  window.addEventListener("load", sendAll);
})();
