// What words in the command line may mean: requests of all lists, members, responders, places; the
// likeliest first. Searching filters nothing: the lists stay as they are.
import { find_responders, short_sign } from "@/areas/responders/find.ts";
import type { Hit } from "@/shell/line/line_runner.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { dialable, readable } from "@/shell/parts/phone.tsx";
import { enum_word } from "@/shell/words/named.ts";
import { collection_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request, Responder } from "muster/schema";
import { find_members } from "./call_taking/people.ts";
import type { FoundMember } from "./call_taking/people.ts";
import { by_rank, is_ended, matches } from "./derive.ts";
import type { LineDesk } from "./line_desk.ts";
import { find_places, place_reason } from "./places.ts";

const w = words({
    take_call: { en: "new call for {name}", zh: "为{name}登记来电" },
    on_map: { en: "Shown on the map: {name}", zh: "已在地图上显示：{name}" },
});

const most = 6;

function request_hit(desk: LineDesk, r: Request): Hit {
    const name = desk.members.get(r.member)?.profile.name ?? readable(r.caller);
    return {
        key: `request-${r.id}`,
        group: collection_word("requests"),
        label: `#${r.id} ${r.urgency} ${desk.services.name(r.service)}`,
        detail: [enum_word("RequestStatus", r.status), name, r.address].filter(Boolean).join(" · "),
        open: () => desk.open_request(r.id),
    };
}

const digits_of = (text: string | undefined): string => (text ?? "").replace(/\D/g, "");

// Every word is found in what is known of it; a number also as last digits of the caller's.
function fits_request(desk: LineDesk, typed: string, r: Request): boolean {
    const digits = digits_of(typed);
    if (/^[\d\s-]{4,}$/.test(typed) && digits_of(r.caller).endsWith(digits)) return true;
    const service = desk.services.get(r.service ?? "");
    const member = desk.members.peek(r.member)?.profile;
    return matches(typed, [
        `#${r.id}`,
        r.address,
        r.note,
        r.owner,
        service?.name_zh,
        service?.name_en,
        member?.name,
        ...(r.notes ?? []).map(({ text }) => text),
    ]);
}

function responder_hit(desk: LineDesk, { id, profile, status, request }: Responder): Hit {
    return {
        key: `responder-${id}`,
        group: collection_word("responders"),
        label: `${profile.name ?? ""} ${short_sign(profile.external_ref).toUpperCase()}`.trim(),
        detail: [enum_word("ResponderStatus", status), request ? `#${request}` : "", readable(profile.phone)]
            .filter(Boolean)
            .join(" · "),
        open: () => {
            desk.desk.set({ responder: id });
            const one = desk.responder(id);
            if (one?.position) desk.desk.set({ look_at: { ...one.position } });
            if (one?.request) desk.open_request(one.request);
        },
    };
}

function member_hits(desk: LineDesk, member: FoundMember, requests: readonly Request[]): Hit[] {
    const own = requests.filter((r) => r.member === member.id && !is_ended(r));
    const name = member.name ?? `#${member.id}`;
    const about = [readable(member.phone), member.address].filter(Boolean).join(" · ");
    return [
        ...own.map((r) => request_hit(desk, r)),
        {
            key: `member-${member.id}`,
            group: collection_word("members"),
            label: `${name}: ${w.take_call({ name })}`,
            detail: about,
            open: () =>
                desk.new_call({ member, caller: dialable(member.phone), address: "" }),
        },
    ];
}

// From what the page knows.
export function find_here(desk: LineDesk, text: string): Hit[] {
    const id = Number(/^#?(\d+)$/.exec(text)?.[1]);
    const exact = id ? desk.request(id) : undefined;
    // "#257" is that one, and not #2571 where it is not here.
    if (id && text.startsWith("#")) return exact ? [request_hit(desk, exact)] : [];
    const found = [...desk.store.all<Request>("requests").values()]
        .filter((r) => r !== exact && fits_request(desk, text, r))
        .sort((a, b) => Number(is_ended(a)) - Number(is_ended(b)) || by_rank(a, b))
        .slice(0, most);
    const responders = find_responders(text, desk.store.all<Responder>("responders").values(), most);
    return [
        ...(exact ? [exact, ...found] : found).map((r) => request_hit(desk, r)),
        ...responders.map(({ responder }) => responder_hit(desk, responder)),
    ];
}

// And what only the server knows: requests that are long over, members, places.
export async function find(desk: LineDesk, text: string): Promise<Hit[]> {
    const here = find_here(desk, text);
    const id = Number(/^#?(\d+)$/.exec(text)?.[1]);
    const [old, members, places] = await Promise.all([
        id && !desk.request(id) ? read_request(desk, id) : null,
        find_members(desk.api, text.replace(/^#/, "")).catch(() => []),
        find_places(desk.api, text),
    ]);
    const requests = [...desk.store.all<Request>("requests").values()];
    const more = [
        ...(old ? [request_hit(desk, old)] : []),
        ...here.filter(({ key }) => key.startsWith("request-")),
        ...members.flatMap((member) => member_hits(desk, member, requests)),
        ...here.filter(({ key }) => !key.startsWith("request-")),
        ...places.map((place): Hit => ({
            key: `place-${place.place}`,
            group: collection_word("places"),
            label: place.name,
            detail: [place.community, place.district, place_reason(place)].filter(Boolean).join(" · "),
            open: () => {
                if (place.point) desk.desk.set({ look_at: { ...place.point } });
                return w.on_map({ name: place.name });
            },
        })),
    ];
    const seen = new Set<string>();
    const once = more.filter(({ key }) => !seen.has(key) && seen.add(key));
    // Each kind of thing in one piece, in the order of the first of each.
    const groups = [...new Set(once.map(({ group }) => group))];
    return groups.flatMap((group) => once.filter((hit) => hit.group === group));
}

async function read_request(desk: LineDesk, id: number): Promise<Request | null> {
    try {
        const request = await desk.api.get<Request>(`/v1/requests/${id}`);
        desk.store.learn("requests", request);
        return request;
    } catch (error) {
        const { status } = as_problem(error);
        if (status === 404 || status === 403) return null;
        throw error;
    }
}
