// Says at once when a character of the code is mistyped: the check character is public arithmetic in GF(32).
(function () {
  "use strict";
  var ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  var LENGTH = 16;
  var FROM = "OILUАВЕЁКМНҺОӨРСҪТУҮҰХҲЗІЇЈЅԚԜ";
  var TO = "011VABEEKMHH00PCCTYYYXX311JSQW";

  function normalise(text) {
    var address = text.trim().match(/\/v\/([^/?#]*)\/?(?:[?#].*)?$/i);
    var letters = Array.from((address ? address[1] : text).normalize("NFKC").toUpperCase());
    return letters.map(function (letter) {
      var at = FROM.indexOf(letter);
      return at < 0 ? letter : TO[at];
    }).filter(function (letter) { return !/[\s\p{Pd}\p{Cf}\p{Cc}\p{Pc}−.·•:,;]/u.test(letter); }).join("");
  }

  // The code as a polynomial over GF(2)[x] / (x^5 + x^2 + 1), taken at x: a right code is zero.
  function remainder(code) {
    var value = 0;
    for (var i = 0; i < code.length; i += 1) {
      value <<= 1;
      if (value & 32) { value ^= 37; }
      value ^= ALPHABET.indexOf(code[i]);
    }
    return value;
  }

  function judge(code, says) {
    for (var i = 0; i < code.length; i += 1) {
      if (ALPHABET.indexOf(code[i]) < 0) {
        return ["bad", says.foreign.replace("{place}", i + 1).replace("{character}", code[i])];
      }
    }
    if (!code.length) { return ["", ""]; }
    if (code.length > LENGTH) { return ["bad", says.long]; }
    if (code.length === LENGTH - 1) { return ["wait", says.last]; }
    if (code.length < LENGTH) { return ["wait", says.length.replace("{left}", LENGTH - code.length)]; }
    return remainder(code) ? ["bad", says.check] : ["ok", says.right];
  }

  document.querySelectorAll("[data-code-form]").forEach(function (form) {
    var input = form.querySelector("input[name=code]");
    var line = form.querySelector(".code-says");
    input.addEventListener("input", function () {
      var code = normalise(input.value);
      var said = judge(code, form.dataset);
      line.textContent = said[1];
      line.className = "code-says " + (said[0] ? "is-" + said[0] : "");
      input.setAttribute("aria-invalid", said[0] === "bad" ? "true" : "false");
      // Groups of four are shown while typing at the end; whoever mends the middle keeps the caret.
      if (input.selectionStart === input.value.length && said[0] !== "bad") {
        input.value = (code.match(/.{1,4}/g) || []).join("-");
      }
    });
  });
})();
