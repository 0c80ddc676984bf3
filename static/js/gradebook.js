// The gradebook as a spreadsheet: the table of the page becomes a grid to type into. What is typed goes into the queue
// (cell-queue.js) and leaves it only with the server's answer; a cell says “saved” after that answer and never before.
// The server draws each cell anew (`html`), so what is seen is what stands. `seen` goes along with every cell: points
// that somebody else gave meanwhile are told, not overwritten. Without this file the page works by its own buttons.
(function () {
  "use strict";
  const root = document.querySelector("[data-gradebook]");
  if (!root) { return; }
  const told = function (id) { return JSON.parse(document.getElementById(id).content.textContent); };
  const page = told("gradebook-data"), words = told("gradebook-words");
  const table = root.querySelector("table"), live = root.querySelector("[data-live]"), undoButton = root.querySelector("[data-undo]");
  const grid = [...table.tBodies[0].rows].map(function (row) { return [...row.querySelectorAll("td[data-cell]")]; });
  const byKey = new Map(grid.flat().map(function (td) { return [td.dataset.cell, td]; }));

  function say(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, function (_all, name) { return values[name]; });
  }
  function make(tag, css, content) {
    const made = document.createElement(tag);
    if (css) { made.className = css; }
    if (content !== undefined) { made.textContent = content; }
    return made;
  }
  function button(css, label, act) {
    const made = make("button", "btn btn-sm " + css, label);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // ---- what is typed goes into the queue ----------------------------------------------------------------------------
  const queue = CellQueue(page, { waits: waits, band: band, answered: answered, refused: refused });
  let acts = 0, touched = false;

  function enqueue(op) {
    const td = byKey.get(op.key);
    td.removeAttribute("aria-invalid");
    queue.add(Object.assign({ reason: "", seen: Number(td.dataset.seen) }, op));
  }
  function waits(op, underWay) {
    mark(byKey.get(op.key), "is-warn", (underWay ? words.saving : words.waiting) + (op.text ? ": " + op.text : ""));
  }
  function mark(td, css, sentence) {
    const place = td.querySelector(".gb-say") || td.appendChild(make("span"));
    place.className = "gb-say " + css;
    place.textContent = sentence;
  }
  function band(name) {
    const place = root.querySelector("[data-band]");
    place.hidden = !name;
    place.querySelector("[data-band-text]").textContent = name && words[name];
  }

  // ---- the answers ---------------------------------------------------------------------------------------------------
  function answered(ops, data) {
    const told = new Map(data.cells.map(function (each) { return [each.key, each]; }));
    const asks = new Map();
    ops.forEach(function (op) {
      const answer = told.get(op.key), td = byKey.get(op.key), newer = queue.newer(op);
      if (!answer) { return; }
      const before = { text: td.dataset.value, reason: td.dataset.reason };
      queue.drop(op);
      if (answer.html !== undefined) { draw(td, answer); }
      if (answer.ok) { remember(op, before, answer); }
      // What was typed meanwhile was typed over what this answer has saved.
      if (newer) { newer.seen = Number(td.dataset.seen); waits(newer, true); return; }
      if (answer.ok) {
        mark(td, "is-ok", say(words.saved, { time: data.saved }));
        live.textContent = say(words.saved, { time: data.saved });
      } else if (answer.code === "no_reason") {
        asks.set(op.act, [...(asks.get(op.act) || []), { op: op, message: answer.message }]);
      } else {
        refused(op, answer.message);
        if (answer.code === "changed") { askWhose(op, answer.message); }
      }
    });
    Object.keys(data.rows).forEach(function (pk) { table.querySelector('tr[data-row="' + pk + '"] [data-sum]').innerHTML = data.rows[pk]; });
    root.querySelectorAll("[data-count]").forEach(function (place) {
      const said = data.counts[place.dataset.count];
      place.textContent = said;
      (place.closest("a") || place).hidden = !said;
    });
    asks.forEach(askReason);
  }
  function draw(td, answer) {
    const editor = td.querySelector(".gb-in"), focused = document.activeElement === td;
    const box = make("template");
    box.innerHTML = answer.html;
    td.replaceChildren(box.content, ...(editor ? [editor] : []));
    Object.assign(td.dataset, { seen: answer.seen, value: answer.value, suggested: answer.suggested, reason: answer.reason });
    calm(td);
    if (focused) { td.focus(); }
  }
  function refused(op, message) {
    const td = byKey.get(op.key);
    td.setAttribute("aria-invalid", "true");
    mark(td, "is-bad", say(op.text ? words.refused : words.empty, { text: op.text, message: message }));
    live.textContent = td.querySelector(".gb-say").textContent;
  }

  // ---- what has to be asked: a row of its own below the participant ---------------------------------------------------
  function question(td, fill) {
    const row = make("tr", "gb-x"), place = row.appendChild(make("td"));
    place.colSpan = grid[0].length + 2;
    row.setAttribute("role", "row");
    place.setAttribute("role", "gridcell");
    const form = place.appendChild(make("form"));
    const close = function (to) {
      row.remove();
      if (to !== false) { focus(td); }
    };
    fill(form, close);
    form.addEventListener("keydown", function (event) { if (event.key === "Escape") { event.stopPropagation(); close(); } });
    let last = td.parentElement;
    while (last.nextElementSibling && last.nextElementSibling.classList.contains("gb-x")) { last = last.nextElementSibling; }
    last.after(row);
    // Whoever is already typing the next number is not interrupted.
    const first = form.querySelector("input, button");
    if (first && !table.querySelector(".gb-in")) { first.focus(); }
  }
  function named(td) { return td.dataset.label + ", " + td.dataset.person; }
  function askReason(asked) {
    const first = byKey.get(asked[0].op.key);
    asked.forEach(function (each) { refused(each.op, each.message); });
    question(first, function (form, close) {
      const many = asked.length > 1;
      form.append(make("p", "sm", many ? say(words.reasonForAll, { n: asked.length }) : named(first) + ": " + asked[0].op.text + ". " + asked[0].message));
      if (many) { form.append(make("p", "xs muted", asked.map(function (each) { return named(byKey.get(each.op.key)) + ": " + each.op.text; }).join("; "))); }
      const label = form.appendChild(make("label", "form-label", words.reason));
      const input = label.appendChild(make("input", "form-control"));
      input.maxLength = page.longest;
      input.required = true;
      const actions = form.appendChild(make("div", "form-a"));
      const save = actions.appendChild(make("button", "btn btn-sm btn-primary", words.giveReason));
      save.type = "submit";
      actions.append(button("btn-bare", words.leave, function () {
        asked.forEach(function (each) { quiet(byKey.get(each.op.key)); });
        close();
      }));
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        if (!input.value.trim()) { input.focus(); return; }
        asked.forEach(function (each) { enqueue(Object.assign({}, each.op, { reason: input.value.trim() })); });
        close();
        queue.flush();
      });
    });
  }
  function askWhose(op, message) {
    const td = byKey.get(op.key);
    question(td, function (form, close) {
      form.append(make("p", "sm", named(td) + ". " + message));
      const actions = form.appendChild(make("div", "form-a"));
      actions.append(
        button("btn-quiet", words.keepTheirs, function () { quiet(td); close(); }),
        button("btn-quiet", say(words.putMine, { text: op.text || words.nothing }), function () {
          enqueue({ key: op.key, text: op.text, reason: op.reason, act: op.act });
          close();
          queue.flush();
        })
      );
    });
  }
  function quiet(td) {
    td.removeAttribute("aria-invalid");
    const place = td.querySelector(".gb-say");
    if (place) { place.remove(); }
  }

  // ---- undo: the last acts of this tab, each of them saved like anything else ------------------------------------------
  const done = [];
  function remember(op, before, answer) {
    // The same points that somebody else was quicker to give are not this tab's to take back.
    if (op.undo || !answer.own || before.text === answer.value && before.reason === answer.reason) { return; }
    let act = done.find(function (each) { return each.act === op.act; });
    if (!act) { done.push(act = { act: op.act, cells: [] }); }
    act.cells.push({ key: op.key, text: before.text, reason: before.reason, seen: answer.seen });
    undoButton.disabled = false;
  }
  function undo() {
    const act = done.pop();
    undoButton.disabled = !done.length;
    if (!act) { live.textContent = words.nothingToUndo; return; }
    acts += 1;
    act.cells.forEach(function (each) { enqueue(Object.assign({ act: acts, undo: true }, each)); });
    live.textContent = words.undone;
    focus(byKey.get(act.cells[0].key));
    queue.flush();
  }

  // ---- moving and typing ----------------------------------------------------------------------------------------------
  function placeOf(td) {
    const row = grid.findIndex(function (cells) { return cells.includes(td); });
    return [row, grid[row].indexOf(td)];
  }
  function at(row, column) { return grid[row] && grid[row][column]; }
  function focus(td) {
    if (!td) { return; }
    table.querySelectorAll("td[tabindex='0']").forEach(function (each) { each.tabIndex = -1; each.setAttribute("aria-selected", "false"); });
    td.tabIndex = 0;
    td.setAttribute("aria-selected", "true");
    td.focus();
  }
  function step(td, down, right) {
    const place = placeOf(td);
    focus(at(place[0] + down, place[1] + right));
  }
  // Tab goes through the places in the order of reading, and at either end out of the table.
  function tab(td, back) {
    const all = grid.flat(), next = all[all.indexOf(td) + (back ? -1 : 1)];
    focus(next);
    return Boolean(next);
  }
  function commit(td, typed, act) {
    const value = typed.trim();
    if (value === td.dataset.value && !queue.has(td.dataset.cell)) { quiet(td); return; }
    enqueue({ key: td.dataset.cell, text: value, act: act });
  }
  function edit(td, typed) {
    if ("locked" in td.dataset || td.querySelector(".gb-in")) { return; }
    const input = make("input", "gb-in form-control");
    input.inputMode = "decimal";
    input.autocomplete = "off";
    input.value = typed === undefined ? td.dataset.value || td.dataset.suggested : typed;
    input.setAttribute("aria-label", named(td) + ", 0–" + td.dataset.of);
    td.classList.add("gb-edit");
    td.append(input);
    input.focus();
    if (touched) { input.select(); } else { input.setSelectionRange(input.value.length, input.value.length); }
    let over = false;
    const finish = function (save) {
      if (over) { return; }
      over = true;
      const value = input.value;
      td.classList.remove("gb-edit");
      input.remove();
      if (save) { acts += 1; commit(td, value, acts); queue.flush(); }
    };
    const start = input.value;
    input.addEventListener("blur", function () { finish(typed !== undefined || input.value !== start); });
    input.addEventListener("keydown", function (event) {
      event.stopPropagation();
      if (event.isComposing) { return; }
      if (event.key === "Enter") { event.preventDefault(); finish(true); step(td, event.shiftKey ? -1 : 1, 0); if (document.activeElement === document.body) { focus(td); } }
      else if (event.key === "Tab") { finish(true); if (tab(td, event.shiftKey)) { event.preventDefault(); } }
      else if (event.key === "Escape") { event.preventDefault(); finish(false); focus(td); }
      else if (typed !== undefined && (event.key === "ArrowDown" || event.key === "ArrowUp")) { event.preventDefault(); finish(true); step(td, event.key === "ArrowDown" ? 1 : -1, 0); }
    });
  }
  function confirmSuggested(td) {
    if ("locked" in td.dataset || !td.dataset.suggested || td.dataset.value) { return; }
    acts += 1;
    enqueue({ key: td.dataset.cell, text: td.dataset.suggested, act: acts });
    queue.flush();
  }
  const MOVES = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], Enter: [1, 0] };
  function pressed(event) {
    const td = event.target.closest("td[data-cell]");
    const command = event.ctrlKey || event.metaKey;
    if (command && event.code === "KeyZ" && !event.shiftKey && !event.target.matches("input")) { event.preventDefault(); undo(); return; }
    if (event.key === "ArrowRight" && event.target.matches("th a") && !command) { event.preventDefault(); focus(event.target.closest("tr").querySelector("td[data-cell]")); return; }
    if (!td || event.target !== td || command || event.altKey) { return; }
    if (event.key === "ArrowLeft" && placeOf(td)[1] === 0) { event.preventDefault(); td.parentElement.querySelector("th a").focus(); }
    else if (MOVES[event.key]) { event.preventDefault(); const by = event.key === "Enter" && event.shiftKey ? [-1, 0] : MOVES[event.key]; step(td, by[0], by[1]); }
    else if (event.key === "Tab") { if (tab(td, event.shiftKey)) { event.preventDefault(); } }
    else if (event.key === "Home") { event.preventDefault(); focus(at(placeOf(td)[0], 0)); }
    else if (event.key === "End") { event.preventDefault(); focus(at(placeOf(td)[0], grid[0].length - 1)); }
    else if (event.key === "F2") { event.preventDefault(); edit(td); }
    else if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); if (!("locked" in td.dataset)) { acts += 1; commit(td, "", acts); queue.flush(); } }
    else if (event.key === "Escape") { quiet(td); }
    else if (event.key === " ") { event.preventDefault(); confirmSuggested(td); }
    else if (event.key === "?") { event.preventDefault(); how(td); }
    else if (event.key.length === 1) { event.preventDefault(); edit(td, event.key); }
  }
  function pasted(event) {
    const td = document.activeElement && document.activeElement.closest("td[data-cell]");
    if (!td) { return; }
    const block = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map(function (line) { return line.split("\t"); });
    if (document.activeElement !== td && block.length === 1 && block[0].length === 1) { return; }
    event.preventDefault();
    if (document.activeElement !== td) { document.activeElement.value = td.dataset.value; focus(td); }
    const place = placeOf(td);
    let outside = 0;
    acts += 1;
    block.forEach(function (line, down) {
      line.forEach(function (typed, right) {
        const to = at(place[0] + down, place[1] + right);
        if (!typed.trim()) { return; }
        if (to) { commit(to, typed.slice(0, 40), acts); } else { outside += 1; }
      });
    });
    if (outside) { const said = say(words.outside, { n: outside }); live.textContent = said; question(td, function (form, close) { form.append(make("p", "sm", said), button("btn-quiet", words.close, function () { close(); })); }); }
    queue.flush();
  }
  // How a suggestion came about: the same words as on the participant's page, below the row.
  async function how(td) {
    const link = td.querySelector(".gb-how");
    if (!link) { return; }
    const address = new URL(link.href);
    let reply;
    try { reply = await fetch(address.pathname + "?of=" + td.dataset.cell.split("-")[1], { headers: { "Accept": "text/html" } }); } catch (e) { reply = null; }
    if (!reply || !reply.ok || reply.redirected) { location.href = link.href; return; }
    const box = make("div");
    box.innerHTML = await reply.text();
    question(td, function (form, close) {
      form.append(make("p", "sm muted", words.how + ": " + named(td)), box, button("btn-quiet", words.close, function () { close(); }));
      form.querySelector(":scope > button").focus();
    });
  }

  // ---- the table becomes a grid ---------------------------------------------------------------------------------------
  function calm(td) { td.querySelectorAll("a, button").forEach(function (each) { each.tabIndex = -1; }); }
  table.setAttribute("role", "grid");
  table.setAttribute("aria-labelledby", "gb-h");
  table.querySelectorAll("thead, tbody").forEach(function (part) { part.setAttribute("role", "rowgroup"); });
  table.querySelectorAll("tr").forEach(function (row) { row.setAttribute("role", "row"); });
  table.querySelectorAll("thead th").forEach(function (cell) { cell.setAttribute("role", "columnheader"); });
  table.querySelectorAll("tbody th").forEach(function (cell) { cell.setAttribute("role", "rowheader"); });
  table.querySelectorAll("tbody td").forEach(function (cell) { cell.setAttribute("role", "gridcell"); });
  grid.flat().forEach(function (td, index) {
    td.tabIndex = index ? -1 : 0;
    td.setAttribute("aria-selected", "false");
    td.setAttribute("aria-readonly", String("locked" in td.dataset));
    calm(td);
  });
  root.querySelectorAll("[data-keys], [data-undo]").forEach(function (each) { each.hidden = false; });
  table.addEventListener("keydown", pressed);
  table.addEventListener("focusin", function (event) { if (event.target.matches("td[data-cell]")) { event.target.setAttribute("aria-selected", "true"); } });
  table.addEventListener("focusout", function (event) { if (event.target.matches("td[data-cell]")) { event.target.setAttribute("aria-selected", "false"); } });
  table.addEventListener("paste", pasted);
  table.addEventListener("copy", function (event) {
    if (document.activeElement.matches("td[data-cell]") && document.getSelection().isCollapsed) { event.clipboardData.setData("text/plain", document.activeElement.dataset.value); event.preventDefault(); }
  });
  table.addEventListener("pointerdown", function (event) { touched = event.pointerType === "touch"; });
  table.addEventListener("click", function (event) {
    const td = event.target.closest("td[data-cell]");
    if (!td || event.target.closest(".gb-in")) { return; }
    const link = event.target.closest(".gb-how");
    if (link) { if (!event.ctrlKey && !event.metaKey) { event.preventDefault(); how(td); } return; }
    if (event.target.closest(".gb-ok")) { event.preventDefault(); confirmSuggested(td); return; }
    focus(td);
    if (touched) { edit(td); }
  });
  table.addEventListener("dblclick", function (event) { const td = event.target.closest("td[data-cell]"); if (td) { edit(td); } });
  undoButton.addEventListener("click", undo);

  // What the tab kept over a reload or a new sign-in is sent now.
  queue.kept().forEach(function (op) { if (byKey.has(op.key)) { acts = Math.max(acts, op.act); enqueue(op); } });
  queue.flush();
})();
