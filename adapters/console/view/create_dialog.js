// A new request: who it is for (found by phone or name), which service, where.
import { urgencies } from "../model/derive.js";
import { clock } from "../model/format.js";
import { Submission } from "../model/submission.js";
import { current_language, t, word } from "../i18n/i18n.js";
import { el } from "./dom.js";
import { form_end, make_field, open_dialog, restored_line, show_problem } from "./form.js";

const pause_ms = 250; // typing goes on
const most_found = 8;

export const create_draft = "create";

// desk: {api, services, members, drafts, send, pick_place() -> promise of a Point or null,
// went_back(draft)}. Resolves to the answer of the command, or null.
export function ask_new_request(desk) {
    return new Promise((resolve) => {
        let answer = null;
        let member = null;
        let place = null;
        const submission = new Submission({
            id: create_draft,
            drafts: desk.drafts,
            send: desk.send,
        });
        const fields = [];
        const field = (name, kind, more = {}) => {
            const initial = submission.initial(name);
            fields.push(make_field({ name, kind, label: t(`field.${name}`), initial, ...more }));
            return fields.at(-1);
        };
        const values_now = () => ({
            ...Object.fromEntries(fields.map((f) => [f.name, f.value()])),
            member,
            place,
        });
        const remember = () => submission.remember(values_now());
        const service = field("service", "choice", {
            required: true,
            options: [
                { value: "", label: ["act", "choose"] },
                ...desk.services.all().map((s) => ({
                    value: s.code,
                    prefix: s.urgency,
                    label: ["", current_language() === "en" ? s.name_en : s.name_zh],
                })),
            ],
        });
        const urgency = field("urgency", "choice", {
            options: [
                { value: "", label: ["field", "urgency_default"] },
                ...urgencies.map((u) => ({ value: u, prefix: u, label: ["urgency", u] })),
            ],
        });
        const search = field("member_search", "text");
        const caller = field("caller", "text");
        const address = field("address", "text");
        const note = field("note", "area");
        const skills = field("skills", "text");
        const silent = field("silent", "bool");
        const found = el("div.found");
        const chosen = el("div.field.row", { hidden: true });
        const place_text = el("span.dim", {}, t("field.place_none"));

        const choose = (next) => {
            member = next;
            found.replaceChildren();
            search.node.hidden = Boolean(member);
            chosen.hidden = !member;
            if (!member) return;
            desk.members.put(member);
            const { name, phone, address: home, risks } = member.profile;
            chosen.replaceChildren(
                el(
                    "div",
                    {},
                    el("b", {}, name),
                    ` ${phone ?? ""} · ${home ?? ""}`,
                    risks && el("div.badge.warn", {}, risks),
                ),
                el(
                    "button",
                    {
                        type: "button",
                        onclick: () => {
                            choose(null);
                            remember();
                        },
                    },
                    t("field.member_clear"),
                ),
            );
            if (!place) place_text.textContent = t("field.place_home");
            if (phone && !caller.input.value) caller.input.value = phone;
        };
        const show_place = () => {
            if (place) place_text.textContent = `${place.lat.toFixed(5)}, ${place.lon.toFixed(5)}`;
        };

        let timer = 0;
        let asked = 0;
        search.input.addEventListener("input", () => {
            clearTimeout(timer);
            timer = setTimeout(async () => {
                const words = search.value();
                const question = ++asked;
                if (words.length < 2) return found.replaceChildren();
                // The engine knows a number however it is written.
                const by = /^[+＋\d０-９\s().（）－-]+$/.test(words) ? "phone" : "name";
                const list = await desk.api
                    .list(`/v1/members?${by}=${encodeURIComponent(words)}&limit=${most_found}`)
                    .catch(() => []);
                if (question !== asked) return;
                found.replaceChildren(
                    ...(list.length === 0
                        ? [el("p.dim", {}, t("field.member_none"))]
                        : list
                              .slice(0, most_found)
                              .map((one) =>
                                  el(
                                      "button",
                                      {
                                          type: "button",
                                          onclick: () => {
                                              choose(one);
                                              remember();
                                          },
                                      },
                                      el("b", {}, one.profile.name ?? `#${one.id}`),
                                      ` ${one.profile.phone ?? ""} · ${one.profile.address ?? ""} `,
                                      el(
                                          "span.dim",
                                          {},
                                          (one.profile.flags ?? [])
                                              .map((flag) => word("flag", flag))
                                              .join(" · "),
                                      ),
                                  ),
                              )),
                );
            }, pause_ms);
        });

        const pick = el(
            "button",
            {
                type: "button",
                onclick: async () => {
                    const point = await dialog.step_aside(desk.pick_place);
                    if (!point) return;
                    place = point;
                    show_place();
                    remember();
                },
            },
            t("field.place_pick"),
        );

        const end = form_end({ send: t("act.create_send"), on_back: () => dialog.close() });
        const form = el(
            "form",
            { novalidate: true, autocomplete: "off", oninput: remember },
            submission.restored &&
                restored_line(submission.restored, clock, () => {
                    submission.forget();
                    dialog.close();
                    desk.create();
                }),
            search.node,
            found,
            chosen,
            el("div.two", {}, service.node, urgency.node),
            el("div.two", {}, caller.node, address.node),
            el("div.field.row", {}, el("span.label", {}, t("field.place")), place_text, pick),
            note.node,
            skills.node,
            silent.node,
            end.problem,
            end.buttons,
        );
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            service.complain(service.value() ? null : t("act.required"));
            if (!service.value()) return service.input.focus();
            const body = { service: service.value(), channel: "console" };
            if (urgency.value()) body.urgency = urgency.value();
            if (member) body.member = member.id;
            if (caller.value()) body.caller = caller.value();
            for (const one of [address, note]) {
                if (one.value()) body[one.name] = one.value();
            }
            if (place) body.place = place;
            const wanted = skills
                .value()
                .split(/[,，、]/)
                .map((s) => s.trim())
                .filter(Boolean);
            if (wanted.length > 0) body.skills = wanted;
            if (silent.value()) body.silent = true;
            end.start();
            try {
                answer = await submission.send("CreateRequest", body, values_now(), end.on_retry);
                dialog.close();
            } catch (problem) {
                show_problem(end.problem, problem);
            } finally {
                end.stop();
            }
        });
        if (submission.restored) {
            place = submission.initial("place", null);
            choose(submission.initial("member", null));
            show_place();
        } else submission.untouched(values_now());
        const dialog = open_dialog(t("act.create"), form, {
            wide: true,
            on_close: () => {
                if (!answer) desk.went_back(create_draft);
                resolve(answer);
            },
        });
        (member ? note : search).input.focus();
    });
}
