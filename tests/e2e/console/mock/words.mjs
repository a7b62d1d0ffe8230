// What the mock says of events: which they are, and what somebody wrote with them. The wording of
// sentences is the engine's, and tested there.
const tones = { DeadlineWarned: "warn", DeadlineBreached: "bad", ResponderOnScene: "good" };

const sentence = (event) =>
    [event.type, event.reason, event.note?.text, event.milestone].filter(Boolean).join(": ");

// {en, zh, tones}, each with one item for each event, as a record of a timeline has them.
export const words_of = (events) => ({
    en: events.map(sentence),
    zh: events.map((event) => `〔${sentence(event)}〕`),
    tones: events.map((event) => tones[event.type] ?? "plain"),
});
