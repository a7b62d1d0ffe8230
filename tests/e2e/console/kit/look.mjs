// How a page looks to everybody who may sit at it: by language, width and theme, in one page that is
// turned from one to the next as whoever sits at it would do.
import { violations } from "./browser.mjs";

export const widths = [1440, 1024, 390];
const themes = {
    day: { colorScheme: "light", contrast: "no-preference" },
    night: { colorScheme: "dark", contrast: "no-preference" },
    contrast: { colorScheme: "dark", contrast: "more" },
};
const languages = ["en", "zh"];
const height = 900;
// Of a theme only the colours are its own, and those do not change with the language: the dark ones are
// looked at in one language each. MUSTER_LOOKS=all looks at each theme in each language.
const spoken_in = { night: "en", contrast: "zh" };
const look_at_all = process.env.MUSTER_LOOKS === "all";
const is_looked_at = (theme, language) => look_at_all || (spoken_in[theme] ?? language) === language;

// What glides has arrived, and what was changed is drawn.
export const settled = (page) =>
    page.evaluate(async () => {
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        await frame();
        const gliding = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
        await Promise.allSettled(gliding.map((one) => one.finished));
        await frame();
    });

// The page follows the system, which is what somebody has who never chose.
async function dress(page, theme) {
    await page.emulateMedia(themes[theme]);
    await page.waitForFunction((name) => document.documentElement.dataset.theme === name, theme);
}

// By the page's own switch, and also where a dialog lies over it.
async function speak(page, language) {
    await page.evaluate((wanted) => {
        const switches = [...document.querySelectorAll(".language")];
        const other = switches.find((node) => node.querySelector(`[lang^="${wanted}"]`));
        other?.click();
    }, language);
    await page.waitForFunction((wanted) => document.documentElement.lang.startsWith(wanted), language);
}

// Calls visit(where, language) once for each language and width, by day, and returns all that it and
// axe found, and how many pictures that were.
async function look_at(page, name, visit) {
    const found = [];
    const before = page.viewportSize();
    let looks = 0;
    for (const language of languages) {
        await speak(page, language);
        for (const width of widths) {
            await page.setViewportSize({ width, height });
            for (const theme of Object.keys(themes).filter((one) => is_looked_at(one, language))) {
                await dress(page, theme);
                await settled(page);
                const where = `${name} ${language} ${width} ${theme}`;
                const by_day = theme === "day";
                const wrong = await violations(page, by_day ? undefined : ["color-contrast"]);
                found.push(...wrong.map((one) => `${where}: ${one}`));
                if (by_day) found.push(...(await visit(language)).map((one) => `${where}: ${one}`));
                looks++;
            }
        }
    }
    await dress(page, "day");
    await page.setViewportSize(before);
    await speak(page, languages[0]);
    await settled(page);
    return { found, looks };
}

