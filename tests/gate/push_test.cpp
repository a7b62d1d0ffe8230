// What a cloud posts and what becomes of it, with the mappings that are shipped.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "engine/app/config/load_toml.hpp"
#include "engine/gate/push_mapping.hpp"
#include "engine/gate/push_reader.hpp"
#include "engine/gate/push_signature.hpp"
#include "engine/gate/push_values.hpp"
#include "muster/devices.hpp"

namespace muster::gate {
namespace {

const PushMapping& shipped(std::string_view name) {
    static const PushMappings all = [] {
        PushMappings read;
        const auto wrong = app::load_toml("config/push.toml", read);
        EXPECT_FALSE(wrong) << to_string(*wrong);
        return read;
    }();
    for (const PushMapping& one : all.mappings) {
        if (one.name == name) return one;
    }
    ADD_FAILURE() << "no mapping " << name;
    std::abort();
}

PushRequest request(std::string_view body,
                    std::vector<std::pair<std::string, std::string>> query = {}) {
    return {
        .body = body, .charset = codec::Charset::utf8, .headers = {}, .query = std::move(query)};
}

Pushed pushed(const PushMapping& mapping, std::string_view body,
              std::vector<std::pair<std::string, std::string>> query = {}) {
    auto read = read_push(mapping, request(body, std::move(query)));
    if (!read) {
        ADD_FAILURE() << read.error().detail;
        return {};
    }
    return std::move(*read);
}

const SignalDevice& signal(const Pushed& all, std::size_t place) {
    static const SignalDevice none;
    if (place >= all.commands.size() || !all.commands[place].command.is<SignalDevice>()) {
        ADD_FAILURE() << "command " << place << " is no signal";
        return none;
    }
    return all.commands[place].command.get<SignalDevice>();
}

const ReportDevice& report(const Pushed& all, std::size_t place) {
    static const ReportDevice none;
    if (place >= all.commands.size() || !all.commands[place].command.is<ReportDevice>()) {
        ADD_FAILURE() << "command " << place << " is no report";
        return none;
    }
    return all.commands[place].command.get<ReportDevice>();
}

const std::string button =
    R"({"platform":"iot","data":[{"imei":"860000000000001","alarmType":1,"alarmName":"一键报警",)"
    R"("time":"2026-03-02 16:15:30","lng":119.4181,"lat":32.3921,"power":"87%",)"
    R"("address":"卫生间","phone":"051487650001","msgId":"m-1"}]})";

TEST(Push, AButtonOnNarrowband) {
    const Pushed all = pushed(shipped("nbiot-button"), button);
    ASSERT_EQ(all.commands.size(), 2u);
    EXPECT_EQ(all.unmapped, 0u);
    EXPECT_TRUE(all.notes.empty());
    const SignalDevice& sos = signal(all, 0);
    EXPECT_EQ(sos.key.value, "push:nbiot-button:860000000000001");
    EXPECT_EQ(sos.signal, "sos");
    EXPECT_EQ(sos.said.value, "一键报警");
    EXPECT_EQ(sos.where.value, "卫生间");
    EXPECT_EQ(sos.call_back.value, "051487650001");
    EXPECT_FALSE(sos.level);
    EXPECT_EQ(sos.happened_at.value, 1'772'439'330'000);  // 08:15:30 UTC
    ASSERT_TRUE(sos.place);
    // GCJ-02 is some hundred metres away from WGS-84 here.
    EXPECT_NEAR(sos.place->value.lat_e7, 323'921'000, 40'000);
    EXPECT_NEAR(sos.place->value.lon_e7, 1'194'181'000, 80'000);
    EXPECT_NE(sos.place->value.lon_e7, 1'194'181'000);
    EXPECT_EQ(report(all, 1).battery_percent, 87);
    EXPECT_EQ(report(all, 1).key.value, "push:nbiot-button:860000000000001");
}

TEST(Push, WhatIsSentAgainHasTheSameKeyAndWhatIsNotHasNot) {
    const PushMapping& mapping = shipped("nbiot-button");
    const auto key = [&](std::string body, std::string_view from, std::string_view to) {
        if (const auto at = body.find(from); at != std::string::npos) {
            body.replace(at, from.size(), to);
        }
        return pushed(mapping, body).commands.at(0).key;
    };
    const std::string first = key(button, "", "");
    EXPECT_EQ(first.size(), 40u);
    EXPECT_EQ(key(button, "\"platform\":\"iot\"", "\"platform\":\"again\""), first);
    EXPECT_EQ(key(button, "\"data\"", "\"sentAt\":7,\"data\""), first);
    // A number that began anew, and the same number of another device.
    EXPECT_NE(key(button, "16:15:30", "17:15:30"), first);
    EXPECT_NE(key(button, "860000000000001", "860000000000002"), first);
    EXPECT_NE(key(button, "m-1", "m-2"), first);
    EXPECT_NE(key(button, "\"alarmType\":1", "\"alarmType\":2"), first);
}

TEST(Push, WithoutANumberAndATimeEachIsTold) {
    PushMapping mapping = shipped("nbiot-button");
    mapping.key.clear();
    EXPECT_FALSE(pushed(mapping, button).commands.at(0).key.empty()) << "the time tells them apart";
    mapping.time.path.clear();
    EXPECT_TRUE(pushed(mapping, button).commands.at(0).key.empty());
}

TEST(Push, TwoMessagesOfOneBodyThatShareItsNumber) {
    const Pushed all = pushed(shipped("nbiot-button"),
                              R"({"msgId":"m","data":[{"imei":"1","alarmType":1},)"
                              R"({"imei":"1","alarmType":5},{"imei":"2","alarmType":1}]})");
    ASSERT_EQ(all.commands.size(), 3u);
    std::set<std::string> keys;
    for (const PushedCommand& one : all.commands)
        keys.insert(one.key);
    EXPECT_EQ(keys.size(), 3u);
    EXPECT_EQ(keys.count(""), 0u);
}

TEST(Push, AValueThatIsNotMappedIsKept) {
    const Pushed all = pushed(shipped("nbiot-button"),
                              R"({"data":{"imei":"7","alarmType":99,"alarmName":"拆机"}})");
    ASSERT_EQ(all.commands.size(), 1u);
    EXPECT_EQ(all.unmapped, 1u);
    EXPECT_TRUE(signal(all, 0).signal.empty());
    EXPECT_EQ(signal(all, 0).said.value,
              R"(99, 拆机: {"imei":"7","alarmType":99,"alarmName":"拆机"})");
}

TEST(Push, WhatIsLongIsClippedBetweenCharacters) {
    std::string name;
    for (int i = 0; i < 200; ++i)
        name += "拆";
    const Pushed all =
        pushed(shipped("nbiot-button"),
               R"({"data":{"imei":"7","alarmType":99,"alarmName":")" + name + "\"}}");
    EXPECT_LE(signal(all, 0).said.value.size(), max_said_bytes);
    EXPECT_GE(signal(all, 0).said.value.size(), max_said_bytes - 3);
    EXPECT_TRUE(signal(all, 0).said.value.ends_with("拆"));
    EXPECT_EQ(clipped("a\nb\x7F", 10), "a b ");
    EXPECT_EQ(clipped("拆", 2), "");
}

TEST(Push, ASignOfLifeIsNoSignal) {
    const Pushed all = pushed(shipped("nbiot-button"),
                              R"({"data":{"imei":"7","alarmType":0,"power":55,)"
                              R"("lat":"32.39","lng":"119.41","time":"2026/03/02T16:15:30.25"}})");
    ASSERT_EQ(all.commands.size(), 1u);
    EXPECT_EQ(report(all, 0).battery_percent, 55);
    EXPECT_TRUE(report(all, 0).place.has_value());
    EXPECT_EQ(report(all, 0).placed_at.value, 1'772'439'330'250);
    EXPECT_EQ(all.commands[0].key, "");
}

TEST(Push, WhatCannotBeReadDoesNotStopTheAlarm) {
    const Pushed all = pushed(shipped("nbiot-button"),
                              R"({"data":{"imei":"7","alarmType":"1","time":"yesterday","lat":0,)"
                              R"("lng":0.0,"power":255,"phone":"138****0001","address":null}})");
    ASSERT_EQ(all.commands.size(), 1u);
    EXPECT_EQ(signal(all, 0).signal, "sos");
    EXPECT_EQ(signal(all, 0).happened_at.value, 0);
    EXPECT_FALSE(signal(all, 0).place) << "never a marker at 0,0";
    EXPECT_EQ(signal(all, 0).call_back.value, "");
    const std::vector<std::string> expected{
        "/time: no time of the form that the mapping says", "/lat: no place on earth, or 0/0",
        "/phone: no telephone number, or a masked one", "/power: no percentage"};
    EXPECT_EQ(all.notes, expected);
}

TEST(Push, NoDeviceIsAFaultThatSaysWhere) {
    const auto read = read_push(shipped("nbiot-button"), request(R"({"data":[{"alarmType":1}]})"));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().field, "/data/0/imei");
    const auto whole = read_push(shipped("chirpstack"), request(R"({"object":{"press":"short"}})"));
    ASSERT_FALSE(whole);
    EXPECT_EQ(whole.error().field, "/deviceInfo/devEui");
    const auto list = read_push(shipped("nbiot-button"), request(R"({"datum":[]})"));
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().field, "/data");
    // Two long numbers must not become one device.
    EXPECT_FALSE(read_push(shipped("home-assistant"),
                           request(R"({"device":89860000000000000001,"kind":"sos"})")));
    const Pushed number =
        pushed(shipped("home-assistant"), R"({"device":8986000000000000001,"kind":"sos"})");
    EXPECT_EQ(signal(number, 0).key.value, "push:home-assistant:8986000000000000001");
    EXPECT_FALSE(read_push(shipped("home-assistant"), request(R"({"device":"138****0001"})")));
    EXPECT_FALSE(read_push(shipped("home-assistant"),
                           request("{\"device\":\"" + std::string(200, 'x') + "\"}")));
}

TEST(Push, AMessageWithoutADeviceDoesNotDropTheAlarmBesideIt) {
    const Pushed all =
        pushed(shipped("nbiot-button"), R"({"data":[{"alarmType":1},{"imei":"7","alarmType":1}]})");
    ASSERT_EQ(all.commands.size(), 2u);
    EXPECT_EQ(signal(all, 0).key.value, "push:nbiot-button:?");
    EXPECT_EQ(signal(all, 0).signal, "sos");
    EXPECT_EQ(signal(all, 1).key.value, "push:nbiot-button:7");
    ASSERT_EQ(all.notes.size(), 1u);
    EXPECT_TRUE(all.notes[0].starts_with("/data/0/imei: "));
}

TEST(Push, MalformedBodies) {
    for (const char* body : {"", "{", "{}x", "{\"a\":\"\xFF\"}", "{\"a\":1,}", "nothing"}) {
        const auto read = read_push(shipped("chirpstack"), request(body));
        ASSERT_FALSE(read) << body;
        EXPECT_EQ(read.error().reason, FaultReason::malformed);
        EXPECT_FALSE(read.error().detail.empty());
        ASSERT_TRUE(read.error().offset);
        EXPECT_LE(*read.error().offset, std::string_view(body).size());
    }
    // Where it stands in what was sent, and nothing where that is another charset.
    const auto marked = read_push(shipped("chirpstack"), request("\xEF\xBB\xBF{]"));
    EXPECT_EQ(marked.error().offset, 4u);
    PushRequest gbk = request("{\"\xB2\xF0\xB2\xF0\xB2\xF0\":]");
    gbk.charset = codec::Charset::gb18030;
    EXPECT_FALSE(read_push(shipped("chirpstack"), gbk).error().offset);
    const std::string deep = std::string(40, '[') + std::string(40, ']');
    EXPECT_FALSE(read_push(shipped("chirpstack"), request(deep)));
    std::string many = "{\"data\":[{}";
    for (std::size_t i = 0; i < max_push_items; ++i)
        many += ",{}";
    const auto read = read_push(shipped("nbiot-button"), request(many + "]}"));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason, FaultReason::batch_too_large);
}

