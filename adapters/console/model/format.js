// Numbers, times and lengths in a fixed, short form that does not jump about.

// Wall clocks are those of the city, wherever the desk's computer thinks it is. Until the server has
// named the zone, the computer's.
let zone_format = null;
const offsets = new Map();
const max_offsets = 2_000;
// Zones change their distance from UTC only at whole quarters of an hour.
const quarter_ms = 900_000;

// Whether this is a zone the browser knows, such as Asia/Shanghai.
export function set_time_zone(name) {
    try {
        zone_format = new Intl.DateTimeFormat("en-GB", {
            timeZone: name,
            hourCycle: "h23",
            year: "numeric",
            month: "numeric",
            day: "numeric",
            hour: "numeric",
            minute: "numeric",
        });
    } catch {
        return false;
    }
    offsets.clear();
    return true;
}

// What to add to UTC for the city's wall clock.
function offset_ms(at) {
    if (!zone_format) return -new Date(at).getTimezoneOffset() * 60_000;
    const quarter = Math.floor(at / quarter_ms) * quarter_ms;
    let offset = offsets.get(quarter);
    if (offset === undefined) {
        const part = Object.fromEntries(
            zone_format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]),
        );
        const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
        offset = wall - quarter;
        if (offsets.size >= max_offsets) offsets.clear();
        offsets.set(quarter, offset);
    }
    return offset;
}

// A date whose UTC fields are the city's wall clock.
const wall = (at) => new Date(at + offset_ms(at));

const two = (n) => String(n).padStart(2, "0");

// 4:07, 1:02:33, 2d 03h. Sign is the caller's business.
export function duration(ms) {
    const s = Math.floor(Math.abs(ms) / 1000);
    const d = Math.floor(s / 86_400);
    if (d >= 1) return `${d}d ${two(Math.floor(s / 3600) % 24)}h`;
    const h = Math.floor(s / 3600);
    if (h >= 1) return `${h}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
    return `${Math.floor(s / 60)}:${two(s % 60)}`;
}

export function clock(at) {
    if (!at) return "–";
    const d = wall(at);
    return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
}

export function day(at) {
    const d = wall(at);
    return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
}

export const year = (at) => wall(at).getUTCFullYear();

// The day only where it is not today's.
export function moment(at, now) {
    if (!at) return "–";
    return day(at) === day(now) ? clock(at) : `${day(at).slice(5)} ${clock(at).slice(0, 5)}`;
}

export function metres(m) {
    if (m < 1000) return `${Math.round(m / 10) * 10} m`;
    return `${(m / 1000).toFixed(m < 10_000 ? 1 : 0)} km`;
}

export function minutes(ms) {
    return Math.max(1, Math.round(ms / 60_000));
}

// For a datetime-local field, in the city's zone, and back.
export function to_local_field(at) {
    return `${day(at)}T${clock(at).slice(0, 5)}`;
}

export function from_local_field(text) {
    const shown = Date.parse(`${text}Z`);
    if (Number.isNaN(shown)) return 0;
    // The distance is that of the moment itself, which the first guess comes near enough to.
    return shown - offset_ms(shown - offset_ms(shown));
}
