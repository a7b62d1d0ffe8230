// A reader without the right sees nothing that is marked as personal.
#include "engine/views/masking.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "engine/codec/commands_json.hpp"
#include "engine/views/masked_json.hpp"
#include "muster/entities.hpp"
#include "muster/events.hpp"
#include "tests/pipeline/filler.hpp"

namespace muster::views::test {
namespace {

using namespace codec;

// What one value looks like to those with the right and to all others.
struct Forms {
    std::string whole;
    std::string masked;
};

void expect_masked(std::string_view name, const Filler& filler, const Forms& forms, bool personal) {
    for (const std::string& secret : filler.secrets) {
        EXPECT_NE(forms.whole.find(secret), std::string::npos) << name << " " << secret;
        EXPECT_EQ(forms.masked.find(secret), std::string::npos) << name << " " << forms.masked;
    }
    // Where nothing is masked, the whole form serves for all readers.
    EXPECT_EQ(forms.masked == forms.whole, !personal) << name << " " << forms.masked;
    // Health is left out wherever it stands.
    for (const std::string_view health : {R"("key_person")", R"("complete_loss")", R"("risks")"}) {
        EXPECT_EQ(forms.masked.find(health), std::string::npos) << name << " " << forms.masked;
    }
}

// It is JSON of the same shape: the codec reads it back.
void expect_read(std::string_view name, const std::optional<ParseError>& error,
                 std::string_view masked) {
    EXPECT_FALSE(error) << name << " " << to_string(*error) << " " << masked;
}

// Not in the loop over all events, which is compiled once for each of them.
void expect_event_masked(const Event& event, const Filler& filler, bool personal) {
    Forms forms;
    write(forms.whole, event);
    write_masked(forms.masked, event);
    expect_masked(event.name(), filler, forms, personal);
    Event again;
    expect_read(event.name(), read_event(forms.masked, again, Mode::strict), forms.masked);
}

TEST(Masking, NoPersonalValueOfAnyEntityIsSeen) {
    each_type(Entities(), []<class T>(std::type_identity<T>) {
        Filler filler;
        T value{};
        filler.fill(value);
        Forms forms;
        write_entity(forms.whole, &value);
        write_masked_any(forms.masked, value);
        expect_masked(type_name<T>(), filler, forms, holds_personal<T>());
        T again{};
        expect_read(type_name<T>(), read_entity(forms.masked, &again, Mode::strict), forms.masked);
    });
}

TEST(Masking, NoPersonalValueOfAnyEventIsSeen) {
    boost::mp11::mp_for_each<Events>([](auto event) {
        Filler filler;
        filler.fill(event);
        expect_event_masked(event, filler, holds_personal<decltype(event)>());
    });
}

// What people write about people: whole for those with the right, in the form of old logs, which
// are read as they ever were; masked for all others.
TEST(Masking, FreeTextKeepsItsFormForThoseWhoMaySeeIt) {
    const auto same = [](const std::string& logged, const std::string& masked) {
        Event event;
        const auto error = read_event(logged, event, Mode::strict, own_text);
        ASSERT_FALSE(error) << to_string(*error);
        std::string again;
        write(again, event);
        EXPECT_EQ(again, logged);
        std::string hidden;
        write_masked(hidden, event);
        EXPECT_EQ(hidden, masked);
    };
    same(R"({"type":"RequestCancelled","request":7,"reason":"his daughter has come"})",
         R"({"type":"RequestCancelled","request":7,"reason":"h**"})");
    same(R"({"type":"SafetyVerified","request":7,"how":"spoke with Li Na"})",
         R"({"type":"SafetyVerified","request":7,"how":"s**"})");
    same(R"({"type":"OfferDeclined","offer":9})", R"({"type":"OfferDeclined","offer":9})");
    same(R"({"type":"HandoverRecorded","request":7,"handover":{"agency":"police_110","at":5,)"
         R"("person":"Zhang","passed_on":"fell","result":"on the way"}})",
         R"({"type":"HandoverRecorded","request":7,"handover":{"agency":"police_110","at":5,)"
         R"("person":"Z**","passed_on":"f**","result":"o**"}})");
    same(R"({"type":"BreachExplained","request":7,"milestone":"on_site","cause":"ill"})",
         R"({"type":"BreachExplained","request":7,"milestone":"on_site","cause":"i**"})");
}

TEST(Masking, TheFlagsThatRaisedARequestAreHealth) {
    RequestReceived received;
    received.raised_for.value = {MemberFlag::very_old};
    std::string whole;
    write(whole, Event{received});
    EXPECT_NE(whole.find(R"("raised_for":["very_old"])"), std::string::npos) << whole;
    std::string masked;
    write_masked(masked, Event{received});
    EXPECT_EQ(masked.find("raised_for"), std::string::npos) << masked;
}

TEST(Masking, LeavesTheFormAndLittleElse) {
    EXPECT_EQ(masked_text("Li Na"), "L**");
    EXPECT_EQ(masked_text("李娜"), "李**");
    EXPECT_EQ(masked_text("李"), "**");
    EXPECT_EQ(masked_text(""), "");
    EXPECT_EQ(masked_phone("+8651487654321"), "**21");
    EXPECT_EQ(masked_phone("120"), "**");
    EXPECT_EQ(masked_phone(""), "");
    EXPECT_EQ(masked_point({323'942'000, -1'194'129'000}), (Point{323'900'000, -1'194'100'000}));
    EXPECT_EQ(masked_point({-50'000, 49'999}), (Point{-100'000, 0}));
}

}  // namespace
}  // namespace muster::views::test
