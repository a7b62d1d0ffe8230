// SIP messages (RFC 3261, RFC 3428): bytes -> what they say, and answers and requests -> bytes. The
// headers are read by libosip2; what must not depend on it is done here: limits, the border between
// head and body, and the Content-Length. Pure: no socket, clock or thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/expected.hpp"

namespace muster::sip {

// libosip2 itself refuses much more than this.
constexpr std::size_t max_head_bytes = 8'000;
constexpr std::size_t max_header_lines = 100;
constexpr std::size_t max_vias = 20;
constexpr std::size_t max_credentials = 4;

struct Via {
    std::string text;  // the whole value, with its parameters
    std::string host;
    std::string port;  // empty = not given
    std::string branch;
    bool rport = false;  // it asks for the port that we see
};

// A From, To or Contact.
struct Party {
    std::string text;  // the whole value
    std::string uri;
    std::string user;
    std::string host;
    std::string tag;
};

// An Authorization by Digest, without the quotes.
struct Credentials {
    std::string user, realm, nonce, uri, response, algorithm, cnonce, qop, count;
};

struct Message {
    int status = 0;  // 0 = a request
    std::string method;
    std::string uri;
    std::vector<Via> vias;  // from the top; at least one
    Party from;
    Party to;
    std::string call_id;
    std::string cseq;  // its number
    std::string cseq_method;
    std::string media_type;  // in lower case, without parameters; empty = none named
    std::optional<Party> contact;
    bool contact_is_star = false;
    std::optional<std::uint32_t> expires;  // of the Contact, else of the header
    std::vector<Credentials> credentials;
    std::string require;   // extensions that the sender insists on
    bool encoded = false;  // the body is compressed or the like
    std::string body;
};

// Where a head ends and how long its body is.
struct Head {
    std::size_t bytes = 0;  // with the empty line at its end
    std::optional<std::size_t> content_length;
};

struct HeadFault {
    std::string what;
};

// Nothing when more bytes are needed. Precondition: no empty lines in front.
[[nodiscard]] Expected<std::optional<Head>, HeadFault> find_head(std::string_view bytes);

// What is wrong and, where it can be answered at all, with which status.
struct MessageFault {
    std::string what;
};

// `head` as find_head() found it.
[[nodiscard]] Expected<Message, MessageFault> read_message(std::string_view head,
                                                           std::string_view body);

// A whole datagram: what is behind the Content-Length is cut off. `body_is_short`: the datagram
// ends before its Content-Length does; such a request is answered by 400.
struct Datagram {
    Message message;
    bool body_is_short = false;
};
[[nodiscard]] Expected<Datagram, MessageFault> read_datagram(std::string_view bytes);

// Where a message came from, as we see it.
struct Source {
    std::string address;
    std::uint16_t port = 0;
};

// Status 100..699 with its usual words. `headers`: further lines, each with its CRLF.
struct Answer {
    int status = 200;
    std::string headers;
    std::string media_type;
    std::string body;
};

// All of what RFC 3261 8.2.6.2 wants copied, `received` and `rport` filled in. The tag is added to
// a To that has none, except in a 100.
[[nodiscard]] std::string write_answer(const Message& request, const Source& source,
                                       std::string_view to_tag, const Answer& answer);

// A request of our own.
struct Request {
    std::string method;
    std::string uri;
    std::string transport;  // "UDP" or "TCP"
    std::string sent_by;    // our address and port
    std::string branch;
    std::string from;
    std::string to;
    std::string call_id;
    std::uint32_t cseq = 1;
    std::string media_type;
    std::string body;
};
[[nodiscard]] std::string write_request(const Request& request);

[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace muster::sip
