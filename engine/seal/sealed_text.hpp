// A JSON text in which what tells of people is sealed, and still JSON:
//
//     {"type":"CreateRequest","service":"fall","note":null,"caller":null,
//      "~":["m12 57 43,57 <base64>"]}
//     [{"type":"RequestReceived",...},{"~":["m12 57 96,140 <base64>","d0 1 230 <base64>"]}]
//
// Each value about a person has become `null`; behind all else stands a box for each person: whose
// it is, the number of the key, where in the text the nulls stand (bytes from its start), and the
// values themselves under that key, one on a line. No field of ours is named "~", and quotes inside
// strings are escaped, so nothing else can look like it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "muster/personal_span.hpp"
#include "muster/subject.hpp"

namespace muster::seal {

class KeyBook;

// Which text of a log a box belongs to, so that none can be moved elsewhere.
struct Place {
    enum class Part : char { command = 'c', events = 'e', state = 's' };
    std::uint64_t seq = 0;
    Part part = Part::command;
};

// Puts the sealed form of `text`, a JSON object or array that is not empty, into `out`. The spans
// are in order and do not overlap; `subjects` says of each whose it is. What KeyBook::key_of() has
// no key for is left out for good. `digest`, where it is not 0, is a number that outlives every
// erasing, in a box of the desk's ("d0 1 - <base64>"): whether a command is the same as an earlier
// one must be known even when that one cannot be read any more. Any thread.
void seal_text(std::string_view text, std::span<const PersonalSpan> spans,
               std::span<const Subject> subjects, const Place& place, KeyBook& keys,
               std::string& out, std::uint64_t digest = 0);

// Whether anything in it is sealed.
[[nodiscard]] bool is_sealed(std::string_view text);

enum class Opened {
    whole,
    without_erased,  // what is of somebody who was erased is null
    damaged          // so is what has no key although nobody erased it, or was changed
};

// Puts the text as it was before it was sealed into `out`; what cannot be opened stays null.
// `keys` may be null: then nothing can, and all of it counts as erased. `digest`: gets what was
// kept beside it, or 0; null = nobody asks. Any thread.
[[nodiscard]] Opened open_text(std::string_view sealed, const Place& place, const KeyBook* keys,
                               std::string& out, std::uint64_t* digest = nullptr);

}  // namespace muster::seal
