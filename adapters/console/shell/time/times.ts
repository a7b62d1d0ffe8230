// Numbers, times and lengths in a fixed, short form that does not jump about. Wall clocks are those of
// the city, wherever the desk's computer thinks it is; 24 hours.

let zone_format: Intl.DateTimeFormat | null = null;
let zone_name = "";
const offsets = new Map<number, number>();
const max_offsets = 2_000;
// Zones change their distance from UTC only at whole quarters of an hour.
const quarter_ms = 900_000;

export const minute_ms = 60_000;
export const hour_ms = 3_600_000;
export const day_ms = 86_400_000;

// Whether this is a zone the browser knows, such as Asia/Shanghai. Until the server has named one,
// the computer's.
export function set_time_zone(name: string): boolean {
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
    zone_name = name;
    offsets.clear();
    return true;
}

export const time_zone = (): string =>
    zone_name || Intl.DateTimeFormat().resolvedOptions().timeZone;

// What to add to UTC for the city's wall clock.
function offset_ms(at: number): number {
    if (!zone_format) return -new Date(at).getTimezoneOffset() * minute_ms;
    const quarter = Math.floor(at / quarter_ms) * quarter_ms;
    let offset = offsets.get(quarter);
    if (offset === undefined) {
        const part: Record<string, number> = {};
        for (const { type, value } of zone_format.formatToParts(quarter)) part[type] = Number(value);
        const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
        offset = Date.UTC(year, month - 1, day, hour, minute) - quarter;
        if (offsets.size >= max_offsets) offsets.clear();
        offsets.set(quarter, offset);
    }
    return offset;
}

// A date whose UTC fields are the city's wall clock.
const wall = (at: number): Date => new Date(at + offset_ms(at));

const two = (n: number): string => String(n).padStart(2, "0");
export const none = "–";

// 4:07, 1:02:33, 2d 03h. The sign is the caller's business.
export function duration(ms: number): string {
    const s = Math.floor(Math.abs(ms) / 1000);
    const d = Math.floor(s / 86_400);
    if (d >= 1) return `${d}d ${two(Math.floor(s / 3600) % 24)}h`;
    const h = Math.floor(s / 3600);
    if (h >= 1) return `${h}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
    return `${Math.floor(s / 60)}:${two(s % 60)}`;
}

// 12:03:09
export function clock(at: number | undefined): string {
    if (!at) return none;
    const d = wall(at);
    return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
}

// 12:03
export const hour_minute = (at: number | undefined): string => (at ? clock(at).slice(0, 5) : none);

// 2026-11-30
export function day(at: number | undefined): string {
    if (!at) return none;
    const d = wall(at);
    return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
}

export const year = (at: number): number => wall(at).getUTCFullYear();

// The day only where it is not today's.
export function moment(at: number | undefined, now: number): string {
    if (!at) return none;
    return day(at) === day(now) ? clock(at) : `${day(at).slice(5)} ${hour_minute(at)}`;
}

// 2026-11-30 12:03
export const day_and_time = (at: number | undefined): string =>
    at ? `${day(at)} ${hour_minute(at)}` : none;

export function metres(m: number): string {
    if (m < 1000) return `${Math.round(m / 10) * 10} m`;
    return `${(m / 1000).toFixed(m < 10_000 ? 1 : 0)} km`;
}

export const minutes = (ms: number): number => Math.max(1, Math.round(ms / minute_ms));

// The moment of a wall clock in the city, "2026-11-30T12:03"; 0 when it is none.
export function from_wall(text: string): number {
    const shown = Date.parse(`${text}Z`);
    if (Number.isNaN(shown)) return 0;
    // The distance is that of the moment itself, which the first guess comes near enough to.
    return shown - offset_ms(shown - offset_ms(shown));
}

// And back: the wall clock of a moment, "2026-11-30T12:03".
export const to_wall = (at: number): string => `${day(at)}T${hour_minute(at)}`;

// "14:30", "30" (minutes from now) or "" -> a moment after now; 0 when it is neither.
export function soon(text: string, now: number): number {
    const trimmed = text.trim();
    if (/^\d{1,4}$/.test(trimmed)) return now + Number(trimmed) * minute_ms;
    const time = /^(\d{1,2})[:：](\d{2})$/.exec(trimmed);
    if (!time || Number(time[1]) > 23 || Number(time[2]) > 59) return 0;
    const at = from_wall(`${day(now)}T${two(Number(time[1]))}:${time[2]}`);
    return at > now ? at : at + day_ms;
}
