// What pages do beyond htmx: say aloud what was replaced, take dropped files,
// move the day, print. Everything works without it, but less comfortably.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  function say(words) {
    var status = document.getElementById("status");
    if (status && words) { status.textContent = words; }
  }

  // A piece of the page that was replaced says what it shows.
  document.addEventListener("htmx:afterSettle", function (event) {
    var at = event.detail.elt, told = null;
    if (at && at.matches && at.matches("[data-say]")) { told = at; }
    if (!told && event.detail.target) {
      var target = document.getElementById(event.detail.target.id);
      told = target && (target.matches("[data-say]") ? target : target.querySelector("[data-say]"));
    }
    if (told) { say(told.dataset.say); }
  });

  // How far a run has come is written into what stands there, so that whoever reads
  // it stays where they are. Each step is said aloud.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var there = document.getElementById("progress");
    if (!there || event.detail.target !== there) { return; }
    var next = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html").getElementById("progress");
    if (!next || !next.dataset.step) { return; } // the results, or why there are none
    event.detail.shouldSwap = false;
    there.querySelectorAll("[id]").forEach(function (old) {
      var now = next.querySelector("#" + old.id);
      if (!now) { return; }
      if (now.hasAttribute("value")) { old.setAttribute("value", now.getAttribute("value")); }
      if (old.innerHTML !== now.innerHTML) { old.innerHTML = now.innerHTML; }
    });
    if (there.dataset.step !== next.dataset.step) { there.dataset.step = next.dataset.step; say(next.dataset.aloud); }
  });

  // A form whose outcome alone was replaced has its wrong fields marked.
  document.addEventListener("htmx:afterSettle", function () {
    document.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); field.removeAttribute("aria-errormessage"); });
    document.querySelectorAll("[data-wrong]").forEach(function (words, i) {
      var field = document.getElementById(words.dataset.wrong);
      if (!field) { return; }
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-errormessage", words.id);
      if (i === 0) { field.focus(); }
    });
  });

  // Whoever was within a piece that is replaced stays within it: htmx finds what
  // had the focus by its id, but not where it is gone, as the last page's "next".
  var within = null;
  document.addEventListener("htmx:beforeSwap", function (event) {
    var target = event.detail.target;
    within = target && target.id && target.contains(document.activeElement) ? target.id : null;
  });
  document.addEventListener("htmx:afterSwap", function () {
    var at = document.activeElement, piece = within && document.getElementById(within);
    within = null;
    if (piece && (!at || at === document.body)) { (piece.querySelector("[tabindex]") || document.getElementById("main")).focus(); }
  });

  // The order of a table outlives the request that asked for it, which one from
  // the filter may replace; and only its own button asks for an order or a page,
  // whatever has the focus when the filter does.
  document.addEventListener("submit", function (event) {
    var by = event.submitter;
    if (by && by.name === "order" && by.form.elements.sort) { by.form.elements.sort.value = by.value; }
  }, true);
  document.addEventListener("htmx:configRequest", function (event) {
    var by = event.detail.triggeringEvent;
    if (by && by.type !== "submit") { delete event.detail.parameters.order; delete event.detail.parameters.page; }
  });

  // What is no page says why in a sentence: the service, which was asked too much
  // or wants a key again.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var xhr = event.detail.xhr;
    if (/^text\/html/.test(xhr.getResponseHeader("Content-Type") || "text/html")) { return; }
    event.detail.shouldSwap = false;
    if (xhr.status === 401) { window.location.assign("/signin?next=" + encodeURIComponent(window.location.pathname)); return; }
    var words = "";
    try { words = JSON.parse(xhr.responseText).detail || ""; } catch (_) { words = xhr.statusText; }
    var note = document.createElement("p");
    note.className = "note bad";
    note.setAttribute("role", "alert");
    note.textContent = words;
    event.detail.target.prepend(note);
  });

  // Files dropped on the form are sent at once.
  var drop = document.getElementById("drop");
  if (drop) {
    ["dragenter", "dragover"].forEach(function (type) {
      drop.addEventListener(type, function (event) { event.preventDefault(); drop.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (type) {
      drop.addEventListener(type, function (event) { event.preventDefault(); drop.classList.remove("over"); });
    });
    drop.addEventListener("drop", function (event) {
      if (event.dataTransfer.files.length > 0) {
        document.getElementById("file").files = event.dataTransfer.files;
        drop.requestSubmit();
      }
    });
  }

  // The slider goes from one day on which something changed to the next.
  var slide = document.getElementById("slide"), day = document.getElementById("day");
  if (slide && day) {
    var moments = document.querySelectorAll("#moments li");
    var name = function () {
      var moment = moments[slide.value];
      if (moment) { slide.setAttribute("aria-valuetext", moment.textContent); day.value = moment.dataset.day; }
    };
    slide.addEventListener("input", name);
    slide.addEventListener("change", function () { name(); document.getElementById("asof").requestSubmit(); });
    if (moments[slide.value]) { slide.setAttribute("aria-valuetext", moments[slide.value].textContent); }
  }

  // An address that is to go into a file is written out.
  document.querySelectorAll("a[data-whole] code").forEach(function (code) { code.textContent = code.parentNode.href; });

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print]")) { window.print(); }
  });

  // "/" goes to the search box.
  document.addEventListener("keydown", function (event) {
    var q = document.getElementById("q");
    if (event.key === "/" && q && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) { event.preventDefault(); q.focus(); }
  });
})();
