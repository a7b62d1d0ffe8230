// Verbs that change nothing on the server: a call to take down, and what the map shall show.
import { find_responders } from "@/areas/responders/find.ts";
import { choose, text } from "@/shell/line/kinds.ts";
import { needed, optional, verb } from "@/shell/line/verb.ts";
import type { Deed, Verb } from "@/shell/line/verb.ts";
import { Problem } from "@/shell/net/problem.ts";
import { words } from "@/shell/words/words.ts";
import type { Point, Request, Responder } from "muster/schema";
import { is_number } from "./call_taking/call_draft.ts";
import { find_services } from "./call_taking/service_finder.ts";
import type { LineDesk } from "./line_desk.ts";
import { find_places } from "./places.ts";
import { refused } from "./verbs.ts";

const w = words({
    new: { en: "Take a call down", zh: "登记来电" },
    new_hint: { en: "opens the call panel, filled", zh: "打开来电登记并填入内容" },
    who: { en: "phone number or name, then the service", zh: "电话或姓名，然后是服务" },
    call_of: { en: "call: {who}", zh: "来电：{who}" },
    caller_usage: { en: "PHONE|NAME [SERVICE]", zh: "电话|姓名 [服务]" },
    where_usage: { en: "PLACE|REQ|UNIT", zh: "地点|编号|人员" },
    map: { en: "Show on the map", zh: "在地图上显示" },
    where: { en: "place, request or responder", zh: "地点、请求或人员" },
    nowhere: { en: "The place of {what} is not known.", zh: "{what}的位置未知。" },
    no_place: { en: "No place “{text}” was found.", zh: "未找到地点“{text}”。" },
});

// "13905141234 fall": the last word is a service, if it is one.
export function caller_and_service(desk: Pick<LineDesk, "services">, typed: string) {
    const [, before = "", last = ""] = /^(?:([^]*\S)\s+)?(\S+)$/.exec(typed.trim()) ?? [];
    if (!before) return { who: typed.trim(), service: "" };
    const all = desk.services.all() as Parameters<typeof find_services>[1];
    const choices = all.map((s) => ({
        value: s.code,
        names: [s.code, s.name_zh ?? "", s.name_en ?? ""].filter(Boolean),
        label: "",
    }));
    const service = choose(last, choices)?.value ?? find_services(last, all)[0]?.code ?? "";
    return service ? { who: before, service } : { who: typed.trim(), service: "" };
}

function where(desk: LineDesk, typed: string): Deed {
    const id = Number(/^#?(\d+)$/.exec(typed)?.[1]);
    const request = typed === "." ? desk.request(desk.desk.shown) : id ? desk.request(id) : undefined;
    if (request) return show(desk, `#${request.id}`, place_of(desk, request));
    const [found] = find_responders(typed, desk.store.all<Responder>("responders").values(), 1);
    // A name in full, or a call sign; else it is rather a place.
    if (found && found.rank < 3) {
        const { id, profile, position } = found.responder;
        return show(desk, profile.name ?? `#${id}`, position, id);
    }
    return {
        says: `${w.map()}: ${typed}`,
        act: async () => {
            const [place] = await find_places(desk.api, typed);
            if (!place?.point) throw new Problem({ status: -1, title: w.no_place({ text: typed }) });
            desk.desk.set({ look_at: { ...place.point } });
            return `${w.map()}: ${place.name}`;
        },
    };
}

const place_of = (desk: LineDesk, r: Request): Point | undefined =>
    r.place ?? desk.members.get(r.member)?.profile.home;

function show(desk: LineDesk, what: string, point: Point | undefined, responder = 0): Deed {
    if (!point) return refused(w.nowhere({ what }));
    return {
        says: `${w.map()}: ${what}`,
        act: () => desk.desk.set({ look_at: { ...point }, ...(responder && { responder }) }),
    };
}

export const page_verbs: readonly Verb<LineDesk>[] = [
    verb({
        verbs: ["new"],
        label: w.new,
        hint: w.new_hint,
        arguments: { who: optional(text<LineDesk>(w.caller_usage), w.who) },
        prepare: (desk, { who: typed = "" }) => {
            const { who, service } = caller_and_service(desk, typed);
            const name = service ? `${who} · ${desk.services.name(service)}` : who;
            return {
                says: w.call_of({ who: name }),
                act: () => desk.new_call(who ? { who, service, caller: is_number(who) ? who : "" } : {}),
            };
        },
    }),
    verb({
        verbs: ["z"],
        label: w.map,
        arguments: { where: needed(text<LineDesk>(w.where_usage), w.where) },
        prepare: (desk, { where: typed }) => where(desk, typed),
    }),
];
