// Contrast of the palette by WCAG 2.2: 4.5 for text, 3 for marks and control borders.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

// Run from the folder of the console.
const css = await readFile("shell/look/tokens.css", "utf8");
const palette = (text) =>
    Object.fromEntries(
        [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]),
    );
const part = (theme) => css.split(`:root[data-theme="${theme}"]`)[1].split("}")[0];
const day = palette(css.split("}")[0]);
const night = { ...day, ...palette(part("night")) };
const strong = { ...day, ...palette(part("contrast")) };

function luminance(hex) {
    const [r, g, b] = [1, 3, 5]
        .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
};

const texts = [
    ...["ground", "panel", "raised", "selected", "hover"].flatMap((ground) => [
        ["text", ground],
        ["dim", ground],
    ]),
    ...["P0", "P1", "P2", "P3", "P4"].flatMap((u) => [
        [`${u.toLowerCase()}-text`, u.toLowerCase()],
        [u.toLowerCase(), "panel"],
        [u.toLowerCase(), "selected"],
    ]),
    ["accent-text", "accent"],
    ["accent", "panel"],
    ["bad", "bad-ground"],
    ["bad", "panel"],
    ["bad", "selected"],
    ["warn", "warn-ground"],
    ["warn", "panel"],
    ["warn", "selected"],
    ["good", "good-ground"],
    ["good", "panel"],
    ["past-text", "past"],
    ["past", "panel"],
    ["text", "past-ground"],
    ["map-text", "map-land"],
    ["panel", "text"],
    ["text", "good-ground"],
];
const marks = [
    ...["free", "busy", "scene", "clearing", "off"].flatMap((mark) => [
        [mark, "panel"],
        [mark, "map-land"],
    ]),
    ...["p0", "p1", "p2", "p3", "p4"].map((mark) => [mark, "map-land"]),
    ["control-line", "panel"],
    ["focus", "panel"],
    ["focus", "ground"],
];

for (const [name, colours] of [
    ["day", day],
    ["night", night],
    ["contrast", strong],
]) {
    for (const [pairs, least] of [
        [texts, 4.5],
        [marks, 3],
    ]) {
        test(`${name}: ${pairs === texts ? "texts" : "marks"} have a contrast of at least ${least}`, () => {
            for (const [front, ground] of pairs) {
                const value = contrast(colours[front], colours[ground]);
                assert.ok(value >= least, `${front} on ${ground}: ${value.toFixed(2)}`);
            }
        });
    }
}
