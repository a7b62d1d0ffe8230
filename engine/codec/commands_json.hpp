// JSON of the vocabulary, as plain functions: a caller that includes this header compiles none of
// the templates behind it. Contracts: json_writer.hpp and json_reader.hpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/codec/json_reader.hpp"
#include "muster/command.hpp"
#include "muster/entities.hpp"
#include "muster/event.hpp"
#include "muster/rules.hpp"

namespace muster::codec {

namespace detail {
template <class T>
using ReadOnly = const T*;
template <class T>
using Writable = T*;
}  // namespace detail

// One entity of any kind; never null.
using EntityIn = OfEach<std::variant, detail::ReadOnly, Entities>;
using EntityOut = OfEach<std::variant, detail::Writable, Entities>;

// Each appends one JSON value. A command or event carries its name in "type", as its first field.
void write(std::string& out, const Command& command);
void write(std::string& out, const Event& event);
void write(std::string& out, std::span<const Event> events);  // an array
void write(std::string& out, const Rules& rules);
void write(std::string& out, const Candidate& candidate);
void write(std::string& out, const Rationale& rationale);
void write_entity(std::string& out, EntityIn entity);
template <AnEntity T>
void write(std::string& out, const T& entity) {
    write_entity(out, &entity);
}

// Appends the text as a JSON string with its quotes.
void write_string(std::string& out, std::string_view text);

[[nodiscard]] std::optional<ParseError> read_command(std::string_view text, Command& out, Mode mode,
                                                     const Options& options = {});
// The command's name comes from the URL, its fields from the body, which has no "type". An empty
// body stands for {}.
[[nodiscard]] std::optional<ParseError> read_command_named(std::string_view name,
                                                           std::string_view text, Command& out,
                                                           Mode mode, const Options& options = {});

struct NamedCommand {
    std::string_view name;
    CommandRow row;
};
// Every command, in the order of the areas. Static storage.
[[nodiscard]] std::span<const NamedCommand> commands_by_name();
// Null when no command has this name.
[[nodiscard]] const NamedCommand* find_command(std::string_view name);

[[nodiscard]] std::optional<ParseError> read_event(std::string_view text, Event& out, Mode mode,
                                                   const Options& options = {});
// An array; `out` is cleared first and keeps its capacity.
[[nodiscard]] std::optional<ParseError> read_events(std::string_view text, std::vector<Event>& out,
                                                    Mode mode, const Options& options = {});

[[nodiscard]] std::optional<ParseError> read_entity(std::string_view text, EntityOut out, Mode mode,
                                                    const Options& options = {});
[[nodiscard]] std::optional<ParseError> read_rules(std::string_view text, Rules& out, Mode mode,
                                                   const Options& options = {});

}  // namespace muster::codec