const std::string uplink =
    R"({"deduplicationId":"3ac7e3c4-4401-4b8d-9386-a5c902f9202d",)"
    R"("time":"2026-03-02T08:15:30.775023242+00:00","deviceInfo":{"tenantId":"52f14cd4",)"
    R"("applicationName":"buttons","deviceName":"flat 12","devEui":"24e124535b316056"},)"
    R"("devAddr":"00189440","fCnt":4,"fPort":85,"data":"/y4B","object":{"press":"short",)"
    R"("battery":97.0,"sos":null},"rxInfo":[{"gatewayId":"0016c001f153a14c","rssi":-36}]})";

TEST(Push, AButtonBehindChirpStack) {
    const Pushed all = pushed(shipped("chirpstack"), uplink, {{"event", "up"}});
    ASSERT_EQ(all.commands.size(), 2u);
    EXPECT_EQ(signal(all, 0).key.value, "push:chirpstack:24e124535b316056");
    EXPECT_EQ(signal(all, 0).signal, "sos");
    EXPECT_EQ(signal(all, 0).said.value, "flat 12");
    EXPECT_EQ(signal(all, 0).happened_at.value, 1'772'439'330'775);
    EXPECT_EQ(report(all, 1).battery_percent, 97);
}

TEST(Push, LevelsBehindChirpStack) {
    const auto object = [&](std::string_view what) {
        return pushed(shipped("chirpstack"),
                      R"({"deviceInfo":{"devEui":"01"},"object":)" + std::string(what) + "}");
    };
    const Pushed on = object(R"({"sos":true,"tamper":0,"low_battery":"ON"})");
    ASSERT_EQ(on.commands.size(), 3u) << "none hides another";
    EXPECT_EQ(signal(on, 0).level, true);
    EXPECT_EQ(signal(on, 1).signal, "tamper");
    EXPECT_EQ(signal(on, 1).level, false);
    EXPECT_EQ(signal(on, 2).signal, "battery_low");
    EXPECT_EQ(signal(on, 2).level, true);
    const Pushed odd = object(R"({"sos":"perhaps","fall":true})");
    ASSERT_EQ(odd.commands.size(), 2u);
    EXPECT_EQ(signal(odd, 0).signal, "fall");
    EXPECT_TRUE(signal(odd, 1).signal.empty());
    EXPECT_TRUE(signal(odd, 1).said.value.starts_with("perhaps: "));
}

