// The order of a day by dragging (mouse, pen, finger) and by the arrow keys on the handle of a line. It is saved by
// itself; what the server says replaces the list and what hangs on it. Without this script there are buttons and numbers.
(function () {
  "use strict";
  const box = document.getElementById("plan-order");
  if (!box) { return; }
  const says = document.getElementById("order-says");
  const PAUSE = 400, EDGE = 70, STEP = 12;
  let timer = null, underWay = false, held = null;

  function list() { return box.querySelector("[data-order]"); }
  function lines() { return [...list().querySelectorAll("li[data-pk]")]; }
  function keys() { return lines().map(function (line) { return line.dataset.pk; }).join(","); }
  function show() { box.querySelectorAll("[data-grip]").forEach(function (grip) { grip.hidden = false; }); }

  function say(line) {
    says.className = "visually-hidden";
    const order = lines(), words = { name: line.dataset.name, place: order.indexOf(line) + 1, all: order.length };
    says.textContent = box.dataset.moved.replace(/\[(\w+)\]/g, function (_all, word) { return words[word]; });
  }
  // The line itself stays where it is in the document, so that it keeps the focus and the finger: others change sides.
  function put(line, place) {
    // Whoever was heard has no handle, and keeps their place before all others.
    const order = lines(), heard = order.length - list().querySelectorAll("[data-grip]").length;
    const to = Math.min(Math.max(place, heard), order.length - 1);
    let here = order.indexOf(line);
    for (; here < to; here += 1) { line.before(order[here + 1]); }
    for (; here > to; here -= 1) { line.after(order[here - 1]); }
    return order.indexOf(line) !== to;
  }

  // ---- saving -------------------------------------------------------------------------------------------------------
  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }
  async function save() {
    clearTimeout(timer);
    if (underWay || held) { timer = setTimeout(save, PAUSE); return; }
    const seen = list().dataset.seen, order = keys();
    if (seen === order) { return; }
    underWay = true;
    try {
      const body = new URLSearchParams({ order: order, seen: seen });
      const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
      const reply = await fetch(list().dataset.order, {
        method: "POST", credentials: "same-origin", body: body, headers: { "HX-Request": "true", "X-CSRFToken": token },
      });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      // While it was on its way the line may have gone on: then the next answer is the one to show.
      if (!page.getElementById("plan-order")) { throw new Error("not our answer"); }
      if (reply.ok && keys() !== order) { sawAs(order); later(); return; }
      replace(page);
    } catch (e) {
      fail();
    } finally {
      underWay = false;
    }
  }
  // The buttons send it, too.
  function sawAs(order) {
    list().dataset.seen = order;
    box.querySelector("[name=seen]").value = order;
  }
  function replace(page) {
    const grip = document.activeElement.closest ? document.activeElement.closest("[data-grip]") : null;
    const pk = grip ? grip.closest("li").dataset.pk : null;
    for (const id of ["plan-order", "plan-state"]) {
      document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    }
    show();
    const again = pk && list().querySelector(`li[data-pk="${pk}"] [data-grip]`);
    if (again) { again.focus(); }
  }
  function fail() {
    says.textContent = box.dataset.failed;
    says.className = "note note-bad";
  }

  // ---- keys ---------------------------------------------------------------------------------------------------------
  box.addEventListener("keydown", function (event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip) { return; }
    const line = grip.closest("li"), here = lines().indexOf(line);
    const to = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: lines().length - 1 }[event.key];
    if (to === undefined) { return; }
    event.preventDefault();
    if (put(line, to)) { line.scrollIntoView({ block: "nearest" }); later(); }
    say(line);
  });

  // ---- dragging -----------------------------------------------------------------------------------------------------
  box.addEventListener("pointerdown", function (event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) { return; }
    event.preventDefault();
    grip.focus();
    held = { line: grip.closest("li"), id: event.pointerId, from: lines().indexOf(grip.closest("li")) };
    held.line.classList.add("drag");
  });
  document.addEventListener("pointermove", function (event) {
    if (!held || event.pointerId !== held.id) { return; }
    const order = lines(), at = event.clientY;
    // Handle against handle: on a phone they lie in the lower half of their lines.
    const before = order.filter(function (line) {
      const frame = (line.querySelector("[data-grip]") || line).getBoundingClientRect();
      return line !== held.line && frame.top + frame.height / 2 < at;
    });
    put(held.line, before.length);
    if (at < EDGE) { window.scrollBy(0, -STEP); } else if (at > window.innerHeight - EDGE) { window.scrollBy(0, STEP); }
  });
  function drop(event, isCancelled) {
    if (!held || event.pointerId !== held.id) { return; }
    const line = held.line, from = held.from;
    line.classList.remove("drag");
    held = null;
    if (isCancelled) { put(line, from); return; }
    if (lines().indexOf(line) !== from) { say(line); later(); }
  }
  document.addEventListener("pointerup", function (event) { drop(event, false); });
  document.addEventListener("pointercancel", function (event) { drop(event, true); });

  show();
})();