// What can be pressed and is smaller than so many pixels either way. A link within a sentence is as
// high as its line.
export const small_targets = (page, least_px) =>
    page.evaluate((least) => {
        const pressed =
            "button, a[href], select, textarea, input, summary, [role=option], [role=menuitem], [role=switch]";
        // For ears only.
        const is_unseen = (node) => {
            const { clip, clipPath } = getComputedStyle(node);
            if (clip !== "auto" || clipPath !== "none") return true;
            return node.parentElement !== null && is_unseen(node.parentElement);
        };
        const said = (node) => (node.getAttribute("aria-label") || node.innerText || node.className).slice(0, 40);
        return [...document.querySelectorAll(pressed)].flatMap((node) => {
            // An input that is not seen is pressed by its label.
            const label = node.matches("[type=checkbox], [type=radio]") ? node.closest("label") : null;
            const seen = label ?? node;
            if (!seen.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return [];
            if (seen.closest("[aria-hidden=true]") || is_unseen(seen)) return [];
            if (getComputedStyle(seen).display === "inline") return [];
            const { width, height } = seen.getBoundingClientRect();
            if (width >= least - 0.5 && height >= least - 0.5) return [];
            return [`${node.tagName} "${said(seen)}" is ${Math.round(width)} x ${Math.round(height)}`];
        });
    }, least_px);

// A key that is announced and does not stand on its button, or the other way round.
const hidden_keys = (page) =>
    page.evaluate(() => {
        const shown = (key) => key.replace("Escape", "Esc").replace("Control", "Ctrl");
        const wrong = [];
        for (const node of document.querySelectorAll("[aria-keyshortcuts]")) {
            if (!node.checkVisibility()) continue;
            const keys = node.getAttribute("aria-keyshortcuts");
            // In a field it stands where nothing is typed yet.
            if (node.value) continue;
            const key = (node.matches("input") ? node.parentElement : node).querySelector("kbd");
            if (key?.checkVisibility() && key.textContent === shown(keys)) continue;
            wrong.push(`"${node.innerText}" does not show its key ${keys}`);
        }
        for (const key of document.querySelectorAll("button kbd")) {
            const button = key.closest("button");
            if (!button.hasAttribute("aria-keyshortcuts")) wrong.push(`"${button.innerText}" does not tell its key`);
        }
        return wrong;
    });

export const sideways = (page) =>
    page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const found = scrollWidth > clientWidth ? [`scrolls sideways: ${scrollWidth} in ${clientWidth}`] : [];
        // A head does not scroll: what is beyond its edge is lost.
        for (const node of document.querySelectorAll("header :is(a, button, input)")) {
            const { left, right } = node.getBoundingClientRect();
            if (node.checkVisibility() && (left < -1 || right > clientWidth + 1)) {
                found.push(`"${node.innerText}" is beyond the edge: ${left} to ${right} of ${clientWidth}`);
            }
        }
        return found;
    });

// All that is read or read aloud, but for keys, and what is typed in a command line.
const said = (page) =>
    page.evaluate(() => {
        const texts = [];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const { parentElement, data } = walk.currentNode;
            if (!parentElement.closest("kbd, code, noscript, script, style")) texts.push(data);
        }
        for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt"]) {
            for (const node of document.querySelectorAll(`[${name}]`)) texts.push(node.getAttribute(name));
        }
        return texts.map((text) => text.trim()).filter(Boolean);
    });

// Names of products, of the program and of its commands, and the switch to the other language.
const of_both = { en: /中文/g, zh: /\b(Muster|English|OpenStreetMap|muster( [a-z]+)*)\b/g };
const foreign = { en: /\p{Script=Han}/u, zh: /[a-z]{4,}/ };
const half_day = /\b\d{1,2}(:\d\d)?\s*(am|pm)\b|[上下]午\s*\d/i;

// Texts in the other language, beyond those of the data; and times that are not of 24 hours.
async function other_words(page, language, data) {
    const texts = await said(page);
    if (texts.length < 4) return [`says no more than ${texts.join(", ")}`];
    const other = texts.filter((text) => {
        let rest = text.replace(of_both[language], "");
        for (const known of data) rest = rest.replaceAll(known, "");
        return foreign[language].test(rest);
    });
    return [
        ...other.map((text) => `in the other language: ${text}`),
        ...texts.filter((text) => half_day.test(text)).map((text) => `not 24 hours: ${text}`),
        ...(await wrong_times(page)),
    ];
}

// The time of day, wherever it stands.
const wrong_times = (page) =>
    page.evaluate(() =>
        [...document.querySelectorAll(".clock, .wall-clock b, .story time, .lines time")]
            .map((node) => node.innerText.trim())
            .filter((text) => !/^\d\d:\d\d(:\d\d)?$/.test(text))
            .map((text) => `no time of day: ${text}`),
    );

// All of this at once: for everybody, in one language, nothing too small, nothing sideways, each key on
// its button. data: names that no page translates.
export const inspect = (page, name, { least_target_px, data }) =>
    look_at(page, name, async (language) => [
        ...(await small_targets(page, least_target_px)),
        ...(await sideways(page)),
        ...(await hidden_keys(page)),
        ...(await other_words(page, language, data)),
    ]);