TEST(Push, OtherEventsOfChirpStack) {
    const std::string info = R"("deviceInfo":{"devEui":"01"})";
    const Pushed status =
        pushed(shipped("chirpstack"), "{" + info + R"(,"margin":20,"batteryLevel":61.42})",
               {{"event", "status"}});
    ASSERT_EQ(status.commands.size(), 1u);
    EXPECT_EQ(report(status, 0).battery_percent, 61);
    const Pushed join = pushed(shipped("chirpstack"), "{" + info + "}", {{"event", "join"}});
    ASSERT_EQ(join.commands.size(), 1u);
    EXPECT_EQ(report(join, 0).key.value, "push:chirpstack:01");
    const Pushed receipt = pushed(shipped("chirpstack"), "{" + info + "}", {{"event", "txack"}});
    EXPECT_TRUE(receipt.commands.empty());
    EXPECT_EQ(receipt.ignored, 1u);
}

TEST(Push, ACallFromHomeAssistant) {
    const std::string call =
        R"({"device":"binary_sensor.bath_sos","kind":"sos","state":"on","room":"浴室",)"
        R"("battery":"71","time":"2026-03-02T16:15:30.123456+08:00"})";
    const Pushed on = pushed(shipped("home-assistant"), call);
    ASSERT_EQ(on.commands.size(), 2u);
    EXPECT_EQ(signal(on, 0).key.value, "push:home-assistant:binary_sensor.bath_sos");
    EXPECT_EQ(signal(on, 0).signal, "sos");
    EXPECT_EQ(signal(on, 0).level, true);
    EXPECT_EQ(signal(on, 0).where.value, "浴室");
    EXPECT_EQ(signal(on, 0).happened_at.value, 1'772'439'330'123);
    const Pushed event =
        pushed(shipped("home-assistant"), R"({"device":"b","kind":"SOS","state":"unavailable"})");
    EXPECT_FALSE(signal(event, 0).level) << "an alarm that is neither on nor off has happened";
    EXPECT_EQ(event.notes.size(), 1u);
    const Pushed unknown = pushed(shipped("home-assistant"), R"({"device":"b","state":"on"})");
    EXPECT_TRUE(signal(unknown, 0).signal.empty()) << "kept, since nothing says what it is";
}

