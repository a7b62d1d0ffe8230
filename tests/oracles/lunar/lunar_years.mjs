// What two libraries of the Chinese calendar say is in lunar_years.txt, with which
// tests/core/lunar_test.cpp compares the core's table. This checks the file against them, month by
// month and day by day; with --write it writes the file. Exit code 77: no packages here.
//
// A line: the lunar year, its New Year, the month that the leap month follows (0 = none), and the
// days of each of its months in order.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("lunar_years.txt", import.meta.url);
const first_year = 1900;
const last_year = 2100;
const day_ms = 86_400_000;

async function libraries() {
    try {
        return [await import("lunar-typescript"), await import("tyme4ts")];
    } catch (error) {
        if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
        console.log("skipped: `npm ci` in tests/oracles/lunar has not brought the packages");
        process.exit(77);
    }
}
const [lunar, tyme] = await libraries();

const iso = (time) => new Date(time).toISOString().slice(0, 10);
const unix_of_julian = (day) => (Math.round(day) - 2_440_588) * day_ms;

// [{number, days, begins}] of a year; the leap month of 6 has the number -6.
const lunar_months = (year) =>
    lunar.LunarYear.fromYear(year)
        .getMonthsInYear()
        .map((m) => ({
            number: m.getMonth(),
            days: m.getDayCount(),
            begins: unix_of_julian(m.getFirstJulianDay()),
        }));
const tyme_months = (year) =>
    tyme.LunarYear.fromYear(year)
        .getMonths()
        .map((m) => ({
            number: m.getMonthWithLeap(),
            days: m.getDayCount(),
            begins: unix_of_julian(m.getFirstJulianDay().getDay()),
        }));

const lunar_day = (year, month, day) => {
    const d = lunar.Solar.fromYmd(year, month, day).getLunar();
    return [d.getYear(), d.getMonth(), d.getDay()].join(" ");
};
const tyme_day = (year, month, day) => {
    const d = tyme.SolarDay.fromYmd(year, month, day).getLunarDay();
    return [d.getYear(), d.getMonth(), d.getDay()].join(" ");
};

function line_of(year, months) {
    const leap = months.find((m) => m.number < 0);
    return [year, iso(months[0].begins), leap ? -leap.number : 0, ...months.map((m) => m.days)].join(
        " ",
    );
}

let text = "";
let days = 0;
for (let year = first_year; year <= last_year; ++year) {
    const months = lunar_months(year);
    assert.deepEqual(tyme_months(year), months, `the libraries differ in ${year}`);
    text += line_of(year, months) + "\n";
    let time = months[0].begins;
    for (const { number, days: length, begins } of months) {
        assert.equal(iso(time), iso(begins));
        for (let day = 1; day <= length; ++day, time += day_ms, ++days) {
            const solar = iso(time).split("-").map(Number);
            const wanted = [year, number, day].join(" ");
            assert.equal(lunar_day(...solar), wanted, `lunar-typescript on ${iso(time)}`);
            assert.equal(tyme_day(...solar), wanted, `tyme4ts on ${iso(time)}`);
        }
    }
}
if (process.argv.includes("--write")) {
    writeFileSync(file, text);
} else {
    assert.equal(readFileSync(file, "utf8"), text, "run node lunar_years.mjs --write");
}
console.log(`${days} days of the lunar years ${first_year} to ${last_year}: all agree`);
