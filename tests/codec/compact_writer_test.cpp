// The compact form says less and means the same.
#include <gtest/gtest.h>

#include "engine/codec/compact_writer.hpp"
#include "engine/codec/json_reader.hpp"
#include "muster/request.hpp"
#include "muster/responders.hpp"

namespace muster::codec {
namespace {

template <class T>
std::string compact(const T& value) {
    std::string out;
    write_compact(out, value);
    return out;
}

template <class T>
void expect_same_meaning(const T& value) {
    T read_back;
    const std::string text = compact(value);
    const auto wrong = read(text, read_back, Mode::strict);
    ASSERT_FALSE(wrong) << wrong->message << ": " << text;
    std::string expected;
    std::string seen;
    write(expected, value);
    write(seen, read_back);
    EXPECT_EQ(seen, expected) << text;
}

// Defaults that are not zero: a zero there says something.
struct Odd {
    std::int32_t one = 1;
    bool yes = true;
    bool no = false;
    std::vector<ContactProgress> steps;
    std::optional<std::int32_t> maybe;
    Urgency urgency = Urgency::P0;
};
BOOST_DESCRIBE_STRUCT(Odd, (), (one, yes, no, steps, maybe, urgency))

TEST(CompactWriter, LeavesOutZeroAndFalse) {
    Responder responder;
    responder.id = {7};
    responder.profile.name = std::string("Wang");
    responder.offers_asked = 3;
    EXPECT_EQ(compact(responder),
              R"({"id":7,"profile":{"kind":"staff","name":"Wang","travel":"normal"},)"
              R"("status":"off_duty","offers_asked":3})");
    expect_same_meaning(responder);
}

TEST(CompactWriter, AtAnyDepth) {
    Request request;
    request.id = {9};
    Slot slot;
    slot.role = "care";
    slot.responder = {7};
    request.slots = {slot, Slot{}};
    MilestoneState kept;
    kept.due_at = {5};
    request.milestones = {kept};
    request.contacts.active = true;
    request.place = Personal<Point>(Point{0, 0});
    const std::string text = compact(request);
    EXPECT_NE(text.find(R"({"role":"care","fill":"direct","status":"open","responder":7,)"
                        R"("by":"engine"},{"fill":"direct","status":"open","by":"engine"})"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find(R"("milestones":[{"milestone":"dispatched","due_at":5}])"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find(R"("contacts":{"active":true})"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("place":)"), std::string::npos) << "a place is no number";
    expect_same_meaning(request);
}

TEST(CompactWriter, KeepsAZeroWhereItSaysSomething) {
    Odd odd;
    EXPECT_EQ(compact(odd), R"({"one":1,"yes":true,"urgency":"P0"})");
    odd.one = 0;
    odd.yes = false;
    odd.no = true;
    odd.maybe = 0;
    odd.steps.resize(1);
    EXPECT_EQ(compact(odd),
              R"({"one":0,"yes":false,"no":true,"steps":[{}],"maybe":0,"urgency":"P0"})");
    expect_same_meaning(odd);
}

}  // namespace
}  // namespace muster::codec
