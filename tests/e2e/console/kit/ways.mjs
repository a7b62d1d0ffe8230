// How a request comes to each status: each way makes one anew, of a member who has none open.
export function ways_of(city) {
    const { program } = city;
    const made = (service, more) => city.request(service, { member: city.next_member(), ...more });
    return {
        received: () => made("consultant"),
        queued: () => made("haircut"),
        offered: () => made("meal"),
        dispatched: () => made("fall"),
        acknowledged: async () => city.bring_to("acknowledged", await made("shopping")),
        en_route: async () => city.bring_to("en_route", await made("shopping")),
        on_scene: async () => city.bring_to("on_scene", await made("shopping")),
        served: async () => city.serve(await made("shopping")),
        called_back: async () => {
            const { id } = await city.serve(await made("shopping"));
            await program.must("RecordCallback", { request: id, reached: true, rating: 5 });
            return city.read(id);
        },
        closed: async () => {
            const { id } = await made("consultant");
            await program.must("TakeRequest", { request: id });
            await program.must("CloseRequest", { request: id, disposition: "advised" });
            return city.read(id);
        },
        held: async () => {
            const { id } = await made("haircut");
            const { now } = await program.get("/v1/me");
            const hold_until = now + 3_600_000;
            await program.must("HoldRequest", { request: id, hold_until, reason: "kin at 8" });
            return city.read(id);
        },
        cancelled: async () => {
            const { id } = await made("haircut");
            await program.must("CancelRequest", { request: id, reason: "called back" });
            return city.read(id);
        },
        transferred: async () => {
            const { id } = await made("consultant");
            const to = "civil_affairs";
            await program.must("TransferRequest", { request: id, to, reason: "theirs" });
            return city.read(id);
        },
        merged: async () => {
            const { id, member } = await made("haircut");
            const into = await city.request("company", { member: city.members.indexOf(member) });
            await program.must("MergeRequest", { request: id, into: into.id });
            return city.read(id);
        },
        silent: () => made("emergency", { silent: true }),
        // The same member, but somewhere else: perhaps the same, perhaps not.
        suspected: async () => {
            const { member } = await made("fall");
            return city.request("fall", {
                member: city.members.indexOf(member),
                place: { lat: 32.42, lon: 119.44 },
            });
        },
    };
}
