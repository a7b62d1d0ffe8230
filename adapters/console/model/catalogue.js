// A list of the rules with names, such as the service catalogue or the posts, in the current
// language. A code without an entry is shown as the code.
import { current_language } from "../i18n/i18n.js";

export class Catalogue {
    #by_code = new Map();

    set(list) {
        this.#by_code = new Map(list.map((service) => [service.code, service]));
    }

    all() {
        return [...this.#by_code.values()].sort((a, b) =>
            a.urgency === b.urgency ? (a.code < b.code ? -1 : 1) : a.urgency < b.urgency ? -1 : 1,
        );
    }

    name(code) {
        const service = this.#by_code.get(code);
        if (!service) return code || "–";
        const name = current_language() === "en" ? service.name_en : service.name_zh;
        return name || service.name_zh || service.name_en || code;
    }
}
