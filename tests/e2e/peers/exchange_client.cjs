// A public client of a telephone exchange logs in at a port, asks for one call out, and prints what
// it hears as a line of JSON each: {login}, {answer}, {event}. Ends when it is told of the key.
//
//     node exchange_client.cjs CLIENT PORT SECRET
"use strict";

const [client, port, secret] = process.argv.slice(2);
const id = "muster-offer-1";
const print = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const originate = {
    Action: "Originate",
    ActionID: id,
    Channel: "PJSIP/13800000001@trunk",
    ChannelId: id,
    Context: "muster",
    Exten: "ring",
    Priority: "1",
    Timeout: "30000",
    Async: "true",
    Variable: ["MUSTER_KIND=offer", "MUSTER_REQUEST=3", "CHANNEL(language)=zh"],
};
const end = (code) => setTimeout(() => process.exit(code), 50);

function asteriskManager() {
    const manager = require("asterisk-manager")(null, null, "muster", secret, true);
    manager.on("managerevent", (event) => {
        print({ event: event.event });
        if (event.event === "UserEvent") end(0);
    });
    manager.on("error", () => end(1));
    manager.connect(port, "127.0.0.1", () => {
        manager.login((refused) => {
            print({ login: !refused });
            if (refused) return end(2);
            const lower = Object.entries(originate).map(([k, v]) => [k.toLowerCase(), v]);
            const action = Object.fromEntries(lower);
            action.variable = Object.fromEntries(action.variable.map((v) => v.split("=")));
            manager.action(action, (error, answer) => print({ answer: answer.response }));
        });
    });
}

async function asteriskAmiClient() {
    const AmiClient = require("asterisk-ami-client");
    const ami = new AmiClient({ reconnect: false });
    ami.on("event", (event) => {
        print({ event: event.Event });
        if (event.Event === "UserEvent") end(0);
    });
    ami.on("response", (response) => {
        if (response.ActionID === id) print({ answer: response.Response });
    });
    try {
        await ami.connect("muster", secret, { host: "127.0.0.1", port: Number(port) });
    } catch {
        print({ login: false });
        return end(2);
    }
    print({ login: true });
    ami.action(originate);
}

function modesl() {
    const esl = require("modesl");
    const connection = new esl.Connection("127.0.0.1", Number(port), secret, () => {
        print({ login: true });
        connection.subscribe(["CHANNEL_CREATE", "CHANNEL_HANGUP", "CUSTOM muster::key"], () => {
            const variables =
                `origination_uuid=${id},muster_kind=offer,muster_request=3,default_language=zh`;
            connection.bgapi(
                `originate {${variables}}sofia/gateway/trunk/13800000001 ring XML muster`,
                (event) => print({ answer: event.getBody().trim() }),
            );
        });
    });
    connection.on("esl::event::auth::fail", () => {
        print({ login: false });
        end(2);
    });
    connection.on("esl::event::CHANNEL_CREATE::*", (event) =>
        print({ event: event.getHeader("Event-Name") }));
    connection.on("esl::event::CUSTOM::*", (event) => {
        print({ event: event.getHeader("Event-Subclass") });
        end(0);
    });
}

({ "asterisk-manager": asteriskManager, "asterisk-ami-client": asteriskAmiClient, modesl })[client]();
