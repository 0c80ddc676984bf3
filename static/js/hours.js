// The outline of a programme while one types: the sums that the server says after saving (courses/draft_hours.py), and
// Alt with an arrow for the buttons that move a line. Without this file the page says the same, one save later.
(function () {
  "use strict";
  var KINDS = ["lecture", "practice", "self_study"];

  function number(input) { return input ? Math.max(parseInt(input.value, 10) || 0, 0) : 0; }
  function signed(n) { return n > 0 ? "+" + n : String(n).replace("-", "−"); }

  document.querySelectorAll("[data-lines]").forEach(function (form) {
    form.addEventListener("keydown", function (event) {
      if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) { return; }
      var line = event.target.closest("[data-line]");
      var button = line && line.querySelector(event.key === "ArrowUp" ? "[data-up]" : "[data-down]");
      if (!button) { return; }
      event.preventDefault();
      if (!button.disabled) { button.click(); }
    });
    form.querySelectorAll("[data-keys]").forEach(function (hint) { hint.hidden = false; });

    var declared = form.querySelector("[name=declared_hours]");
    if (!declared) { return; }
    function input(line, kind) { return line.querySelector("input[name$=_" + kind + "]"); }
    function add() {
      var sums = { lecture: 0, practice: 0, self_study: 0, total: 0 };
      form.querySelectorAll("tr[data-line]").forEach(function (line) {
        var total = 0;
        KINDS.forEach(function (kind) {
          var hours = number(input(line, kind));
          sums[kind] += hours;
          total += hours;
        });
        sums.total += total;
        line.querySelector("[data-total]").textContent = total;
      });
      var missing = number(declared) - sums.total, agree = missing === 0;
      Object.keys(sums).forEach(function (kind) {
        var difference = number(form.querySelector("[name=printed_" + kind + "]")) - sums[kind];
        agree = agree && difference === 0;
        form.querySelector("[data-sum=" + kind + "]").textContent = sums[kind];
        form.querySelector("[data-difference=" + kind + "]").textContent = signed(difference);
      });
      form.querySelector("[data-missing]").textContent = String(missing).replace("-", "−");
      form.querySelector("[data-say=agree]").hidden = !agree;
      form.querySelector("[data-say=differ]").hidden = agree;
    }
    form.addEventListener("input", function () {
      add();
      form.querySelectorAll("[data-saved]").forEach(function (said) { said.hidden = true; });
    });
    // The browser brings back what was typed when one returns to the page.
    window.addEventListener("pageshow", add);
  });

  // After a move the hand stays on the line that was moved.
  var moved = /^#(up|down)-/.test(location.hash) && document.getElementById(location.hash.slice(1));
  if (moved) {
    (moved.disabled ? moved.parentNode.querySelector("button:not(:disabled)") : moved).focus();
  }
})();
