// A synthetic city for the mock server: members, responders, requests. Seeded, so every run is the
// same; all people are made up.
import { words_of } from "./words.mjs";

export function random_from(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let z = state;
        z = Math.imul(z ^ (z >>> 15), z | 1);
        z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
        return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
    };
}

const surnames = [..."王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高罗"];
const given = [
    "伟",
    "芳",
    "秀英",
    "敏",
    "静",
    "丽娜",
    "强",
    "桂兰",
    "建国",
    "淑珍",
    "明",
    "玉梅",
    "国华",
    "红",
];
const streets = [
    "文昌中路",
    "汶河北路",
    "史可法路",
    "江都路",
    "邗江中路",
    "扬子江北路",
    "淮海路",
    "大学南路",
];

export const posts = [
    {
        code: "east_gate",
        name_en: "East Gate",
        name_zh: "东关",
        place: { lat: 32.39, lon: 119.45 },
    },
];

export const services = [
    {
        code: "emergency",
        name_en: "Emergency help",
        name_zh: "紧急救助",
        urgency: "P0",
        plan: "emergency",
        emergency_line: true,
    },
    { code: "fall", name_en: "Fall at home", name_zh: "居家跌倒", urgency: "P1", plan: "urgent" },
    {
        code: "medical",
        name_en: "Health and medical",
        name_zh: "健康医疗",
        urgency: "P2",
        plan: "care",
    },
    {
        code: "daily_care",
        name_en: "Daily care at home",
        name_zh: "日常照料",
        urgency: "P2",
        plan: "care",
    },
    { code: "repair", name_en: "Home repair", name_zh: "上门维修", urgency: "P3", plan: "repair" },
    {
        code: "policy",
        name_en: "Policy advice",
        name_zh: "政策咨询",
        urgency: "P4",
        plan: "advice",
    },
];
const roles = {
    emergency: ["first_aider", "care_worker"],
    fall: ["care_worker"],
    medical: ["nurse"],
    daily_care: ["companion"],
    repair: ["repairer"],
    policy: [],
};
const notes = [
    "胸口闷，喘不上气",
    "在卫生间滑倒，起不来",
    "需要换药",
    "想请人帮忙买菜",
    "水龙头漏水",
    "咨询高龄津贴",
];
const skills = ["first_aider", "care_worker", "nurse", "driver", "repairer", "companion"];
const flags = ["very_old", "lives_alone", "empty_nest", "disabled", "key_person"];
const minute = 60_000;
const limits = {
    P0: [1, 15, 20],
    P1: [3, 30, 45],
    P2: [30, 240, 300],
    P3: [60, 480, 600],
    P4: [60, 1440, 4320],
};

