// What the pages of cards do where scripts run; without it everything works too, with one more
// press. One text for all of them, so that its hash is the one that their policy allows.
#pragma once

#include <string_view>

namespace muster::http {

// Three parts, each for the page that has its element:
// - the choice remembers that somebody pressed here, in this tab and just now;
// - the question sends by itself after some seconds, with a stop, and only when it was reached by
//   such a press: a tab that a phone restores, or a program that looks at links, sends nothing;
// - the status brings its present state into the page without loading it anew, which would throw a
//   reader back to its beginning: only words that changed are replaced, and read aloud. What cannot
//   be renewed three times running says so.
inline constexpr std::string_view page_script = R"js((function () {
"use strict";
var $ = function (id, d) { return (d || document).getElementById(id); };
function keep(f) { try { return f(sessionStorage); } catch (e) { return null; } }

function choose() {
    var choices = $("choices");
    if (choices) choices.addEventListener("submit", function () {
        keep(function (s) { s.setItem("pressed", Date.now()); });
    });
}

function ask() {
    var count = $("count");
    if (!count) return;
    var ago = Date.now() - keep(function (s) {
        var at = s.getItem("pressed");
        s.removeItem("pressed");
        return at;
    });
    if (!(ago >= 0 && ago < 30000)) return;
    var left = Number(count.dataset.seconds), timer;
    function stop() { clearInterval(timer); count.hidden = true; }
    timer = setInterval(function () {
        $("left").textContent = --left;
        if (left > 0) return;
        stop();
        $("sure").submit();
    }, 1000);
    $("stop").addEventListener("click", function () { stop(); $("yes").focus(); });
    $("sure").addEventListener("submit", stop);
    addEventListener("pagehide", stop);
    count.hidden = false;
}

function follow() {
    var now = $("now"), failed = 0, asking = false, timer;
    if (!now || !now.dataset.every) return;
    function put(id, d) {
        var old = $(id), next = $(id, d);
        if (old.innerHTML === next.innerHTML) return;
        var focused = old.contains(document.activeElement);
        old.replaceChildren.apply(old, [].slice.call(next.childNodes));
        var first = focused && old.querySelector("a,button");
        if (first) first.focus();
    }
    function show(text) {
        var d = new DOMParser().parseFromString(text, "text/html"), next = $("now", d);
        failed = 0;
        $("stale").hidden = true;
        if (!next) {
            document.body.replaceChildren.apply(document.body, [].slice.call(d.body.childNodes));
            return;
        }
        put("now", d);
        put("next", d);
        if (next.dataset.every) wait();
        else now.removeAttribute("data-every");
    }
    function look() {
        var given_up = new AbortController();
        var late = setTimeout(function () { given_up.abort(); }, 8000);
        clearTimeout(timer);
        asking = true;
        fetch(location.href, { cache: "no-store", signal: given_up.signal }).then(function (r) {
            if (r.status === 429 || r.status >= 500) throw r;
            return r.text();
        }).then(show).catch(function () {
            if (++failed > 2) $("stale").hidden = false;
            wait();
        }).then(function () { clearTimeout(late); asking = false; });
    }
    function wait() { clearTimeout(timer); timer = setTimeout(look, now.dataset.every * 1000); }
    document.addEventListener("visibilitychange", function () {
        if (!document.hidden && !asking && $("now") && now.dataset.every) look();
    });
    wait();
}

choose();
ask();
follow();
})())js";

}  // namespace muster::http
