// On a narrow screen one pane at a time; this bar says which.
import { t } from "../i18n/i18n.js";
import { el, set_attribute } from "./dom.js";

const tabs = ["queue", "map", "board", "detail"];

export class TabBar {
    constructor(root, app, desk) {
        Object.assign(this, { root, app, desk });
        this.build();
    }

    build() {
        this.root.setAttribute("aria-label", t("app.title"));
        this.buttons = tabs.map((tab) =>
            el(
                "button",
                { "data-tab": tab, onclick: () => this.desk.ui.set({ tab }) },
                t(`pane.${tab}`),
            ),
        );
        this.root.replaceChildren(...this.buttons);
        this.update();
    }

    update() {
        const chosen = this.desk.ui.get("tab");
        this.app.dataset.tab = chosen;
        for (const button of this.buttons) {
            set_attribute(button, "aria-pressed", String(button.dataset.tab === chosen));
        }
    }
}
