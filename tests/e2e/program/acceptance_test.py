"""Each protocol by which somebody calls for help, against the real program: the alarm becomes the
right request, is acknowledged after its commit and not before, is one however often it comes, loses
nothing to what is malformed behind it, and is one also where the program is killed between receipt
and answer.

What is asked is in acceptance/case.py, a protocol in a class of its own beside it. Names of rows as
arguments run these alone."""

import sys

from acceptance import calls, case, dc09, jt808, mqtt, sip, terminals, web
from exchange import Asterisk, FreeSwitch
from harness import main

ALARMS = (
    sip.ScaipUdp,
    sip.ScaipTcp,
    sip.Gb28181,
    dc09.Dc09Tcp,
    dc09.Dc09Udp,
    dc09.Dc09AesTcp,
    dc09.Dc09AesUdp,
    jt808.Jt808,
    mqtt.MqttOwn,
    mqtt.Zigbee,
    terminals.Zk,
    terminals.Reader,
    web.CardLink,
    web.Chip,
    web.Push,
    web.CloudEvent,
)
CALLS = (Asterisk, FreeSwitch)

for row in ALARMS:
    globals()[row.__name__] = type(row.__name__, (case.Acceptance,), {"protocol_type": row})
for row in CALLS:
    globals()[row.__name__] = type(row.__name__, (calls.CallAcceptance,), {"make_exchange": row})

if __name__ == "__main__":
    for row in ALARMS:
        if row.__name__ in sys.argv and row.missing():
            print(f"skipped: {row.missing()} not installed")
            sys.exit(77)
    main()