TEST(Push, AForm) {
    PushMapping mapping = shipped("nbiot-button");
    mapping.format = PushFormat::form;
    mapping.items.clear();
    mapping.device = "imei";
    mapping.kind = "type";
    mapping.said = {"name"};
    mapping.time = {.path = "ts", .form = PushTimeForm::unix_ms, .zone = "Z"};
    mapping.place = {};
    mapping.where = {"a", "b"};
    const Pushed all =
        pushed(mapping, "imei=86+01&type=1&name=%E6%8B%86&ts=1772439330775&a=3&b=%E5%AE%A4&empty=");
    EXPECT_EQ(signal(all, 0).key.value, "push:nbiot-button:86 01");
    EXPECT_EQ(signal(all, 0).said.value, "拆");
    EXPECT_EQ(signal(all, 0).where.value, "3 室");
    EXPECT_EQ(signal(all, 0).happened_at.value, 1'772'439'330'775);
    // In another charset the bytes behind the escapes are those of that charset.
    PushRequest gbk = request("imei=1&type=1&name=%B2%F0");
    gbk.charset = codec::Charset::gb18030;
    const auto read = read_push(mapping, gbk);
    ASSERT_TRUE(read);
    EXPECT_EQ(signal(*read, 0).said.value, "拆");
    EXPECT_FALSE(read_push(mapping, request("imei=1&name=%B2%F0")));
    EXPECT_FALSE(read_push(mapping, request("imei=%1")));
    EXPECT_FALSE(read_push(mapping, request("type=1")));
}

