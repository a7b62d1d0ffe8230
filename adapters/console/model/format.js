// Numbers, times and lengths in a fixed, short form that does not jump about.

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
    const d = new Date(at);
    return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

export function day(at) {
    const d = new Date(at);
    return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

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

// For a datetime-local field, in this computer's zone, and back.
export function to_local_field(at) {
    return `${day(at)}T${clock(at).slice(0, 5)}`;
}

export function from_local_field(text) {
    const at = new Date(text).getTime();
    return Number.isNaN(at) ? 0 : at;
}
