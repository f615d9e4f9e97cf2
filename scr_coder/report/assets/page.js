
"use strict";
(function () {
  var LEVELS = /*LEVELS*/[];
  var form = document.getElementById("filters");
  var holder = document.getElementById("records");
  var data = holder ? JSON.parse(holder.textContent) : null;
  var status = document.getElementById("status");
  var search = document.getElementById("search");
  var only = document.getElementById("found-only");
  var by = function (name) {
    var found = {};
    document.querySelectorAll("[data-" + name + "]").forEach(function (element) {
      var key = element.getAttribute("data-" + name);
      (found[key] = found[key] || []).push(element);
    });
    return found;
  };
  var at = { n: by("n"), base: by("base"), share: by("share"), word: by("word"), card: by("card"), behind: by("behind"), link: by("link") };
  var cards = Array.prototype.slice.call(document.querySelectorAll(".card"));
  var texts = cards.map(function (card) { return fold(card.querySelector("h4").textContent + " " + Array.prototype.map.call(card.querySelectorAll(".whys li > :first-child"), function (e) { return e.textContent; }).join(" ")); });
  var anchors = data ? names() : null;

  function fold(text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  function anchor(key, cause) {
    var whole = !cause ? key : cause.indexOf(key + ".") === 0 ? cause : key + "-" + cause;
    return "behind-" + whole.replace(/[^A-Za-z0-9._-]+/g, "-");
  }
  function names() {
    return {
      areas: data.areas.map(function (area) { return anchor(area); }),
      issues: data.issues.map(function (issue) { return anchor(issue[0]); }),
      causes: data.causes.map(function (cause) { return anchor(data.issues[cause[0]][0], cause[1]); })
    };
  }
  function put(elements, text) { (elements || []).forEach(function (element) { element.textContent = text; }); }
  function grouped(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, ","); }
  // Half up from whole numbers, as everywhere in the report; none below a base of 20.
  function percent(n, base) { return base < 20 ? "" : (Math.floor((2000 * n + base) / (2 * base)) / 10).toFixed(1) + "%"; }
  function level(n, base) { return !n ? 0 : 1 + (10 * n >= base) + (4 * n >= base) + (2 * n >= base); }

  function chosen() {
    var picked = { layer: document.getElementById("layer").value, choice: 0, values: [] };
    form.querySelectorAll("[name=polarity]").forEach(function (box, bit) { if (box.checked) { picked.choice |= 1 << bit; } });
    form.querySelectorAll("[data-attribute]").forEach(function (select) {
      if (select.value !== "") { picked.values.push([Number(select.getAttribute("data-attribute")), Number(select.value)]); }
    });
    return picked;
  }
  function fits(review, values) {
    return values.every(function (wanted) { return data.attributes[wanted[0]].of[review].indexOf(wanted[1]) >= 0; });
  }
  function count() {
    var picked = chosen();
    var layer = data.layers.filter(function (one) { return one.name === picked.layer; })[0];
    var bit = picked.choice ? 1 << (picked.choice - 1) : 0;
    var sums = { areas: data.areas.map(zero), issues: data.issues.map(list), causes: data.causes.map(list) };
    var base = 0;
    data.reviews.forEach(function (_, review) {
      if (!layer.begun[review] || !fits(review, picked.values)) { return; }
      base += 1;
      var areas = {};
      pairs(layer.issues[review], bit, function (issue) { sums.issues[issue].push(review); areas[data.issues[issue][1]] = true; });
      pairs(layer.why[review], bit, function (cause) { sums.causes[cause].push(review); });
      Object.keys(areas).forEach(function (area) { sums.areas[area] += 1; });
    });
    show(picked, sums, base);
  }
  function zero() { return 0; }
  function list() { return []; }
  function pairs(flat, bit, each) { for (var i = 0; i < flat.length; i += 2) { if (flat[i + 1] & bit) { each(flat[i]); } } }

  function show(picked, sums, base) {
    var own = picked.layer === data.layer && picked.choice === ownChoice();
    anchors.areas.forEach(function (name, i) { number(name, sums.areas[i], base); });
    anchors.issues.forEach(function (name, i) {
      number(name, sums.issues[i].length, base);
      lists(name, sums.issues[i], own, picked);
    });
    anchors.causes.forEach(function (name, i) {
      number(name, sums.causes[i].length, sums.issues[data.causes[i][0]].length);
      lists(name, sums.causes[i], own, picked);
    });
    status.textContent = said(picked, base);
  }
  function number(name, n, base) {
    put(at.n[name], grouped(n));
    put(at.base[name], grouped(base));
    put(at.share[name], percent(n, base));
    var now = level(n, base);
    put(at.word[name], LEVELS[now]);
    (at.card[name] || []).forEach(function (card) { card.className = "card lv" + now; });
    (at.link[name] || []).forEach(function (link) { n ? link.setAttribute("href", "#" + name) : link.removeAttribute("href"); });
  }
  function lists(name, reviews, own, picked) {
    (at.behind[name] || []).forEach(function (section) {
      var other = section.querySelector(":scope > .other");
      var shown = section.querySelector(":scope > .reviews");
      other.hidden = own;
      shown.hidden = !own;
      if (own) {
        var kept = {};
        reviews.forEach(function (review) { kept[review] = true; });
        shown.querySelectorAll(":scope > li").forEach(function (item) { item.hidden = !kept[item.getAttribute("data-r")]; });
      } else {
        var ids = reviews.map(function (review) { return data.reviews[review]; });
        other.textContent = (ids.length ? "Reviews: " + ids.join(", ") + ". " : "In no review. ") + "The findings of another layer or polarity are listed by scr why-count.";
      }
    });
  }
  function ownChoice() {
    return ["problem", "advice", "positive"].reduce(function (sum, name, bit) { return sum | (data.polarity.indexOf(name) >= 0 ? 1 << bit : 0); }, 0);
  }
  function said(picked, base) {
    var parts = picked.values.map(function (wanted) { return data.attributes[wanted[0]].label + ": " + data.attributes[wanted[0]].values[wanted[1]]; });
    if (picked.layer !== data.layer) { parts.push("layer " + picked.layer); }
    if (picked.choice !== ownChoice()) { parts.push("polarity " + (polarities().join(", ") || "none")); }
    if (!parts.length) { return ""; }
    return "The map counts " + grouped(base) + (base === 1 ? " review" : " reviews") + " (" + parts.join("; ") + "). Charts and tables are not filtered.";
  }
  function polarities() { return Array.prototype.filter.call(form.querySelectorAll("[name=polarity]"), function (box) { return box.checked; }).map(function (box) { return box.value; }); }

  function sift() {
    var words = fold(search.value).split(/\s+/).filter(Boolean);
    var left = 0;
    cards.forEach(function (card, i) {
      var fitting = words.every(function (word) { return texts[i].indexOf(word) >= 0; }) && !(only.checked && card.classList.contains("lv0"));
      card.hidden = !fitting;
      left += fitting;
    });
    document.querySelectorAll(".area").forEach(function (area) { area.hidden = !area.querySelector(".card:not([hidden])"); });
    if (words.length || only.checked) { status.textContent = (status.textContent + " " + left + " of " + cards.length + " issues are shown.").trim(); }
  }
  function refresh() {
    status.textContent = "";
    if (data) { count(); }
    sift();
  }
  function again() {
    refresh();
    status.textContent = (data ? "All reviews and issues" : "All issues") + " are shown again.";
  }
  function begin() {
    if (data) {
      data.layers.forEach(function (layer) { document.getElementById("layer").add(new Option(layer.name, layer.name, layer.name === data.layer, layer.name === data.layer)); });
      form.querySelectorAll("[name=polarity]").forEach(function (box) { box.checked = box.defaultChecked = data.polarity.indexOf(box.value) >= 0; });
    }
    form.hidden = false;
    form.addEventListener("input", refresh);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(again, 0); });
  }
  begin();
}());
