// A table of criteria while one types: the lights that the server shows after saving (assessment/rubric_checks.py), and
// the fields that put one out. All figures are whole: halves of a point, points of a total, per cent of a maximum.
// Without this file the page says the same, one save later.
(function () {
  "use strict";
  const form = document.querySelector("form[data-rubric]");
  if (!form) { return; }
  const FULL = 100;
  const MOST = { criteria: 20, levels: 6, bands: 10 };
  const decimal = document.documentElement.lang === "en" ? "." : ",";

  function rows(kind) { return [...form.querySelectorAll('[data-kind="' + kind + '"]')]; }
  function field(row, name) { return row.querySelector('[data-field="' + name + '"] :is(input, select)'); }
  function halves(input) {
    const typed = input.value.replace(/\s/g, "").replace(",", ".");
    const points = /^\d{1,6}(\.\d{1,6})?$/.test(typed) ? Number(typed) * 2 : null;
    return points !== null && Number.isInteger(points) && points <= FULL * 2 ? points : null;
  }
  function floor(input, most) {
    const typed = input.value.trim();
    return /^\d{1,3}$/.test(typed) && Number(typed) <= most ? Number(typed) : null;
  }
  function points(half) { return String(Math.floor(half / 2)) + (half % 2 ? decimal + "5" : ""); }
  function signed(half) { return (half > 0 ? "+" : half < 0 ? "−" : "") + points(Math.abs(half)); }

  // How many stretches of a criterion have a mark of their own: assessment.grading.levels.
  function stretches(most, floors, step) {
    const sorted = [...new Set([0, ...floors])].sort(function (a, b) { return a - b; });
    const lows = sorted.map(function (share) { return Math.ceil(most * share / (FULL * step)) * step; });
    return lows.filter(function (low, place) { return low <= (place + 1 < lows.length ? lows[place + 1] - step : most); }).length;
  }

  function check() {
    const out = new Set(), wrong = new Set();
    function fault(light, input) {
      out.add(light);
      if (input) { wrong.add(input); }
    }
    function follow(kind, most) {
      const lines = rows(kind).map(function (row) { return field(row, "floor"); });
      const known = lines.map(function (input) { return floor(input, most); });
      if (!lines.length || lines.length > MOST[kind]) { fault(kind); }
      known.forEach(function (value, place) {
        if (value === null || known.indexOf(value) !== place) { fault(kind, lines[place]); }
      });
      if (lines.length && !known.includes(0)) {
        const lowest = Math.min(...known.filter(function (value) { return value !== null; }));
        fault(kind, lines[known.indexOf(lowest)]);
      }
      return known;
    }

    const criteria = rows("criteria");
    let sum = 0, defended = false;
    const levels = follow("levels", FULL - 1), bands = follow("bands", FULL);
    const cut = levels.length > 0 && !levels.includes(null) && levels.includes(0) && new Set(levels).size === levels.length;
    criteria.forEach(function (row) {
      const input = field(row, "maximum"), most = halves(input), step = Number(field(row, "step").value);
      const defence = field(row, "stage").value === "defence";
      sum += most || 0;
      defended = defended || defence;
      if (!most || most % step) { fault("maxima", input); }
      else if (defence && cut && stretches(most, levels, step) < levels.length) { fault("stretches", input); }
    });
    if (sum !== FULL * 2) { fault("sum"); }
    if (criteria.length && !defended) { fault("defence"); }

    const passes = rows("bands").map(function (row) { return field(row, "passed").value === "True"; });
    const passing = bands.filter(function (value, place) { return passes[place] && value !== null; });
    if (passes.length && !passes.includes(true)) { fault("passing"); }
    rows("bands").forEach(function (row, place) {
      if (!passes[place] && bands[place] !== null && passing.length && bands[place] > Math.min(...passing)) {
        fault("passing", field(row, "passed"));
      }
    });

    document.querySelectorAll("[data-total]").forEach(function (place) { place.textContent = points(sum); });
    form.querySelector("[data-off]").textContent = signed(sum - FULL * 2);
    form.querySelectorAll("[data-light]").forEach(function (light) {
      const bad = out.has(light.dataset.light);
      light.querySelector('[data-say="good"]').hidden = bad;
      light.querySelector('[data-say="bad"]').hidden = !bad;
    });
    form.querySelectorAll("[data-field] :is(input, select)").forEach(function (input) {
      input.classList.toggle("is-invalid", wrong.has(input));
      if (wrong.has(input)) { input.setAttribute("aria-invalid", "true"); } else { input.removeAttribute("aria-invalid"); }
    });
  }
  form.addEventListener("input", check);
  form.addEventListener("change", check);
  // The browser brings back what was typed when one returns to the page.
  window.addEventListener("pageshow", check);
  check();
})();
