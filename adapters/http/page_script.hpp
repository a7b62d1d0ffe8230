// What the pages of cards do where scripts run; without it everything works too, with one more
// press. One text for all of them, so that its hash is the one that their policy allows.
#pragma once

#include <string_view>

namespace muster::http {

// Three parts, each for the page that has its element:
// - the choice remembers that somebody pressed here, in this tab and just now;
// - the question sends by itself after some seconds, with a stop, and only when it was reached by
//   such a press: a tab that a phone restores, or a program that looks at links, sends nothing.
//   What cannot be sent leaves the question where it is and says so, with the numbers to call;
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

function after_ms(ms) {
    var given_up = new AbortController();
    setTimeout(function () { given_up.abort(); }, ms);
    return given_up.signal;
}

function ask() {
    var sure = $("sure"), yes = $("yes"), count = $("count"), timer, sending = false;
    if (!sure) return;
    var word = yes.textContent;
    function stop() {
        clearInterval(timer);
        if (count) count.hidden = true;
    }
    function done(now) {
        sending = now;
        yes.textContent = now ? yes.dataset.sending : word;
    }
    // Sent again after a failure it is the same press: the form's key says so.
    function send() {
        stop();
        if (sending) return;
        done(true);
        $("unsent").hidden = true;
        fetch(sure.action, {
            method: "POST", body: new URLSearchParams(new FormData(sure)), signal: after_ms(15000)
        }).then(function (r) {
            if (r.ok) location.replace(r.url);
            else sure.submit();
        }).catch(function () {
            done(false);
            $("unsent").hidden = false;
        });
    }
    sure.addEventListener("submit", function (e) {
        e.preventDefault();
        send();
    });
    if (count) count_down();
    function count_down() {
        var ago = Date.now() - keep(function (s) {
            var at = s.getItem("pressed");
            s.removeItem("pressed");
            return at;
        });
        if (!(ago >= 0 && ago < 30000)) return;
        var left = Number(count.dataset.seconds);
        timer = setInterval(function () {
            $("left").textContent = --left;
            if (left <= 0) send();
        }, 1000);
        $("stop").addEventListener("click", function () { stop(); yes.focus(); });
        addEventListener("pagehide", stop);
        count.hidden = false;
    }
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
        clearTimeout(timer);
        asking = true;
        fetch(location.href, { cache: "no-store", signal: after_ms(8000) }).then(function (r) {
            if (r.status === 429 || r.status >= 500) throw r;
            return r.text();
        }).then(show).catch(function () {
            if (++failed > 2) $("stale").hidden = false;
            wait();
        }).then(function () { asking = false; });
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
