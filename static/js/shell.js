// Small comforts of every page; each of them works without this file, or is hidden until it loads.
(function () {
  "use strict";

  // A menu closes on Escape (giving the focus back), on a click elsewhere, and when the focus leaves it.
  function openMenus() { return document.querySelectorAll("details.menu[open]"); }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    openMenus().forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  ["click", "focusin"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      openMenus().forEach(function (menu) {
        if (!menu.contains(event.target)) { menu.open = false; }
      });
    });
  });

  // Buttons that only a script can serve: <button hidden data-print>, <button hidden data-copy="text" data-done="Copied">.
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  if (navigator.clipboard) {
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(button.dataset.copy).then(function () {
          if (button.dataset.done) { button.lastChild.textContent = button.dataset.done; }
        });
      });
    });
  }

  // A table wider than the page scrolls inside itself: then, and only then, the keyboard can reach it.
  function reachable() {
    document.querySelectorAll(".tbl-w").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) { box.tabIndex = 0; } else { box.removeAttribute("tabindex"); }
    });
  }
  reachable();
  window.addEventListener("resize", reachable);
  document.addEventListener("toggle", reachable, true);
  document.addEventListener("htmx:afterSettle", reachable);

  // On a phone the tab of this page may lie beyond the edge of the row: bring it in.
  document.querySelectorAll(".tabs [aria-current]").forEach(function (tab) {
    var row = tab.closest(".tabs");
    row.scrollLeft = tab.getBoundingClientRect().right - row.getBoundingClientRect().left - row.clientWidth + 32;
  });

  // Who signs out leaves nothing typed to the next person at the same computer.
  document.addEventListener("submit", function (event) {
    if (!event.target.matches("[data-signs-out]")) { return; }
    try {
      Object.keys(sessionStorage).forEach(function (key) {
        if (key.startsWith("draft:")) { sessionStorage.removeItem(key); }
      });
    } catch (e) { /* A browser without storage has kept nothing. */ }
  });

  // A form is sent once: the second press of a hurried hand does nothing. Coming back by the browser's button frees it.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (event.defaultPrevented || form.method !== "post") { return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
})();
