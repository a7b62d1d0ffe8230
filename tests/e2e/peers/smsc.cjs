// A short message centre of the npm package smpp on 127.0.0.1: an independent reading of SMPP 3.4.
//
//     node smsc.cjs PASSWORD [KEY CERTIFICATE]        over TLS where it has a key
//
// Prints a line of JSON each for {port}, {bind}, {sms}, {receipt} and {unbind}. A line of standard
// input says what becomes of the short messages from then on, such as "throttle take cut", and is
// printed as {answers}; what comes behind its last word is taken. Of what is taken a receipt goes
// out.
"use strict";
const fs = require("node:fs");
const readline = require("node:readline");
const smpp = require("smpp");

const [password, key, cert] = process.argv.slice(2);
const print = (what) => process.stdout.write(JSON.stringify(what) + "\n");
let answers = [];
let taken = 0;

function take(session, pdu) {
    const id = `taken-${++taken}`;
    session.send(pdu.response({ message_id: id }));
    if (!pdu.registered_delivery) return;
    session.deliver_sm({
        source_addr: pdu.destination_addr,
        destination_addr: pdu.source_addr,
        esm_class: smpp.ESM_CLASS.MC_DELIVERY_RECEIPT,
        short_message: `id:${id} sub:001 dlvrd:001 submit date:2602140800 ` +
            "done date:2602140801 stat:DELIVRD err:000 text:",
    }, (answer) => print({ receipt: answer.command_status }));
}

function talk(session) {
    session.on("error", () => {});
    session.on("bind_transceiver", (pdu) => {
        const right = pdu.password === password;
        print({ bind: pdu.system_id, right });
        session.send(pdu.response(right ? {} : { command_status: smpp.ESME_RINVPASWD }));
    });
    session.on("submit_sm", (pdu) => {
        const answer = answers.shift() ?? "take";
        print({
            sms: {
                to: pdu.destination_addr,
                ton: pdu.dest_addr_ton,
                from: pdu.source_addr,
                coding: pdu.data_coding,
                text: pdu.short_message.message,
                header: (pdu.short_message.udh ?? []).map((one) => one.toString("hex")).join(),
                answer,
            },
        });
        if (answer === "cut") {
            session.destroy();
        } else if (answer === "throttle") {
            session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
        } else if (answer === "refuse") {
            session.send(pdu.response({ command_status: smpp.ESME_RINVDSTADR }));
        } else {
            take(session, pdu);
        }
    });
    session.on("enquire_link", (pdu) => session.send(pdu.response()));
    session.on("unbind", (pdu) => {
        print({ unbind: true });
        session.send(pdu.response());
        session.close();
    });
}

const options = key ? { key: fs.readFileSync(key), cert: fs.readFileSync(cert) } : {};
const server = smpp.createServer(options, talk);
server.listen(0, "127.0.0.1", () => print({ port: server.address().port }));
readline.createInterface({ input: process.stdin }).on("line", (line) => {
    answers = line.split(" ");
    print({ answers });
});
