/* What is typed into a form with data-draft stays in this tab until it has arrived: a broken upload loses no word.
   The name of the draft says whose it is; signing out takes it away (shell.js). */
"use strict";
for (const form of document.querySelectorAll("form[data-draft]")) {
  const areas = form.querySelectorAll("textarea");
  areas.forEach((area, place) => {
    const key = `draft:${form.dataset.draft}:${place}`;
    try {
      const kept = sessionStorage.getItem(key);
      if (kept && kept !== area.value && !form.querySelector(".note-bad")) area.value = kept;
      area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
    } catch {
      /* A browser without storage works as one without this script. */
    }
  });
}
