// Rules of a test's own, made of the text of rules.toml: promises that break after a second.
const promise = (milestone, was) => (rules) =>
    rules.replace(`{ milestone = "${milestone}", within_ms = "${was}" }`, `{ milestone = "${milestone}", within_ms = "1 s" }`);

// Of P0: that it is handed over.
export const handover_breaks_at_once = promise("handover", "60 s");
// Of P2, as of all whose contact is promised within the half hour.
export const contact_breaks_at_once = promise("contact", "30 min");
