// Line drawings on a 16 x 16 grid, filled by the text colour.
export const channel_icons = {
    hotline:
        "M4.3 1.5 6 1.2l1.3 3.2-1.4 1.2c.7 1.7 2.6 3.6 4.4 4.5l1.3-1.5 3.2 1.4-.3 1.8c-.2 1.2-1 2-2.2 2C7 13.6 2.4 8.9 2.2 3.7c0-1.1.9-2 2.1-2.2z",
    card: "M1 3.5h14v9H1zM2.3 5v1.5h11.4V5zM2.5 9h4v1.5h-4z",
    button: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    app: "M4.5 1h7v14h-7zM5.8 3v9h4.4V3z",
    web: "M1.5 2.5h13v11h-13zM3 5.5V12h10V5.5z",
    device: "M7.2 1h1.6v3.2H7.2zM3 4.5h10v8.5H3zM4.5 6v5.5h7V6zM6 8h4v1.5H6zM5 13.5h6V15H5z",
    console: "M1 2.5h14v9H9v2h3V15H4v-1.5h3v-2H1zM2.5 4v6h11V4z",
    survey: "M3 1h10v14H3zM4.5 2.5v11h7v-11zM6 4.5h4V6H6zm0 3h4V9H6z",
    system: "M7 1h2v2.2l1.9.8 1.5-1.6 1.4 1.4-1.6 1.5.8 1.7H15v2h-2l-.8 1.9 1.6 1.5-1.4 1.4-1.5-1.6L9 13v2H7v-2l-1.9-.8-1.5 1.6-1.4-1.4 1.6-1.5L3 9H1V7h2l.8-1.7-1.6-1.5 1.4-1.4L5.1 4 7 3.2zm1 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
};

// The shape of a class, so that it is told without its colour.
export const class_shapes = {
    P0: "M5 1h6l4 4v6l-4 4H5l-4-4V5z",
    P1: "M8 1 15.5 14.5H.5z",
    P2: "M8 .5 15.5 8 8 15.5.5 8z",
    P3: "M2 2h12v12H2z",
    P4: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z",
};
