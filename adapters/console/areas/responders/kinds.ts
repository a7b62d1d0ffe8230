// A responder on the command line, where one is sent with the role: "R205/driver".
import type { LineDesk } from "@/areas/requests/line_desk.ts";
import { first_word } from "@/shell/line/kinds.ts";
import type { Completion, Kind, Reading } from "@/shell/line/verb.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Responder } from "muster/schema";
import { find_responders, the_responder } from "./find.ts";

const w = words({
    unit: { en: "UNIT", zh: "人员" },
    unit_with_role: { en: "UNIT[/ROLE]", zh: "人员[/岗位]" },
    nobody: { en: "Nobody is called “{typed}”.", zh: "没有找到“{typed}”。" },
    several: { en: "“{typed}” may be {names}. Choose one.", zh: "“{typed}”可能是{names}，请选择。" },
});

const named = 3;

export interface Unit {
    responder: Responder;
    role: string; // "" = as fits best
}

const all_of = (desk: LineDesk) => desk.store.all<Responder>("responders").values();
const sign = ({ id, profile }: Responder): string => profile.external_ref ?? `#${id}`;

function read_unit(text: string, desk: LineDesk): Reading<Unit> {
    const [typed, rest] = first_word(text);
    const [name = "", role = ""] = typed.split("/");
    const meant = the_responder(name, all_of(desk));
    if ("id" in meant) return { value: { responder: meant, role }, rest };
    if (meant.length === 0) return { fault: w.nobody({ typed: name }) };
    const names = meant.slice(0, named).map((one) => `${one.profile.name} (${sign(one)})`);
    if (meant.length > named) names.push("…");
    return { fault: w.several({ typed: name, names: names.join(", ") }) };
}

function complete(typed: string, desk: LineDesk): Completion[] {
    if (/[\s/]/.test(typed)) return [];
    return find_responders(typed, all_of(desk), 8).map(({ responder }) => ({
        insert: sign(responder),
        label: responder.profile.name ?? sign(responder),
        detail: [
            sign(responder),
            enum_word("ResponderStatus", responder.status),
            responder.request ? `#${responder.request}` : "",
        ]
            .filter(Boolean)
            .join(" · "),
    }));
}

export const unit_with_role: Kind<LineDesk, Unit> = { usage: w.unit_with_role, read: read_unit, complete };
export const unit: Kind<LineDesk, Unit> = { ...unit_with_role, usage: w.unit };
