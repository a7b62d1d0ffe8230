// One event of a request's story in words: {text, more: [text], tone}. Pure but for the words.
// tone: plain, good, warn, bad, quiet.
import { duration, metres, minutes, moment } from "./format.js";
import { later_than } from "./derive.js";
import { t, word } from "../i18n/i18n.js";

// names: {responder(id), offer(id) -> responder's name, who(step), service(code), role(slot)}.
export function event_words(event, names, now) {
    const key = `ev.${event.type}`;
    const name = event.responder ? names.responder(event.responder) : "";
    switch (event.type) {
        case "RequestReceived":
            return received(event, names);
        case "RequestLocated":
            return say(key, {
                where:
                    event.address || `${event.place.lat.toFixed(5)}, ${event.place.lon.toFixed(5)}`,
            });
        case "RequestTaken":
            return say(key, { owner: event.owner });
        case "RequestReclassified":
            return say(event.automatic ? `${key}.auto` : key, event, "warn");
        case "RequestHeld":
            return say(key, { time: moment(event.hold_until, now), reason: event.reason });
        case "RequestResumed":
        case "RequestArchived":
            return say(key, {}, "quiet");
        case "RequestCancelled":
        case "RequestTransferred":
        case "RequestReopened":
            return say(key, event, "warn");
        case "RequestMerged":
            return say(event.automatic ? `${key}.auto` : key, event);
        case "RequestSplit":
        case "DuplicateSuspected":
            return say(key, event, "warn");
        case "DuplicateDismissed":
            return say(key, event, "quiet");
        case "SafetyVerified":
            return say(key, event, "good");
        case "HandoverRecorded":
            return say(
                key,
                {
                    agency: word("agency", event.handover.agency),
                    person: event.handover.person,
                    result: event.handover.result,
                },
                "good",
            );
        case "ContactDue":
            return say(key, { who: names.who(event.step) }, "warn");
        case "ContactRecorded":
            return with_note(
                event,
                say(
                    key,
                    {
                        who: names.who(event.step),
                        outcome: word("outcome", event.outcome),
                    },
                    event.outcome === "answered" ? "good" : "plain",
                ),
            );
        case "ContactsExhausted":
            return say(key, {}, "bad");
        case "RequestCalledBack": {
            if (!event.reached) return with_note(event, say(`${key}.missed`, {}, "warn"));
            if (!event.rating) return with_note(event, say(`${key}.unrated`));
            return with_note(event, say(key, event, event.rating <= 2 ? "bad" : "good"));
        }
        case "RequestClosed":
            return with_note(
                event,
                say(key, { disposition: word("disposition", event.disposition) }, "quiet"),
            );
        case "NoteAdded":
            return say(key, { by: event.note.by, text: event.note.text });
        case "DeadlineWarned":
            return say(key, { milestone: word("milestone", event.milestone) }, "warn");
        case "DeadlineBreached":
            return say(key, { milestone: word("milestone", event.milestone) }, "bad");
        case "BreachExplained":
            return say(key, { milestone: word("milestone", event.milestone), cause: event.cause });
        case "OfferMade":
            return say(key, {
                name: names.responder(event.candidate.responder),
                min: minutes(event.candidate.eta_ms),
                distance: metres(event.candidate.distance_m),
            });
        case "OfferAccepted":
            return say(key, { name: names.offer(event.offer) }, "good");
        case "OfferDeclined":
            return say(key, {
                name: names.offer(event.offer),
                reason: event.reason ? `(${event.reason})` : "",
            });
        case "OfferExpired":
            return say(key, { name: names.offer(event.offer) });
        case "OfferWithdrawn":
            return say(
                key,
                { name: names.offer(event.offer), cause: word("withdraw", event.cause) },
                "quiet",
            );
        case "SlotFellBack":
            return say(key, { role: names.role(event.slot) }, "warn");
        case "SlotAssigned":
            return assigned(event, names, name);
        case "AssignmentReleased":
            return say(
                key,
                {
                    name,
                    cause: word("release", event.cause),
                    reason: event.reason ? `(${event.reason})` : "",
                },
                event.cause === "request_ended" ? "quiet" : "warn",
            );
        case "ArrivalRevised":
            return say(key, { name, min: minutes(event.eta_ms) }, "quiet");
        case "AssignmentAcknowledged":
        case "ResponderEnRoute":
            return say(key, { name });
        case "ResponderOnScene":
            return say(key, { name }, "good");
        case "SlotServed":
            return with_note(
                event,
                say(key, { name, disposition: word("disposition", event.disposition) }, "good"),
            );
        default:
            return { text: event.type, more: [], tone: "quiet" };
    }
}

function say(key, params = {}, tone = "plain") {
    return {
        text: t(key, params)
            .replace(/[:：]\s*$/, "")
            .trim(),
        more: [],
        tone,
    };
}

function with_note(event, words) {
    if (event.note) words.more.push(`“${event.note}”`);
    return words;
}

function received(event, names) {
    const words = say("ev.RequestReceived", {
        channel: word("channel", event.channel),
        service: names.service(event.service),
        urgency: event.urgency,
    });
    if (event.silent) {
        words.more.push(t("ev.silent"));
        words.tone = "bad";
    }
    if (event.raised_for?.length) {
        const flags = event.raised_for.map((flag) => word("flag", flag)).join(", ");
        words.more.push(t("ev.raised", { flags }));
    }
    return with_note(event, words);
}

function assigned(event, names, name) {
    const by = event.by === "dispatcher" || event.by === "offer" ? `.${event.by}` : "";
    const words = say(`ev.SlotAssigned${by}`, {
        name,
        role: names.role(event.slot),
        min: minutes(event.eta_ms),
        reason: event.reason,
    });
    if (event.by === "preemption") words.more.push(word("by", event.by));
    const { winner, next, considered } = event.rationale ?? {};
    if (winner && next) {
        const slower = later_than(next, winner);
        const key = slower > 0 ? "ev.next" : slower < 0 ? "ev.next_needed" : "ev.next_tie";
        words.more.push(
            t(key, {
                name: names.responder(next.responder),
                min: minutes(next.eta_ms),
                more: duration(Math.abs(slower)),
            }),
        );
    } else if (winner && considered === 1) {
        words.more.push(t("ev.only"));
    }
    return words;
}
