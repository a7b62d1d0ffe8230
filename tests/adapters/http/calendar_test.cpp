// Visits and bookings as iCalendar, read back by libical.
#include <libical/ical.h>

#include <memory>

#include "adapters/http/calendar_feed.hpp"
#include "http_world.hpp"

namespace muster::http {
namespace {

using namespace calendar;

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Parsed = std::unique_ptr<icalcomponent, FreeComponent>;

Parsed parsed(const std::string& text) {
    Parsed calendar(icalparser_parse_string(text.c_str()));
    EXPECT_NE(calendar, nullptr);
    if (calendar == nullptr) return calendar;
    EXPECT_EQ(icalcomponent_count_errors(calendar.get()), 0);
    EXPECT_NE(icalrestriction_check(calendar.get()), 0) << text;
    EXPECT_EQ(icalcomponent_count_errors(calendar.get()), 0) << text;
    return calendar;
}

// 2026-01-31 14:00 +08:00.
constexpr TimePoint two_o_clock{1'769'839'200'000};

VisitEntry visit() {
    VisitEntry out;
    out.id = VisitId{12};
    out.member = MemberId{7};
    out.since = TimePoint{two_o_clock.value - 7 * 86'400'000};
    out.window_from = two_o_clock;
    out.window_until = two_o_clock + minutes(60);
    out.due.due_at = two_o_clock + minutes(600);
    return out;
}

TEST(Calendar, IsReadByAnother) {
    BookingEntry booking;
    booking.id = BookingId{3};
    booking.starts_at = two_o_clock + minutes(1440);
    booking.ends_at = booking.starts_at + minutes(30);
    booking.booked_at = TimePoint{two_o_clock.value - 86'400'000};
    const std::string name = "李, 𠮷; \\ \"x\"\nsecond line";
    const std::string text = calendar_text({event_of(visit(), name, "yz.example"),
                                            event_of(booking, "助餐 Meals", "李", "yz.example")},
                                           "Asia/Shanghai");
    const Parsed calendar = parsed(text);
    ASSERT_NE(calendar, nullptr);
    EXPECT_EQ(icalcomponent_count_components(calendar.get(), ICAL_VTIMEZONE_COMPONENT), 1);
    icalcomponent* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
    ASSERT_NE(event, nullptr);
    EXPECT_STREQ(icalcomponent_get_uid(event), "visit-12@yz.example");
    EXPECT_EQ(icalcomponent_get_summary(event), "探访 Visit: " + name);
    const icaltimetype start = icalcomponent_get_dtstart(event);
    EXPECT_EQ(start.hour, 14);
    EXPECT_EQ(start.day, 31);
    const icaltimezone* const zone = icalcomponent_get_timezone(calendar.get(), "Asia/Shanghai");
    ASSERT_NE(zone, nullptr);
    EXPECT_EQ(icaltime_as_timet_with_zone(start, zone), two_o_clock.value / 1000);
    EXPECT_EQ(icaldurationtype_as_int(icalcomponent_get_duration(event)), 3600);
    event = icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT);
    ASSERT_NE(event, nullptr);
    EXPECT_STREQ(icalcomponent_get_uid(event), "booking-3@yz.example");
    EXPECT_EQ(icalcomponent_get_status(event), ICAL_STATUS_TENTATIVE);
    EXPECT_EQ(calendar_text({event_of(visit(), name, "yz.example"),
                             event_of(booking, "助餐 Meals", "李", "yz.example")},
                            "Asia/Shanghai"),
              text);
}

// Who has it already sees that it was moved, and that it will not be.
TEST(Calendar, AMoveAndAnEndAreLaterRevisions) {
    VisitEntry one = visit();
    const Event first = event_of(one, "", "x");
    one.moved = 1;
    one.window_from = one.window_from + minutes(60);
    one.window_until = one.window_until + minutes(60);
    const Event moved = event_of(one, "", "x");
    one.status = VisitStatus::cancelled;
    one.ended_at = two_o_clock;
    const Event cancelled = event_of(one, "", "x");
    EXPECT_EQ(moved.uid, first.uid);
    EXPECT_EQ(cancelled.uid, first.uid);
    EXPECT_LT(first.sequence, moved.sequence);
    EXPECT_LT(moved.sequence, cancelled.sequence);
    EXPECT_EQ(first.status, "CONFIRMED");
    EXPECT_EQ(cancelled.status, "CANCELLED");
    EXPECT_LT(first.stamp, cancelled.stamp);
    const Parsed calendar = parsed(calendar_text({cancelled}, "Asia/Shanghai"));
    ASSERT_NE(calendar, nullptr);
    icalcomponent* const event =
        icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
    EXPECT_EQ(icalcomponent_get_status(event), ICAL_STATUS_CANCELLED);
    EXPECT_EQ(icalcomponent_get_sequence(event), 3);
}

TEST(Calendar, WithoutATimeItIsADayAndWithoutAZoneUtc) {
    VisitEntry one = visit();
    one.window_from = {};
    one.window_until = {};
    one.due.due_at = TimePoint{two_o_clock.value + 4 * 3'600'000};  // 18:00 there, 10:00 UTC
    const std::string day = calendar_text({event_of(one, "", "x")}, "Asia/Shanghai");
    EXPECT_NE(day.find("DTSTART;VALUE=DATE:20260131\r\n"), std::string::npos) << day;
    EXPECT_NE(day.find("DTEND;VALUE=DATE:20260201\r\n"), std::string::npos) << day;
    EXPECT_NE(parsed(day), nullptr);
    const std::string utc = calendar_text({event_of(visit(), "", "x")}, "Europe/Berlin");
    EXPECT_NE(utc.find("DTSTART:20260131T060000Z\r\n"), std::string::npos) << utc;
    EXPECT_EQ(utc.find("VTIMEZONE"), std::string::npos);
    EXPECT_NE(parsed(utc), nullptr);
}

// RFC 5545, 3.1: at most 75 bytes in a line, and a character stays whole.
TEST(Calendar, FoldsLines) {
    for (std::size_t before = 60; before < 90; ++before) {
        std::string line(before, 'x');
        for (int i = 0; i < 40; ++i)
            line += "𠮷";
        std::string out;
        append_line(out, line);
        std::string unfolded;
        std::string_view rest = out;
        while (!rest.empty()) {
            const std::size_t end = rest.find("\r\n");
            const std::string_view piece = rest.substr(0, end);
            EXPECT_LE(piece.size(), 75u);
            if (!unfolded.empty()) {
                EXPECT_EQ(piece.front(), ' ');
            }
            unfolded += unfolded.empty() ? piece : piece.substr(1);
            // A piece ends with a whole character: the next one does not begin with its rest.
            rest.remove_prefix(end + 2);
            if (!rest.empty()) {
                EXPECT_NE(static_cast<unsigned char>(rest[1]) & 0xC0u, 0x80u);
            }
        }
        EXPECT_EQ(unfolded, line);
    }
}

TEST(Calendar, IsThatOfOneMemberOrResponder) {
    World world;
    world.options.server.public_url = "https://yz.example:8443/muster";
    world.queries.personal_filters = {"visits?member", "visits?visitor", "bookings?member"};
    world.start();
    Client client(world);
    const auto get = [&](const std::string& query, const std::string& token) {
        return client.request("GET", "/v1/calendar.ics" + query, with_token(token));
    };
    const auto member = get("?member=7", "dispatcher");
    ASSERT_TRUE(member);
    EXPECT_EQ(member->status, 200u) << member->body();
    EXPECT_EQ(member->header("Content-Type"), "text/calendar; charset=utf-8");
    EXPECT_NE(parsed(member->body()), nullptr);
    // A responder has its own one.
    for (const auto& [query, token, status] :
         std::vector<std::tuple<std::string, std::string, unsigned>>{
             {"?responder=5", "responder", 200},
             {"?responder=6", "responder", 403},
             {"?member=7", "responder", 403},
             {"?member=7", "nobody", 403},
             {"", "dispatcher", 400},
             {"?member=x", "dispatcher", 400},
             {"?member=7&responder=5", "dispatcher", 400}}) {
        const auto answer = get(query, token);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status) << query << " " << token;
    }
    const auto stranger = client.request("GET", "/v1/calendar.ics?member=7");
    ASSERT_TRUE(stranger);
    EXPECT_EQ(stranger->status, 401u);
}

}  // namespace
}  // namespace muster::http
