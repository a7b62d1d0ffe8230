"""Where mutants are put, and the tests that matter there, by their names in ctest."""

import dataclasses
import re

from told import CannotTell


@dataclasses.dataclass(frozen=True)
class Folder:
    name: str
    sources: tuple  # globs below the top of the checkout
    tests: str  # a pattern of whole names: units, scenarios, and the samples of the fuzz targets
    programs: str = ""  # the same: with the real program, for places that no unit test comes to

    def matches(self, name, programs):
        pattern = self.programs if programs else self.tests
        return bool(pattern) and re.fullmatch(pattern, name) is not None


# What reads and writes the bytes of a protocol, whatever its file is called; no sockets, timers, pages.
CODECS = """
    dc09/cipher dc09/frame dc09/message
    feed/handshake feed/ws_codec
    http/body_reader http/calendar_feed http/event_binding http/http_codec http/open311
    http/request_head http/request_text http/signature
    jt808/fragments jt808/frames jt808/jt808_codec jt808/signals
    mqtt/mqtt_codec
    outbox/cap outbox/eido outbox/message outbox/smpp_codec outbox/sms_text outbox/wire
    pbx/ami_codec pbx/esl_codec pbx/esl_events pbx/message
    sip/device_xml sip/digest sip/gb28181_codec sip/scaip_codec sip/sip_message
    terminals/uid_lines terminals/zk_codec
    """.split()

FOLDERS = [
    Folder("engine/core", ("engine/core/**/*.cpp",), "core_.*",
           "program_acceptance_web"),
    Folder("engine/match", ("engine/match/*.cpp",),
           "assignment|assignment_lemon|coverage|day_route|nearest_grid|volunteers|core_rolling"),
    Folder("engine/log", ("engine/log/*.cpp",), "log|fuzz_snapshot|pipeline",
           "program_(damage|kill|recovery|cli)"),
    Folder("engine/pipeline", ("engine/pipeline/*.cpp",),
           "pipeline|past|confidential|views|audit|fuzz_recovery",
           "program_(clock|held|recovery|roads|survey)"),
    # Its callers are the adapters, so their tests show what it is for.
    Folder("engine/gate", ("engine/gate/*.cpp",),
           "gate|push|confidential|http_codec|http_adapter|adapters_(dc09|jt808|outbox|terminals)"
           "|fuzz_(gate|push)",
           "program_(doors|orders|push|links|cards|dc09)"),
    Folder("adapters", tuple(f"adapters/{name}.cpp" for name in CODECS),
           "adapters_.*|http_codec|http_adapter|calendar"
           "|fuzz_(ami|dc09|esl|http_codec|jt808|mqtt_codec|sip|smpp|terminals|ws_parser)",
           "program_(pbx|outbox|sip|tls)"),
]


def folder(name):
    for one in FOLDERS:
        if name in (one.name, one.name.split("/")[-1]):
            return one
    raise CannotTell(f"no folder {name}: one of {', '.join(one.name for one in FOLDERS)}")