TEST(Push, Times) {
    const auto at = [](PushTimeForm form, std::string_view text, std::string zone = "+08:00") {
        const auto read = pushed_time({.path = "/t", .form = form, .zone = std::move(zone)}, text);
        return read ? read->value : -1;
    };
    EXPECT_EQ(at(PushTimeForm::unix_s, "1772439330"), 1'772'439'330'000);
    EXPECT_EQ(at(PushTimeForm::unix_s, "1772439330.5"), 1'772'439'330'500);
    EXPECT_EQ(at(PushTimeForm::unix_ms, "1772439330775"), 1'772'439'330'775);
    EXPECT_EQ(at(PushTimeForm::iso, "2026-03-02T08:15:30Z"), 1'772'439'330'000);
    EXPECT_EQ(at(PushTimeForm::iso, "2026-03-02T16:15:30+0800"), 1'772'439'330'000);
    EXPECT_EQ(at(PushTimeForm::iso, "2026-03-02T04:45:30-03:30"), 1'772'439'330'000);
    EXPECT_EQ(at(PushTimeForm::local, "2026-03-02 16:15:30"), 1'772'439'330'000);
    EXPECT_EQ(at(PushTimeForm::local, "2026-03-02 08:15:30", "Z"), 1'772'439'330'000);
    for (const char* wrong :
         {"", "0", "-5", "1e300", "nan", "2026-03-02 16:15", "2026-02-30 01:01:01",
          "2026-03-02 24:15:30", "2026-03-02 16:15:30+08:00", "2026-3-2 1:1:1"}) {
        EXPECT_EQ(at(PushTimeForm::unix_s, wrong), -1) << wrong;
        EXPECT_EQ(at(PushTimeForm::local, wrong), -1) << wrong;
    }
    EXPECT_EQ(at(PushTimeForm::iso, "2026-03-02T16:15:30"), -1) << "an offset is missing";
}

