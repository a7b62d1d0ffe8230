// Kinds of arguments of the command line that are about requests.
import { choice, first_word } from "@/shell/line/kinds.ts";
import type { Completion, Kind, Reading } from "@/shell/line/verb.ts";
import { soon } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { chosen, words } from "@/shell/words/words.ts";
import type { Disposition, Request, Urgency } from "muster/schema";
import { dispositions } from "./action_parts.ts";
import { is_ended, urgencies } from "./derive.ts";
import type { LineDesk } from "./line_desk.ts";

const w = words({
    none_open: { en: "No request is open.", zh: "尚未打开任何请求。" },
    unknown: { en: "Request #{id} is not on this desk.", zh: "本调度台没有请求 #{id}。" },
    request: { en: "REQ", zh: "编号" },
    open_one: { en: "the open one", zh: "当前打开的请求" },
});

// "." = the open one, "#257", or 257 where that can be nothing else.
export const request: Kind<LineDesk, Request> = {
    usage: w.request,
    read(text, desk, { before_text }): Reading<Request> {
        const [typed, rest] = first_word(text);
        if (typed === ".") {
            const open = desk.request(desk.desk.shown);
            return open ? { value: open, rest } : { fault: w.none_open() };
        }
        const [, hash, digits] = /^(#?)(\d+)$/.exec(typed) ?? [];
        if (!digits) return null;
        const known = desk.request(Number(digits));
        if (hash) return known ? { value: known, rest } : { fault: w.unknown({ id: digits }) };
        // A note may begin with a number.
        if (before_text && rest) return null;
        return known ? { value: known, rest } : null;
    },
    complete(typed, desk): Completion[] {
        const digits = /^#?(\d*)$/.exec(typed)?.[1];
        if (digits === undefined) return [];
        const open = desk.request(desk.desk.shown);
        const all = [...desk.store.all<Request>("requests").values()].filter(
            (one) => !is_ended(one) && String(one.id).startsWith(digits),
        );
        const offers = (digits ? all : all.slice(-3)).map((one) => ({
            insert: `#${one.id}`,
            label: `#${one.id}`,
            detail: `${one.urgency} ${desk.services.name(one.service)} · ${one.address ?? ""}`,
        }));
        return open && !typed ? [{ insert: ".", label: ". ", detail: w.open_one() }, ...offers] : offers;
    },
};

export const urgency: Kind<LineDesk, Urgency> = choice(() => "0-4", () =>
    urgencies.map((value) => ({
        value,
        names: [value.slice(1), value],
        label: `${value} ${enum_word("Urgency", value)}`,
    })),
);

// A moment after now: in so many minutes, or the next time of this clock.
export const until: Kind<LineDesk, number> = {
    usage: () => "30|14:30",
    read(text, desk): Reading<number> {
        const [typed, rest] = first_word(text);
        const value = soon(typed, desk.city.now());
        return value ? { value, rest } : null;
    },
};

// The first of the names completes: in Chinese it is the Chinese one.
const in_order = (code: string, zh: string, en: string): string[] =>
    (chosen.language === "zh" ? [zh, code, en] : [code, en, zh]).filter(Boolean);

const of_enum = <T extends string>(set: string, values: readonly T[]) =>
    values.map((value) => {
        const label = enum_word(set, value);
        return { value, names: in_order(value, label, label), label };
    });

export const disposition: Kind<LineDesk, Disposition> = choice(undefined, () =>
    of_enum("Disposition", dispositions),
);

export const rating: Kind<LineDesk, number> = choice(() => "1-5|-", () =>
    [5, 4, 3, 2, 1, 0].map((value) => ({
        value,
        names: [value ? String(value) : "-"],
        label: value ? "★".repeat(value) : enum_word("ContactOutcome", "no_answer"),
    })),
);

export const department: Kind<LineDesk, string> = choice(undefined, (desk) =>
    desk.rules.departments.all().map(({ code, name_en = "", name_zh = "" }) => ({
        value: code,
        names: in_order(code, name_zh, name_en),
        label: desk.rules.departments.name(code),
    })),
);