export function make_city({ seed = 7, requests = 60, responders = 160, members = 400, now }) {
    const random = random_from(seed);
    const pick = (list) => list[Math.floor(random() * list.length)];
    const person = () => pick(surnames) + pick(given);
    const point = (spread = 0.09) => ({
        lat: Number((32.394 + (random() + random() - 1) * spread).toFixed(7)),
        lon: Number((119.413 + (random() + random() - 1) * spread * 1.3).toFixed(7)),
    });
    const phone = () => `+86138${String(Math.floor(random() * 1e8)).padStart(8, "0")}`;
    const address = () =>
        `${pick(streets)} ${1 + Math.floor(random() * 200)} 号 ${1 + Math.floor(random() * 20)} 幢 ${101 + Math.floor(random() * 500)} 室`;
    const city = {
        members: new Map(),
        responders: new Map(),
        requests: new Map(),
        offers: new Map(),
        positions: new Map(),
        alerts: new Map(),
    };

    for (let id = 1; id <= members; ++id) {
        city.members.set(id, {
            id,
            profile: {
                name: person(),
                phone: phone(),
                address: address(),
                home: point(),
                district: "guangling",
                birth_year: 1930 + Math.floor(random() * 32),
                ability: pick(["intact", "mild", "moderate", "severe"]),
                flags: flags.filter(() => random() < 0.25),
                risks: random() < 0.2 ? "青霉素过敏；听力差，请大声" : "",
                contacts: [
                    { relation: "kin", name: person(), phone: phone() },
                    { relation: "neighbour_committee", name: "居委会", phone: "+8651487000001" },
                ],
            },
        });
    }
    for (let n = 0; n < responders; ++n) {
        const id = 1001 + n;
        const kind = n % 9 === 0 ? "team" : random() < 0.45 ? "volunteer" : "staff";
        city.responders.set(id, {
            id,
            profile: {
                kind,
                name: kind === "team" ? `${pick(streets).slice(0, 2)}服务队` : person(),
                phone: phone(),
                skills: skills.filter(() => random() < 0.35),
                travel: kind === "volunteer" ? "walk" : "normal",
                department: "care_centre",
            },
            status: random() < 0.7 ? "available" : pick(["off_duty", "clearing", "out_of_service"]),
            shift_until: 0,
            position: point(),
            position_at: now - Math.floor(random() * 14 * minute),
            idle_since: now - 20 * minute,
            clear_until: 0,
            request: 0,
            slot: 0,
            offers_asked: 0,
            offers_accepted: 0,
            services_done: 0,
            last_service_at: 0,
        });
    }
    city.make_request = ({ id, urgency, service, age_ms = 0, at = now, status }) => {
        const code = service ?? pick(services).code;
        const rule = services.find((s) => s.code === code);
        const u = urgency ?? rule.urgency;
        const member = pick([...city.members.values()]);
        const created_at = at - age_ms;
        const [dispatch, on_site, hard] = limits[u];
        const milestone = (name, minutes) => ({
            milestone: name,
            due_at: created_at + minutes * minute,
            warn_at: created_at + minutes * minute * 0.8,
            warned_at: 0,
            met_at: 0,
            breached_at: 0,
        });
        const request = {
            id,
            status: status ?? (roles[code].length ? "queued" : "received"),
            urgency: u,
            service: code,
            channel: pick(["hotline", "card", "button", "app", "device", "console"]),
            member: member.id,
            member_hint: 0,
            caller: member.profile.phone,
            place: member.profile.home,
            address: member.profile.address,
            note: notes[services.indexOf(rule)],
            safety: "not_asked",
            credit_ms: 0,
            created_at,
            escalate_at: 0,
            held_until: 0,
            ended_at: 0,
            merged_into: 0,
            disposition: "none",
            rating: 0,
            reopened: 0,
            slots: roles[code].map((role) => ({
                role,
                skills: [role],
                fill: "direct",
                status: "open",
                responder: 0,
                by: "engine",
                pinned: false,
                eta_ms: 0,
                assigned_at: 0,
                acknowledge_until: 0,
                arrival_at: 0,
                on_scene_at: 0,
                served_at: 0,
                fallback_at: 0,
            })),
            milestones: [
                milestone("dispatched", dispatch),
                milestone("on_site", on_site),
                milestone("hard_limit", hard),
            ],
            contacts: {
                active: false,
                step: 0,
                misses: 0,
                due_at: 0,
                reached: false,
                exhausted: false,
            },
        };
        if (member.profile.flags.length) {
            request.raised_for = member.profile.flags;
            request.credit_ms = 5 * minute;
        }
        city.requests.set(id, request);
        return request;
    };
    city.send = (request, slot_number, responder, at, more = {}) => {
        const eta_ms = (2 + Math.floor(random() * 12)) * minute;
        Object.assign(request.slots[slot_number], {
            status: "acknowledged",
            responder: responder.id,
            eta_ms,
            assigned_at: at,
            arrival_at: at + eta_ms,
            ...more,
        });
        request.status = request.slots[slot_number].status === "on_scene" ? "on_scene" : "en_route";
        request.milestones[0].met_at = at;
        Object.assign(responder, {
            status: more.status === "on_scene" ? "on_scene" : "en_route",
            request: request.id,
            slot: slot_number,
        });
    };
    for (let n = 0; n < requests; ++n) {
        const id = 5001 + n * 3;
        const urgency = random() < 0.06 ? "P0" : random() < 0.16 ? "P1" : undefined;
        const code = urgency === "P0" ? "emergency" : urgency === "P1" ? "fall" : undefined;
        const age_ms = Math.floor(random() * (urgency ? 14 : 50)) * minute + n * 317;
        const request = city.make_request({ id, urgency, service: code, age_ms });
        for (const m of request.milestones) if (m.due_at < now) m.breached_at = m.due_at;
        const free = [...city.responders.values()].filter((r) => r.status === "available");
        const roll = random();
        if (request.slots.length && roll < 0.55 && free.length) {
            city.send(
                request,
                0,
                pick(free),
                request.created_at + 4_000,
                roll < 0.2 ? { status: "on_scene" } : {},
            );
            request.owner = pick(["李娜", "王敏", ""]);
            if (!request.owner) delete request.owner;
        } else if (roll > 0.95)
            Object.assign(request, { status: "held", held_until: now + 40 * minute });
        else if (roll > 0.9) request.status = "served";
        if (n % 17 === 3) {
            Object.assign(request, { safety: "unverified", urgency: "P1", note: "" });
            request.contacts = {
                active: true,
                step: 0,
                misses: 1,
                due_at: now - 5_000,
                reached: false,
                exhausted: false,
            };
        }
    }
    for (const request of [...city.requests.values()].slice(0, 4)) {
        const id = request.id * 10;
        const kind = id % 20 ? "DeadlineBreached" : "DeadlineWarned";
        const { urgency, service } = request;
        const event = { type: kind, request: request.id, milestone: "on_site" };
        const words = words_of([event]);
        city.alerts.set(id, {
            id,
            seq: id,
            at: now - (id % 7) * minute,
            kind,
            request: request.id,
            urgency,
            service,
            event,
            en: words.en[0],
            zh: words.zh[0],
            tone: words.tones[0],
        });
    }
    return city;
}

