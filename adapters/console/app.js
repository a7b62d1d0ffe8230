// Start: sign in if need be, then the desk.
import { current_language, set_language } from "./i18n/i18n.js";
import { Desk } from "./desk.js";
import { Session } from "./net/session.js";
import { listen_for_keys } from "./shortcuts.js";
import { by_id } from "./view/dom.js";
import { show_sign_in } from "./view/sign_in.js";

const session = new Session();
const desk = new Desk({ session, on_leave: leave });
listen_for_keys(desk);

if (session.token) enter();
else leave("");

// A link with a token that is opened in this tab again.
window.addEventListener("hashchange", () => {
    if (!window.location.hash.includes("token=")) return;
    desk.stop();
    window.location.reload();
});

function enter() {
    by_id("signin").hidden = true;
    by_id("signin").replaceChildren();
    by_id("app").hidden = false;
    desk.start();
}

function leave(why) {
    desk.stop();
    session.forget();
    by_id("app").hidden = true;
    ask(why);
}

function ask(why) {
    show_sign_in(by_id("signin"), {
        session,
        why,
        on_token: enter,
        on_language: () => {
            set_language(current_language() === "en" ? "zh-CN" : "en");
            desk.words_changed();
            ask(why);
        },
    });
}
