// Commands and events: which one it is; the rest is done by its area.
#include <array>
#include <cstdlib>

#include "engine/codec/area_json.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/codec/personal_json.hpp"
#include "muster/commands.hpp"
#include "muster/events.hpp"

namespace muster::codec {
namespace {

template <class V>
struct Lists;
template <>
struct Lists<Command> {
    using Type = CommandLists;
};
template <>
struct Lists<Event> {
    using Type = EventLists;
};

template <class V>
using AllOfThem = std::array<AlternativeJson<V>, Alternatives<V>::count>;

// In the order of Commands or Events.
template <class V>
const AllOfThem<V>& all() {
    static const AllOfThem<V> rows = [] {
        AllOfThem<V> out;
        auto next = out.begin();
        each_type(typename Lists<V>::Type(), [&]<class List>(std::type_identity<List>) {
            for (const AlternativeJson<V>& row : list_json<V, List>())
                *next++ = row;
        });
        return out;
    }();
    return rows;
}

// Null when no alternative has this name: then the reader knows why.
template <class V>
const AlternativeJson<V>* find(Reader& r, std::string_view what, std::string_view name) {
    const std::size_t place = Alternatives<V>::table.find(name);
    if (place < Alternatives<V>::count) return &all<V>()[place];
    r.unknown_name(what, name, Alternatives<V>::names.data(), Alternatives<V>::count);
    return nullptr;
}

template <class V>
bool read_any(Reader& r, V& out) {
    switch (r.open_object()) {
        case Reader::Step::more:
            break;
        case Reader::Step::end:
            return r.fail("\"type\" is missing");
        case Reader::Step::bad:
            return false;
    }
    std::string_view name;
    bool tag_ahead = false;
    if (!r.find_tag(name, tag_ahead)) return false;
    const AlternativeJson<V>* const one = find<V>(r, "type", name);
    if (!one) return r.at_field("type");
    if (tag_ahead) return one->read_fields(r, out, true);
    switch (r.next_field()) {
        case Reader::Step::more:
            return one->read_fields(r, out, false);
        case Reader::Step::end:
            one->start(out);
            return true;
        case Reader::Step::bad:
            break;
    }
    return false;
}

template <class V>
void write_any(Writer& w, const V& value) {
    const std::size_t place = value.template place_in<typename Alternatives<V>::Types>();
    if (place == Alternatives<V>::count) std::abort();
    all<V>()[place].write(w, value);
}

template <class V>
void describe_all(Model& model, const std::string& name) {
    for (const AlternativeJson<V>& one : all<V>())
        one.describe(model);
    TypeModel& type = model[name];
    type.kind = TypeModel::Kind::variant;
    type.names.assign(Alternatives<V>::names.begin(), Alternatives<V>::names.end());
}

}  // namespace

namespace detail {

bool read_choice(Reader& r, Command& out) {
    return read_any(r, out);
}
bool read_choice(Reader& r, Event& out) {
    return read_any(r, out);
}
void write_choice(Writer& w, const Command& command) {
    write_any(w, command);
}
void write_choice(Writer& w, const Event& event) {
    write_any(w, event);
}

}  // namespace detail

void write(std::string& out, const Command& command) {
    write<Command>(out, command);
}
void write(std::string& out, const Event& event) {
    write<Event>(out, event);
}
void write(std::string& out, std::span<const Event> events) {
    Writer w(out);
    detail::write_list(w, events);
}

void write(std::string& out, const Command& command, std::vector<PersonalSpan>& spans) {
    Writer w(out, &spans);
    write_any(w, command);
}
void write(std::string& out, std::span<const Event> events, std::vector<PersonalSpan>& spans) {
    Writer w(out, &spans);
    detail::write_list(w, events);
}

std::optional<ParseError> read_command(std::string_view text, Command& out, Mode mode,
                                       const Options& options) {
    return Parser(options).read(text, out, mode);
}

std::optional<ParseError> read_command_named(std::string_view name, std::string_view text,
                                             Command& out, Mode mode, const Options& options) {
    Reader r(text.empty() ? "{}" : text, options, mode);
    const AlternativeJson<Command>* const one = find<Command>(r, "name", name);
    if (one && r.start() && one->read_object(r, out) && r.finish()) return std::nullopt;
    return r.take_error();
}

std::optional<ParseError> read_event(std::string_view text, Event& out, Mode mode,
                                     const Options& options) {
    return Parser(options).read(text, out, mode);
}

std::optional<ParseError> read_events(std::string_view text, std::vector<Event>& out, Mode mode,
                                      const Options& options) {
    return Parser(options).read(text, out, mode);
}

std::span<const NamedCommand> commands_by_name() {
    static constexpr auto named = []<class... C>(TypeList<C...>) {
        return std::array{NamedCommand{type_name<C>(), command_row<C>}...};
    }(Commands());
    return named;
}

const NamedCommand* find_command(std::string_view name) {
    const std::size_t place = Alternatives<Command>::table.find(name);
    return place == Alternatives<Command>::count ? nullptr : &commands_by_name()[place];
}

void add_commands(Model& model) {
    describe_all<Command>(model, "Command");
}
void add_events(Model& model) {
    describe_all<Event>(model, "Event");
}

}  // namespace muster::codec