// Districts, a river, a canal and some streets around the centre.
export function make_map() {
    const c = { lat: 32.394, lon: 119.413 };
    const line = (kind, points, more = {}) => ({
        type: "Feature",
        properties: { kind, ...more },
        geometry: {
            type: "LineString",
            coordinates: points.map(([x, y]) => [c.lon + x, c.lat + y]),
        },
    });
    const box = (zh, en, x0, y0, x1, y1) => ({
        type: "Feature",
        properties: { kind: "district", name_zh: zh, name_en: en },
        geometry: {
            type: "Polygon",
            coordinates: [
                [
                    [x0, y0],
                    [x1, y0],
                    [x1, y1],
                    [x0, y1],
                    [x0, y0],
                ].map(([x, y]) => [c.lon + x, c.lat + y]),
            ],
        },
    });
    const features = [
        box("广陵区", "Guangling", 0, -0.09, 0.13, 0.02),
        box("邗江区", "Hanjiang", -0.13, -0.09, 0, 0.09),
        box("江都区", "Jiangdu", 0, 0.02, 0.13, 0.09),
        line("river", [
            [-0.13, -0.075],
            [-0.05, -0.082],
            [0.04, -0.07],
            [0.13, -0.08],
        ]),
        line("canal", [
            [0.03, 0.09],
            [0.035, 0.03],
            [0.02, -0.01],
            [0.028, -0.05],
            [0.02, -0.072],
        ]),
    ];
    for (let i = -5; i <= 5; ++i) {
        features.push(
            line("road", [
                [-0.12, i * 0.015],
                [0.12, i * 0.015 + 0.004],
            ]),
        );
        features.push(
            line("road", [
                [i * 0.02, -0.065],
                [i * 0.02 + 0.003, 0.085],
            ]),
        );
    }
    return { type: "FeatureCollection", features };
}
