// The form of a cohort offers the forms of study of the chosen version only; without this file the saving says so.
(function () {
  "use strict";
  var version = document.getElementById("id_version"), form = document.getElementById("id_form");
  if (!version || !form) { return; }

  function offer() {
    var chosen = version.selectedOptions[0];
    var offered = chosen && chosen.dataset.forms ? chosen.dataset.forms.split(" ") : null;
    Array.from(form.options).forEach(function (option) {
      option.hidden = option.disabled = Boolean(offered) && !offered.includes(option.value);
    });
    if (form.selectedOptions.length === 0 || form.selectedOptions[0].disabled) {
      form.value = (Array.from(form.options).find(function (option) { return !option.disabled; }) || {}).value || "";
    }
  }
  version.addEventListener("change", offer);
  window.addEventListener("pageshow", offer);
})();
