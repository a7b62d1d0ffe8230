// What the routes that take commands share: the text of a body and what is said beside it. Internal
// to this folder.
#pragma once

#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/api.hpp"
#include "engine/codec/command_datum.hpp"
#include "muster/expected.hpp"

namespace muster::http {

// ?datum=gcj02: the places of this command are as a map of the mainland has them. Every other
// parameter is refused.
[[nodiscard]] std::optional<Problem> read_datum(const Target& target, codec::Datum& out);

// Of a target that has some where there are none. Precondition: it has.
[[nodiscard]] Problem no_parameters(const Target& target);

// A parameter such as "32.3942,119.4129": latitude and longitude in decimal degrees. Nothing when
// it is no place.
[[nodiscard]] std::optional<Point> point_of(std::string_view text);

// The body as UTF-8 without a byte order mark, from whatever charset its Content-Type says; in
// `space` when it had to be converted.
[[nodiscard]] Expected<std::string_view, Problem> read_text(std::string_view content_type,
                                                            std::string_view body,
                                                            std::string& space);

// Turns an offset into that text into one into the body: they differ by a byte order mark, and in
// another charset there is none to tell.
void place_in_body(std::optional<std::uint64_t>& offset, std::string_view text,
                   std::string_view body, const std::string& space);

// Replies with what `make` returns. The engine calls it: an answer for which no memory is left is
// its connection's concern alone.
template <class Make>
void give(const Reply& reply, Make make) {
    try {
        reply(make());
    } catch (const std::bad_alloc&) {
        reply(Response{.status = 503, .close = true});
    }
}

}  // namespace muster::http
