// A reader without the right sees nothing that is marked as personal.
#include "engine/views/masking.hpp"

#include <gtest/gtest.h>

#include "engine/codec/commands_json.hpp"
#include "muster/commands.hpp"
#include "muster/entities.hpp"
#include "muster/events.hpp"
#include "tests/pipeline/filler.hpp"

namespace muster::views::test {
namespace {

using namespace codec;

template <class T>
void expect_masked(std::string_view name) {
    Filler filler;
    T value{};
    filler.fill(value);
    std::string whole;
    write(whole, value);
    std::string masked;
    write_masked_any(masked, value);
    for (const std::string& secret : filler.secrets) {
        EXPECT_NE(whole.find(secret), std::string::npos) << name << " " << secret;
        EXPECT_EQ(masked.find(secret), std::string::npos) << name << " " << masked;
    }
    // Where nothing is masked, the whole form serves for all readers.
    EXPECT_EQ(masked == whole, !holds_personal<T>()) << name << " " << masked;
    // Health is left out wherever it stands.
    for (const std::string_view health : {"key_person", "complete_loss", "risks"}) {
        EXPECT_EQ(masked.find(health), std::string::npos) << name << " " << masked;
    }
    // It is JSON of the same shape: the codec reads it back.
    T again{};
    const auto error = Parser().read(masked, again, Mode::strict);
    EXPECT_FALSE(error) << name << " " << to_string(*error) << " " << masked;
}

TEST(Masking, NoPersonalValueOfAnyEntityIsSeen) {
    each_type(Entities(), []<class T>(std::type_identity<T>) { expect_masked<T>(type_name<T>()); });
}

TEST(Masking, NoPersonalValueOfAnyCommandOrEventIsSeen) {
    boost::mp11::mp_for_each<Commands>(
        [](auto command) { expect_masked<decltype(command)>(type_name<decltype(command)>()); });
    boost::mp11::mp_for_each<Events>(
        [](auto event) { expect_masked<decltype(event)>(type_name<decltype(event)>()); });
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
        write_masked_any(hidden, event);
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
    write(whole, received);
    EXPECT_NE(whole.find(R"("raised_for":["very_old"])"), std::string::npos) << whole;
    std::string masked;
    write_masked_any(masked, received);
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
