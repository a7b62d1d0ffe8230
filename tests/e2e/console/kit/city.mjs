// A small city: members with names that a search can tell apart, responders of each kind, and requests
// as a test needs them.

export const centre = { lat: 32.394, lon: 119.413 };
const step = 0.0023; // some 230 m

const place = (n) => ({
    lat: Number((centre.lat + (n % 7) * step).toFixed(7)),
    lon: Number((centre.lon + Math.floor(n / 7) * step).toFixed(7)),
});

const surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
const given = ["秀英", "建国", "桂兰", "志明", "玉梅", "德胜", "淑珍", "国强", "凤兰", "春生"];

export class City {
    members = [];
    responders = [];
    volunteers = 0;
    helped = 0;
    #next = 0;

    static async fill(program, { members = 20, staff = 12, volunteers = 8 } = {}) {
        const self = new City();
        self.program = program;
        self.volunteers = volunteers;
        for (let n = 0; n < members; ++n) {
            const { id } = await program.must("RegisterMember", {
                profile: {
                    name: surnames[n % 10] + given[(n * 3) % 10],
                    phone: `1370000${String(1000 + n)}`,
                    home: place(n),
                    address: `安康路${n + 1}号${(n % 6) + 1}幢${100 + n}室`,
                    district: "guangling",
                    birth_date: { year: 1935 + n, month: 3, day: 1 },
                    flags: n % 3 === 0 ? ["lives_alone"] : [],
                    risks: n === 0 ? "对青霉素过敏" : "",
                    contacts: [{ relation: "kin", name: `子女${n}`, phone: `1380000${String(2000 + n)}` }],
                },
            });
            self.members.push(id);
        }
        for (let n = 0; n < staff; ++n) {
            await self.responder("staff", `员工${n + 1}`, ["care", "lift", "first_aid", "nurse"], n);
        }
        for (let n = 0; n < volunteers; ++n) {
            await self.responder("volunteer", `志愿者${n + 1}`, ["company", "first_aid"], n + 3);
        }
        return self;
    }

    async responder(kind, name, skills, at) {
        const { id } = await this.program.must("RegisterResponder", {
            profile: { kind, name, skills, post: place(at), phone: `1390000${String(3000 + at)}` },
        });
        await this.program.must("SetDuty", { responder: id, status: "available" });
        this.responders.push(id);
        return id;
    }

    // A request of a member (by its place in the city), as it is after the engine has decided.
    async request(service, { member = 0, ...more } = {}) {
        const { id } = await this.program.must("CreateRequest", {
            service,
            channel: "hotline",
            member: this.members[member % this.members.length],
            ...more,
        });
        return this.read(id);
    }

    // Brings a request on by its first role: somebody is sent, says so, is there, has done it.
    async bring_to(status, { id, slots }) {
        const { program } = this;
        const { responder: sent } = slots[0];
        // The kind of helper that these services are for, one for each request.
        const responder = sent || this.responders.at(-1 - (this.helped++ % this.volunteers));
        if (!sent) {
            await program.must("AssignResponder", { request: id, slot: 0, responder, reason: "test" });
        }
        const steps = {
            dispatched: null,
            acknowledged: "AcknowledgeAssignment",
            en_route: "ReportEnRoute",
            on_scene: "ReportOnScene",
            served: "CompleteAssignment",
        };
        for (const [reached, command] of Object.entries(steps)) {
            const more = command === "CompleteAssignment" ? { disposition: "helped" } : {};
            if (command) await program.must(command, { request: id, responder, ...more });
            if (reached === status) break;
        }
        return this.read(id);
    }

    serve = (request) => this.bring_to("served", request);

    // One after the other: two requests of one member may be merged.
    next_member = () => this.#next++;

    // Nobody is alarmed by what a test before has left.
    async take_all() {
        const { items } = await this.program.get("/v1/requests?open=true&limit=1000");
        for (const { id, owner } of items) {
            if (!owner) await this.program.must("TakeRequest", { request: id });
        }
    }

    // What the city calls its people and places, which no page translates; the longest first.
    async own_words() {
        const known = new Set();
        const collect = (value) => {
            if (typeof value === "string" && /\p{Script=Han}|[a-z]{4,}/u.test(value)) known.add(value);
            else if (value && typeof value === "object") Object.values(value).forEach(collect);
        };
        for (const id of this.members) collect((await this.program.get(`/v1/members/${id}`)).profile);
        for (const id of this.responders) collect((await this.program.get(`/v1/responders/${id}`)).profile);
        known.add("test"); // who sends what a test sends
        return [...known].sort((a, b) => b.length - a.length);
    }

    read(id) {
        return this.program.get(`/v1/requests/${id}`);
    }
}
