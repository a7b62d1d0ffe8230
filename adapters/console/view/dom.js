// The few lines that stand in for a framework.

// el("button.primary", {onclick: f, "aria-label": x}, "text", child, ...). A null child is left out;
// an attribute that is false, null or undefined too.
export function el(what, attributes = {}, ...children) {
    const [tag, ...classes] = what.split(".");
    const node = document.createElement(tag || "div");
    if (classes.length > 0) node.className = classes.join(" ");
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
        else if (name === "value") node.value = value;
        else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
    return node;
}

const svg_ns = "http://www.w3.org/2000/svg";

export function svg(path, { size = 16, title = "" } = {}) {
    const node = document.createElementNS(svg_ns, "svg");
    node.setAttribute("viewBox", "0 0 16 16");
    node.setAttribute("width", size);
    node.setAttribute("height", size);
    node.setAttribute("class", "icon");
    node.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS(svg_ns, "path");
    shape.setAttribute("d", path);
    node.append(shape);
    if (title) {
        const tip = document.createElementNS(svg_ns, "title");
        tip.textContent = title;
        node.append(tip);
    }
    return node;
}

// Only touches the page where something differs.
export function set_text(node, text) {
    const wanted = String(text);
    if (node.textContent !== wanted) node.textContent = wanted;
}

export function set_attribute(node, name, value) {
    if (value === null || value === undefined || value === false) {
        if (node.hasAttribute(name)) node.removeAttribute(name);
    } else if (node.getAttribute(name) !== String(value)) {
        node.setAttribute(name, value);
    }
}

export function set_class(node, name) {
    if (node.className !== name) node.className = name;
}

export const by_id = (id) => document.getElementById(id);
