// What is written reads back as the same value, for every type of the vocabulary.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdio>
#include <functional>
#include <sstream>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/commands.hpp"
#include "muster/entities.hpp"
#include "muster/events.hpp"
#include "tests/codec/arbitrary.hpp"

namespace muster::codec {
namespace {

// Fewer cases than rapidcheck's default for each type, since there are close to a hundred types.
// By std::function, so that rapidcheck's own is compiled once, and not for each of them.
bool holds(const std::string& name, const std::function<void()>& property) {
    rc::detail::TestParams params;
    rc::detail::TestMetadata metadata;
    metadata.id = name;
    metadata.description = name;
    params.maxSuccess = 40;
    params.seed = 20'240'601;
    params.disableShrinking = true;
    const auto result = rc::detail::checkTestable(property, metadata, params);
    if (result.template is<rc::detail::SuccessResult>()) return true;
    std::ostringstream why;
    rc::detail::printResultMessage(result, why);
    std::fputs(why.str().c_str(), stderr);
    return false;
}

template <class T>
void expect_round_trip() {
    EXPECT_TRUE(holds(std::string(type_name<T>()), [] {
        const T value = testing::arbitrary<T>();
        std::string text;
        write<T>(text, value);
        RC_ASSERT(is_valid_utf8(text));
        T back;
        const auto error = read(text, back, Mode::strict);
        if (error) RC_LOG() << text << "\n" << to_string(*error);
        RC_ASSERT(!error.has_value());
        if (!testing::same(value, back)) RC_LOG() << text;
        RC_ASSERT(testing::same(value, back));
        std::string again;
        write<T>(again, back);
        RC_ASSERT(again == text);
    })) << type_name<T>();
}

template <class V>
struct RoundTrips;
template <class... S>
struct RoundTrips<TypeList<S...>> {
    static void expect() { (expect_round_trip<S>(), ...); }
};

TEST(RoundTrip, EveryCommand) {
    RoundTrips<Commands>::expect();
}
TEST(RoundTrip, EveryEvent) {
    RoundTrips<Events>::expect();
}
TEST(RoundTrip, EveryEntity) {
    each_type(Entities(), []<class T>(std::type_identity<T>) { expect_round_trip<T>(); });
    expect_round_trip<Rules>();
}

// In the variant, by the plain functions, with the tag first, last, and in the URL. Not templates
// over the types themselves, which are compiled for each.
struct TaggedForms {
    TaggedForms(const std::string& name, const std::string& fields) {
        const std::string comma = fields == "{}" ? "" : ",";
        const std::string inner = fields.substr(1, fields.size() - 2);
        first = "{\"type\":\"" + name + '"' + comma + inner + '}';
        last = '{' + inner + comma + "\"type\":\"" + name + "\"}";
    }
    std::string first;
    std::string last;
};

void expect_tagged(const std::string& name, const std::string& fields, const Command& value) {
    const TaggedForms forms(name, fields);
    std::string text;
    write(text, value);
    EXPECT_EQ(text, forms.first);
    for (const std::string& form : {forms.first, forms.last}) {
        Command command;
        const auto error = read_command(form, command, Mode::strict);
        EXPECT_FALSE(error) << form << ' ' << to_string(*error);
        EXPECT_EQ(command.name(), name);
    }
    Command command;
    EXPECT_FALSE(read_command_named(name, fields, command, Mode::strict));
    EXPECT_EQ(command.name(), name);
    EXPECT_NE(find_command(name), nullptr);
}

void expect_tagged(const std::string& name, const std::string& fields, const Event& value) {
    const TaggedForms forms(name, fields);
    std::string text;
    write(text, value);
    EXPECT_EQ(text, forms.first);
    for (const std::string& form : {forms.first, forms.last}) {
        Event event;
        const auto error = read_event(form, event, Mode::strict);
        EXPECT_FALSE(error) << form << ' ' << to_string(*error);
        EXPECT_EQ(event.name(), name);
    }
}

template <class S>
void expect_tagged_round_trip() {
    std::string fields;
    write<S>(fields, S{});
    if constexpr (ACommand<S>) {
        expect_tagged(std::string(type_name<S>()), fields, Command(S{}));
    } else {
        expect_tagged(std::string(type_name<S>()), fields, Event(S{}));
    }
}

template <class V>
struct Tagged;
template <class... S>
struct Tagged<TypeList<S...>> {
    static void expect() { (expect_tagged_round_trip<S>(), ...); }
};

TEST(RoundTrip, EveryTag) {
    Tagged<Commands>::expect();
    Tagged<Events>::expect();
    EXPECT_EQ(find_command("SlotAssigned"), nullptr);
    EXPECT_EQ(find_command(""), nullptr);
}

TEST(RoundTrip, ListOfEvents) {
    AssignmentReleased released;
    released.reason = "r";
    const std::vector<Event> events{OfferAccepted{{7}}, RequestResumed{{9}}, released};
    std::string text;
    write(text, std::span<const Event>(events));
    std::vector<Event> back{events[0]};
    ASSERT_FALSE(read_events(text, back, Mode::strict));
    ASSERT_EQ(back.size(), 3u);
    EXPECT_EQ(back[2].name(), "AssignmentReleased");
    ASSERT_FALSE(read_events("[]", back, Mode::strict));
    EXPECT_TRUE(back.empty());
}

// White space anywhere between tokens changes nothing.
TEST(RoundTrip, WhiteSpace) {
    RequestReceived received;
    received.request = {5};
    received.service = "meal";
    received.place = Point{1, 2};
    received.note.value = "n";
    received.skills = {"a", "b"};
    std::string text;
    write(text, Event(received));
    std::string spaced;
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        const bool token = !quoted && std::string_view("{}[],:").find(c) != std::string_view::npos;
        if (token) spaced += " \t\r\n";
        spaced += c;
        if (token) spaced += "\n ";
    }
    Event event;
    const auto error = read_event(spaced, event, Mode::strict);
    ASSERT_FALSE(error) << to_string(*error);
    std::string back;
    write(back, event);
    EXPECT_EQ(back, text);
}

// Every prefix of a document is refused, and in its own exactly sized buffer, so that a sanitizer
// sees a read behind the end.
TEST(RoundTrip, EveryPrefixIsRefused) {
    Request request;
    request.service = "meal";
    request.place = Point{-1, 2};
    request.note.value = "中\n\"";
    request.slots.resize(2);
    request.milestones.resize(1);
    request.notes.push_back({.at = {1}, .by = "x", .text = {std::string("\x01 y")}});
    std::string text;
    write(text, request);
    for (std::size_t size = 0; size < text.size(); ++size) {
        const std::vector<char> part(text.begin(),
                                     text.begin() + static_cast<std::ptrdiff_t>(size));
        Request out;
        for (const Mode mode : {Mode::strict, Mode::lenient}) {
            const auto error = read_entity({part.data(), part.size()}, &out, mode);
            ASSERT_TRUE(error) << size;
            ASSERT_LE(error->offset, size);
        }
        // The same text as a value that is skipped.
        const std::string skipped = "{\"later\":" + text.substr(0, size);
        const std::vector<char> whole(skipped.begin(), skipped.end());
        ASSERT_TRUE(read_entity({whole.data(), whole.size()}, &out, Mode::lenient));
    }
}

}  // namespace
}  // namespace muster::codec
