// Before the first paint: the reader's own choice of light or dark, else what the device says.
// Without this file the style sheet follows the device by itself.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try { return localStorage.getItem("theme") || ""; } catch (e) { return ""; }
  }
  function apply() {
    root.setAttribute("data-bs-theme", choice() || (dark.matches ? "dark" : "light"));
  }
  if (dark.addEventListener) { dark.addEventListener("change", apply); }
  window.addEventListener("storage", apply);
  apply();

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-theme-switch]").forEach(function (group) {
      var buttons = group.querySelectorAll("[data-theme]");
      function mark() {
        buttons.forEach(function (button) {
          button.setAttribute("aria-pressed", String(button.dataset.theme === choice()));
        });
      }
      buttons.forEach(function (button) {
        button.addEventListener("click", function () {
          try {
            if (button.dataset.theme) { localStorage.setItem("theme", button.dataset.theme); }
            else { localStorage.removeItem("theme"); }
          } catch (e) { return; }
          apply();
          mark();
        });
      });
      mark();
      group.hidden = false;
    });
  });
})();