TEST(Push, PlacesAndCharges) {
    EXPECT_EQ(pushed_point("32.3942", "119.4129", "wgs84"), (Point{323'942'000, 1'194'129'000}));
    EXPECT_EQ(pushed_point("-32.5", "+119.5", "wgs84"), (Point{-325'000'000, 1'195'000'000}));
    for (const auto& [lat, lon] : {std::pair{"0", "0.00000001"},
                                   {"91", "0"},
                                   {"1", "181"},
                                   {"", "1"},
                                   {"1", "x"},
                                   {"inf", "1"},
                                   {"1", "nan"}}) {
        EXPECT_FALSE(pushed_point(lat, lon, "wgs84")) << lat << " " << lon;
    }
    EXPECT_NE(pushed_point("32.3942", "119.4129", "bd09"),
              pushed_point("32.3942", "119.4129", "gcj02"));
    EXPECT_EQ(pushed_percent("0"), 0);
    EXPECT_EQ(pushed_percent("99.9 %"), 99);
    for (const char* wrong : {"", "%", "-1", "101", "high"})
        EXPECT_FALSE(pushed_percent(wrong)) << wrong;
}

PushMapping with_secret(std::string_view name) {
    PushMapping mapping = shipped(name);
    mapping.signature.secret.value = "a secret of a cloud, long enough";
    return mapping;
}

TEST(PushSignature, AToken) {
    const PushMapping mapping = with_secret("chirpstack");
    PushRequest sent = request(uplink);
    const auto wrong = [&](std::string_view header) {
        sent.headers = {{"authorization", header}};
        return check_push(mapping, sent, {}).has_value();
    };
    EXPECT_FALSE(wrong("Bearer a secret of a cloud, long enough"));
    EXPECT_TRUE(wrong("a secret of a cloud, long enough"));
    EXPECT_TRUE(wrong("Bearer a secret of a cloud, long enougH"));
    EXPECT_TRUE(wrong("Bearer a secret of a cloud, long enough."));
    EXPECT_TRUE(wrong("Bearer "));
    EXPECT_TRUE(wrong(""));
    sent.headers.clear();
    EXPECT_NE(check_push(mapping, sent, {})->find("missing"), std::string::npos);
    PushMapping no_secret = mapping;
    no_secret.signature.secret.value.clear();
    sent.headers = {{"Authorization", "Bearer "}};
    EXPECT_TRUE(check_push(no_secret, sent, {})) << "no secret opens nothing";
}

TEST(PushSignature, AMacOverTimeAndBody) {
    PushMapping mapping = with_secret("nbiot-button");
    const TimePoint now{1'772'439'400'000};
    std::string mac;
    const auto send = [&](std::string_view stamp, std::string_view body, TimePoint at) {
        PushRequest sent = request(body);
        sent.headers = {{"X-Timestamp", stamp}, {"X-Signature", mac}};
        return check_push(mapping, sent, at);
    };
    const auto sign = [&](std::string_view stamp) {
        PushRequest sent = request(button);
        sent.headers = {{"X-Timestamp", stamp}};
        mac = make_push_signature(mapping, sent);
    };
    sign("1772439330");
    // printf '1772439330\n%s' "$body" | openssl dgst -sha256 -hmac "$secret"
    EXPECT_EQ(mac.size(), 64u);
    EXPECT_FALSE(send("1772439330", button, now));
    EXPECT_TRUE(send("1772439331", button, now)) << "the time is signed too";
    EXPECT_TRUE(send("1772439330", button + " ", now));
    EXPECT_NE(send("1772439330", button, now + minutes(10))->find("1772440000"), std::string::npos);
    EXPECT_TRUE(send("1772439330", button, now - minutes(10)));
    for (char& c : mac)
        c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    EXPECT_FALSE(send("1772439330", button, now)) << "hex in upper case";
    sign("1772439330000");
    EXPECT_FALSE(send("1772439330000", button, now)) << "milliseconds";
    sign("soon");
    EXPECT_TRUE(send("soon", button, now));
    mapping.signature.digest = PushDigest::base64;
    mapping.signature.prefix = "sha256=";
    sign("1772439330");
    EXPECT_EQ(mac.size(), 7u + 44u);
    EXPECT_FALSE(send("1772439330", button, now));
    mac.erase(0, 7);
    EXPECT_TRUE(send("1772439330", button, now)) << "the prefix is missing";
}

// FIPS 198-1 by way of RFC 4231, case 2: key "Jefe".
TEST(PushSignature, AMacOverFields) {
    PushMapping mapping = with_secret("home-assistant");
    mapping.signature = {.scheme = PushScheme::hmac_sha256,
                         .from = "/sign",
                         .prefix = "",
                         .digest = PushDigest::hex,
                         .over = {"/device", "/kind"},
                         .join = " for ",
                         .timestamp = "",
                         .window_ms = seconds(300),
                         .secret = {.file = "", .env = "X", .value = "Jefe"}};
    const std::string fields = R"({"device":"what do ya want","kind":"nothing?","sign":")";
    const std::string mac = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    EXPECT_FALSE(check_push(mapping, request(fields + mac + "\"}"), {}));
    EXPECT_TRUE(check_push(mapping, request(fields + "00\"}"), {}));
    EXPECT_TRUE(check_push(mapping, request("not json"), {}));
}

TEST(PushSignature, Addresses) {
    PushMapping mapping = shipped("chirpstack");
    EXPECT_TRUE(is_allowed(mapping, "198.51.100.7"));
    mapping.allowed = {"203.0.113.0/24", "198.51.100.7", "2001:db8::/32"};
    EXPECT_TRUE(is_allowed(mapping, "203.0.113.255"));
    EXPECT_TRUE(is_allowed(mapping, "198.51.100.7"));
    EXPECT_TRUE(is_allowed(mapping, "2001:db8:1::"));
    EXPECT_FALSE(is_allowed(mapping, "203.0.114.0"));
    EXPECT_FALSE(is_allowed(mapping, "198.51.100.8"));
    EXPECT_FALSE(is_allowed(mapping, "2001:db9::1"));
    EXPECT_TRUE(is_allowed(mapping, "::ffff:203.0.113.1")) << "the same address";
    EXPECT_FALSE(is_allowed(mapping, ""));
    mapping.allowed = {"0.0.0.0/0"};
    EXPECT_TRUE(is_allowed(mapping, "9.9.9.9"));
    EXPECT_FALSE(is_allowed(mapping, "::1"));
}

TEST(PushMapping, WhatIsWrongIsSaid) {
    const auto wrong = [](std::string_view of, auto change) {
        PushMappings all;
        all.mappings.push_back(shipped(of));
        change(all.mappings.front());
        const auto found = check(all);
        return found ? found->pointer : "";
    };
    using M = PushMapping;
    EXPECT_EQ(wrong("chirpstack", [](M&) {}), "");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.name = "Chirp/Stack"; }), "/mappings/0/name");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.device = ""; }), "/mappings/0/device");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.device = "devEui"; }), "/mappings/0/device");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.device = "/a~b"; }), "/mappings/0/device");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.kinds[1].path = ""; }), "/mappings/0/kinds/1/path");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.kinds[1].signal = ""; }),
              "/mappings/0/kinds/1/signal");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.kinds[3].value = "1"; }),
              "/mappings/0/kinds/3/value");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.key = {"/deviceInfo/devEui"}; }),
              "/mappings/0/key/0");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.time.zone = "CST"; }), "/mappings/0/time/zone");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.place.datum = "mars"; }), "/mappings/0/place/datum");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.place.latitude = ""; }), "/mappings/0/place");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.answer.content_type = "text/plain\r\nX: y"; }),
              "/mappings/0/answer/content_type");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.allowed = {"cloud.example"}; }),
              "/mappings/0/allowed/0");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.signature.secret.file = "x"; }),
              "/mappings/0/signature/secret")
        << "file and env at once";
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.signature.secret.env = ""; }),
              "/mappings/0/signature/secret");
    EXPECT_EQ(wrong("chirpstack", [](M& m) { m.signature.scheme = PushScheme::addresses; }),
              "/mappings/0/allowed");
    EXPECT_EQ(wrong("nbiot-button", [](M& m) { m.format = PushFormat::form; }),
              "/mappings/0/items");
    const auto mac = [&](auto change) {
        return wrong("nbiot-button", [&](M& m) { change(m.signature); });
    };
    using S = PushSignature;
    EXPECT_EQ(mac([](S& s) { s.over = {"*"}; }), "/mappings/0/signature/timestamp");
    EXPECT_EQ(mac([](S& s) { s.over = {"@X-Timestamp"}; }), "/mappings/0/signature/over");
    EXPECT_EQ(mac([](S& s) { s.over = {"@X-Timestamp", "/imei"}; }), "");
    EXPECT_EQ(mac([](S& s) { s.from = ""; }), "/mappings/0/signature/from");
    EXPECT_EQ(wrong("nbiot-button", [](M& m) { m.kind = "?type"; }), "/mappings/0/kind")
        << "a query that is not signed";
    PushMappings twice;
    twice.mappings = {shipped("chirpstack"), shipped("chirpstack")};
    EXPECT_EQ(check(twice)->pointer, "/mappings/1/name");
}

TEST(PushMapping, OnlyWhatIsOnIsFound) {
    std::vector<PushMapping> all{shipped("chirpstack"), shipped("home-assistant")};
    EXPECT_EQ(find_mapping(all, "chirpstack"), nullptr) << "what is shipped is off";
    all[1].on = true;
    EXPECT_EQ(find_mapping(all, "home-assistant"), &all[1]);
    EXPECT_EQ(find_mapping(all, ""), nullptr);
}

}  // namespace
}  // namespace muster::gate
