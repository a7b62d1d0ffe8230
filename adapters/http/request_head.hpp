// From the bytes of a request's head to what the routes need, and everything that makes a head one
// that two programs could read differently: such a head is refused, never repaired (RFC
// 9112, 11.2). Internal to this folder. Pure.
#pragma once

#include <boost/beast/core/string_type.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <cstddef>
#include <optional>
#include <string_view>

#include "adapters/http/api.hpp"
#include "adapters/http/problem.hpp"

namespace muster::http {

[[nodiscard]] inline std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

// Looks for the empty line at the end of a head. Bytes that were looked at once are not again.
class HeadEnd {
  public:
    enum class State : std::uint8_t { more, whole, bare_line_end, too_long, too_many_fields };

    HeadEnd() = default;
    HeadEnd(std::size_t max_bytes, std::size_t max_fields)
        : max_bytes_(max_bytes), max_fields_(max_fields) {}

    // `bytes` = all that is here of this head, and perhaps more.
    [[nodiscard]] State look(std::string_view bytes);
    // Valid once whole: the head's bytes, with the empty line.
    [[nodiscard]] std::size_t size() const { return seen_; }
    // True when not even the first line was whole.
    [[nodiscard]] bool in_first_line() const { return lines_ == 0; }

  private:
    std::size_t max_bytes_ = 0;
    std::size_t max_fields_ = 0;
    std::size_t seen_ = 0;
    std::size_t lines_ = 0;
    std::size_t line_begin_ = 0;
};

// True when a header line goes on in the next one (obs-fold, RFC 9112, 5.2), or the first begins
// with a blank.
[[nodiscard]] bool has_folded_line(std::string_view head);

// What a head says about its own connection and body.
struct Framing {
    bool expects_continue = false;
    bool keep_alive = false;
};

using Fields = boost::beast::http::request_header<>;

// Fills `head` with views into `message` and `address`, and `framing`; or says why the request is
// refused, whatever it asks for. `proxied`: X-Forwarded-For names the client.
[[nodiscard]] std::optional<Problem> read_head(const Fields& message, std::string_view address,
                                               bool proxied, RequestHead& head, Framing& framing);

}  // namespace muster::http
