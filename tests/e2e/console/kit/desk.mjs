// The desk as somebody who sits at it handles it: what a test finds on it, and how it gets there.
import { until } from "./browser.mjs";

export const live = (on) => on.locator(".link.live").waitFor();
export const row = (on, id) => on.locator(`.live-row[data-id="${id}"]`);
export const opened = (on, id) => on.locator(".request-panel", { hasText: `#${id}` });
export const form = (on) => on.locator(".action-form");
export const line = (on) => on.locator(".command-line input");
export const below = (on) => on.locator(".line-drop");
export const toast = (on, text) => on.locator(".toasts").getByText(text).first();

// While the page is told to hurry, what got no answer is sent again at once, and not after a while
// (retry_delays_ms of shell/net/api.ts).
function patience() {
    const waits = [300, 800, 2000, 4000];
    const later = window.setTimeout;
    window.hurry = false;
    window.setTimeout = (run, ms, ...more) =>
        later(run, window.hurry && waits.includes(ms) ? 5 : ms, ...more);
}
export const hurry = (on, yes) => on.evaluate((value) => (window.hurry = value), yes);

// Somebody signs in and sits down at the desk.
export async function sit_down(browser, program, name, more = {}) {
    const { url = program.url, roles = ["dispatcher"], impatient = false, ...screen } = more;
    const on = await browser.person(screen);
    if (impatient) await on.addInitScript(patience);
    const token = await program.make_token(name, ...roles);
    await on.goto(`${url}/desk#token=${token}`);
    await live(on);
    on.token = token;
    return on;
}

export async function type(on, text) {
    await on.keyboard.press("/");
    await line(on).fill("");
    await on.keyboard.type(text);
}

// Opens a request by its number; "110" by itself is the police.
export async function open(on, id) {
    const number = String(id).replace("#", "");
    await type(on, `#${number}`);
    await on.keyboard.press("Enter");
    await opened(on, number).waitFor();
    await until("the line is empty", async () => (await line(on).inputValue()) === "");
}

// A letter that stands on a button of the open request.
export async function press(on, key) {
    await on.locator(".live-list-scroller").first().focus();
    await on.keyboard.press(key);
}

// Back to the lists, without a request.
export async function close(on) {
    await press(on, "Escape");
    await on.locator(".request-panel").waitFor({ state: "detached" });
}

// Waits until the browser has written down a draft with these words, which outlives the page then.
export const written = (on, text) =>
    until(`"${text}" is written down`, () =>
        on.evaluate(
            (wanted) =>
                new Promise((done) => {
                    const opening = indexedDB.open("muster");
                    opening.onerror = () => done(false);
                    opening.onsuccess = () => {
                        const db = opening.result;
                        const all = db.transaction("drafts").objectStore("drafts").getAll();
                        all.onsuccess = () => {
                            db.close();
                            done(JSON.stringify(all.result).includes(wanted));
                        };
                    };
                }),
            text,
        ),
    );
