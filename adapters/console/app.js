// Start: sign in if need be, then the desk.
import { current_language, set_language } from "./i18n/i18n.js";
import { Desk } from "./desk.js";
import { Session } from "./net/session.js";
import { listen_for_keys } from "./shortcuts.js";
import { by_id } from "./view/dom.js";
import { hide_sign_in, show_sign_in } from "./view/sign_in.js";

const session = new Session();
const desk = new Desk({ session, on_leave: leave });
listen_for_keys(desk);

if (session.token) enter();
else ask("");

// A link with a token that is opened in this tab again.
window.addEventListener("hashchange", () => {
    if (!window.location.hash.includes("token=")) return;
    desk.stop();
    window.location.reload();
});

function enter() {
    hide_sign_in(by_id("signin"));
    by_id("app").hidden = false;
    desk.start();
}

// why: a key of the words when the token does not count any more, "" when somebody signed out. In
// the first case whoever sits here goes on after signing in: forms stay as they are, below.
function leave(why) {
    // Several questions may learn of it one after another; the first one has put up the cover.
    if (by_id("signin").open) return;
    if (why) desk.pause();
    else desk.stop();
    session.forget();
    by_id("app").hidden = true;
    ask(why);
}

async function come_back(token, name) {
    const why = await desk.check_token(token);
    if (why) return ask(why);
    // Somebody else: what the one before left open is not for these eyes.
    if (name.trim() !== session.name) desk.stop();
    session.save(token, name);
    enter();
}

function ask(why) {
    show_sign_in(by_id("signin"), {
        session,
        why,
        on_token: come_back,
        on_language: () => {
            set_language(current_language() === "en" ? "zh-CN" : "en");
            desk.words_changed();
            ask(why);
        },
    });
}
