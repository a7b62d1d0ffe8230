#include "adapters/sip/sip_message.hpp"

#include <osipparser2/osip_message.h>
#include <osipparser2/osip_parser.h>
#include <sys/time.h>

#include <algorithm>
#include <charconv>
#include <cstdarg>
#include <cstdlib>
#include <memory>
#include <type_traits>

#include "engine/codec/protocol_text.hpp"

namespace muster::sip {
namespace {

struct FreeMessage {
    void operator()(osip_message_t* message) const { osip_message_free(message); }
};
using OsipMessage = std::unique_ptr<osip_message_t, FreeMessage>;

// The tables of the parser, once; and not a line for each bad message.
void prepare_parser() {
    static const bool ready = [] {
        osip_trace_initialize_func(
            END_TRACE_LEVEL, [](const char*, int, osip_trace_level_t, const char*, va_list) {});
        return parser_init() == OSIP_SUCCESS;
    }();
    if (!ready) std::abort();
}

std::string_view view_of(const char* text) {
    return text == nullptr ? std::string_view() : std::string_view(text);
}

std::string text_of(const char* text) {
    return std::string(view_of(text));
}

std::string unquoted(const char* text) {
    std::string out = text_of(text);
    if (out.size() >= 2 && out.front() == '"' && out.back() == '"')
        out = out.substr(1, out.size() - 2);
    return out;
}

// What libosip2 writes of a header or URI.
template <class Header>
std::string written(const Header* header, int (*write)(const Header*, char**)) {
    char* text = nullptr;
    if (header == nullptr || write(header, &text) != OSIP_SUCCESS || text == nullptr) return {};
    std::string out(text);
    osip_free(text);
    return out;
}

// The value of a parameter; nothing when it is not there, empty when it has none.
std::optional<std::string_view> parameter(const osip_list_t& list, std::string_view name) {
    for (int i = 0; i < osip_list_size(&list); ++i) {
        const auto* const found = static_cast<const osip_uri_param_t*>(osip_list_get(&list, i));
        if (found->gname != nullptr && codec::equal_ignoring_case(found->gname, name))
            return view_of(found->gvalue);
    }
    return std::nullopt;
}

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || wrong != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

// From, To and Contact are one type in libosip2.
static_assert(std::is_same_v<osip_from_t, osip_to_t> &&
              std::is_same_v<osip_from_t, osip_contact_t>);

Party party_of(const osip_from_t* header) {
    Party party;
    party.text = written(header, osip_from_to_str);
    party.tag = parameter(header->gen_params, "tag").value_or("");
    if (header->url == nullptr) return party;
    party.uri = written(header->url, osip_uri_to_str);
    party.user = text_of(header->url->username);
    // tel:+8651485550101 is a user without a host.
    if (party.user.empty()) party.user = text_of(header->url->string);
    party.host = text_of(header->url->host);
    return party;
}

void read_vias(const osip_message_t& from, Message& to) {
    for (int i = 0; i < osip_list_size(&from.vias); ++i) {
        auto* const header = static_cast<osip_via_t*>(osip_list_get(&from.vias, i));
        Via via;
        via.text = written(static_cast<const osip_via_t*>(header), osip_via_to_str);
        via.host = text_of(osip_via_get_host(header));
        via.port = text_of(osip_via_get_port(header));
        via.branch = parameter(header->via_params, "branch").value_or("");
        const auto rport = parameter(header->via_params, "rport");
        via.rport = rport && rport->empty();
        to.vias.push_back(std::move(via));
    }
}

void read_credentials(const osip_message_t& from, Message& to) {
    const int count = std::min(osip_list_size(&from.authorizations), int{max_credentials});
    for (int i = 0; i < count; ++i) {
        const auto* const a =
            static_cast<const osip_authorization_t*>(osip_list_get(&from.authorizations, i));
        if (a->auth_type == nullptr || codec::lower_case(a->auth_type) != "digest") continue;
        to.credentials.push_back({unquoted(a->username), unquoted(a->realm), unquoted(a->nonce),
                                  unquoted(a->uri), unquoted(a->response), unquoted(a->algorithm),
                                  unquoted(a->cnonce), unquoted(a->message_qop),
                                  unquoted(a->nonce_count)});
    }
}

void read_contact(const osip_message_t& from, Message& to) {
    if (osip_list_size(&from.contacts) == 0) return;
    const auto* const contact =
        static_cast<const osip_contact_t*>(osip_list_get(&from.contacts, 0));
    to.contact = party_of(contact);
    to.contact_is_star = contact->url == nullptr ||
                         (contact->displayname != nullptr && contact->displayname[0] == '*');
    if (const auto expires = parameter(contact->gen_params, "expires"))
        to.expires = number(*expires);
}

void read_other_headers(const osip_message_t& from, Message& to) {
    for (int i = 0; i < osip_list_size(&from.headers); ++i) {
        const auto* const header =
            static_cast<const osip_header_t*>(osip_list_get(&from.headers, i));
        const std::string_view name = view_of(header->hname);
        const std::string_view value = view_of(header->hvalue);
        const auto is = [&](std::string_view one) { return codec::equal_ignoring_case(name, one); };
        if (is("expires") && !to.expires) to.expires = number(value);
        if (is("require")) to.require.append(to.require.empty() ? "" : ", ").append(value);
        if (is("content-encoding") || is("e"))
            to.encoded = !codec::equal_ignoring_case(value, "identity");
    }
    if (osip_list_size(&from.content_encodings) > 0) to.encoded = true;
}

Expected<Message, MessageFault> taken_over(osip_message_t& from) {
    Message to;
    if (MSG_IS_RESPONSE(&from)) {
        to.status = from.status_code;
    } else {
        to.method = text_of(from.sip_method);
        to.uri = written(from.req_uri, osip_uri_to_str);
        if (to.method.empty() || to.uri.empty()) return MessageFault{"no method or no URI"};
    }
    if (osip_list_size(&from.vias) == 0) return MessageFault{"no Via"};
    if (osip_list_size(&from.vias) > int{max_vias}) return MessageFault{"too many Vias"};
    if (from.from == nullptr || from.to == nullptr) return MessageFault{"no From or no To"};
    if (from.call_id == nullptr) return MessageFault{"no Call-ID"};
    if (from.cseq == nullptr || !number(view_of(from.cseq->number))) return MessageFault{"no CSeq"};
    read_vias(from, to);
    to.from = party_of(from.from);
    to.to = party_of(from.to);
    to.call_id = written(static_cast<const osip_call_id_t*>(from.call_id), osip_call_id_to_str);
    to.cseq = text_of(from.cseq->number);
    to.cseq_method = text_of(from.cseq->method);
    if (to.status == 0 && to.cseq_method != to.method) {
        return MessageFault{"CSeq names another method"};
    }
    if (from.content_type != nullptr && from.content_type->type != nullptr &&
        from.content_type->subtype != nullptr) {
        to.media_type = codec::lower_case(text_of(from.content_type->type) + "/" +
                                          text_of(from.content_type->subtype));
    }
    read_contact(from, to);
    read_other_headers(from, to);
    read_credentials(from, to);
    return to;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool names_content_length(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view name = codec::trimmed(line.substr(0, colon));
    return codec::equal_ignoring_case(name, "content-length") ||
           codec::equal_ignoring_case(name, "l");
}

// Calls `seen` for each line of a head, with its line end.
template <class Seen>
void each_line(std::string_view head, Seen&& seen) {
    while (!head.empty()) {
        const auto end = head.find('\n');
        const std::size_t size = end == std::string_view::npos ? head.size() : end + 1;
        seen(head.substr(0, size));
        head.remove_prefix(size);
    }
}

std::optional<std::size_t> end_of_head(std::string_view bytes) {
    for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
         at = bytes.find('\n', at + 1)) {
        const std::string_view rest = bytes.substr(at + 1);
        if (rest.starts_with("\r\n")) return at + 3;
        if (rest.starts_with("\n")) return at + 2;
    }
    return std::nullopt;
}

// The top Via as we send it back: with what we saw of its sender.
std::string answered_via(const Via& via, const Source& source) {
    std::string text = via.text;
    if (via.rport) {
        const std::string lower = codec::lower_case(text);
        constexpr std::string_view name = ";rport";
        for (auto at = lower.find(name); at != std::string::npos; at = lower.find(name, at + 1)) {
            const std::size_t end = at + name.size();
            if (end < lower.size() && lower[end] != ';' && lower[end] != ' ') continue;
            text.insert(end, "=" + std::to_string(source.port));
            break;
        }
    }
    if (via.rport || via.host != source.address) text += ";received=" + source.address;
    return text;
}

}  // namespace

Expected<std::optional<Head>, HeadFault> find_head(std::string_view bytes) {
    const std::string_view front = bytes.substr(0, max_head_bytes);
    const auto end = end_of_head(front);
    if (front.substr(0, end.value_or(front.size())).find('\0') != std::string_view::npos) {
        return HeadFault{"a NUL in the head"};
    }
    if (!end) {
        if (bytes.size() >= max_head_bytes) return HeadFault{"the head is too long"};
        return std::optional<Head>();
    }
    Head head{*end, std::nullopt};
    std::size_t lines = 0;
    bool contradicts = false;
    each_line(front.substr(0, *end), [&](std::string_view line) {
        ++lines;
        if (!names_content_length(line)) return;
        auto value = line.substr(line.find(':') + 1);
        value = value.substr(0, value.find_last_not_of("\r\n") + 1);
        const auto length = number(codec::trimmed(value));
        contradicts =
            contradicts || !length || (head.content_length && *head.content_length != *length);
        if (length) head.content_length = *length;
    });
    if (lines > max_header_lines) return HeadFault{"too many header lines"};
    if (contradicts) return HeadFault{"Content-Length is no number, or two that differ"};
    return std::optional<Head>(head);
}

Expected<Message, MessageFault> read_message(std::string_view head, std::string_view body) {
    prepare_parser();
    // libosip2 is given the head alone: it would look for the parts of a body on its own terms.
    std::string text;
    text.reserve(head.size() + 24);
    bool in_length = false;
    each_line(head, [&](std::string_view line) {
        if (line == "\r\n" || line == "\n") return;
        in_length = is_blank(line.front()) ? in_length : names_content_length(line);
        if (!in_length) text.append(line);
    });
    text.append("Content-Length: 0\r\n\r\n");
    osip_message_t* made = nullptr;
    if (osip_message_init(&made) != OSIP_SUCCESS) std::abort();
    const OsipMessage parsed(made);
    if (osip_message_parse(parsed.get(), text.data(), text.size()) != OSIP_SUCCESS) {
        return MessageFault{"no SIP message"};
    }
    auto message = taken_over(*parsed);
    if (message) message->body = body;
    return message;
}

Expected<Datagram, MessageFault> read_datagram(std::string_view bytes) {
    const auto head = find_head(bytes);
    if (!head) return MessageFault{head.error().what};
    if (!*head) return MessageFault{"the datagram ends within the head"};
    const Head& found = **head;
    const std::string_view rest = bytes.substr(found.bytes);
    const std::size_t length = found.content_length.value_or(rest.size());
    auto message = read_message(bytes.substr(0, found.bytes), rest.substr(0, length));
    if (!message) return message.error();
    return Datagram{std::move(*message), length > rest.size()};
}

std::string write_answer(const Message& request, const Source& source, std::string_view to_tag,
                         const Answer& answer) {
    std::string out;
    out.reserve(512 + answer.headers.size() + answer.body.size());
    out.append("SIP/2.0 ").append(std::to_string(answer.status)).append(" ");
    out.append(reason_phrase(answer.status)).append("\r\n");
    bool top = true;
    for (const Via& via : request.vias) {
        out.append("Via: ").append(top ? answered_via(via, source) : via.text).append("\r\n");
        top = false;
    }
    out.append("From: ").append(request.from.text);
    out.append("\r\nTo: ").append(request.to.text);
    if (request.to.tag.empty() && answer.status != 100) out.append(";tag=").append(to_tag);
    out.append("\r\nCall-ID: ").append(request.call_id);
    out.append("\r\nCSeq: ").append(request.cseq).append(" ").append(request.cseq_method);
    out.append("\r\n").append(answer.headers);
    if (!answer.body.empty()) out.append("Content-Type: ").append(answer.media_type).append("\r\n");
    out.append("Content-Length: ").append(std::to_string(answer.body.size()));
    return out.append("\r\n\r\n").append(answer.body);
}

std::string write_request(const Request& request) {
    std::string out = request.method + " " + request.uri + " SIP/2.0\r\nVia: SIP/2.0/" +
                      request.transport + " " + request.sent_by +
                      ";rport;branch=" + request.branch +
                      "\r\nMax-Forwards: 70\r\nFrom: " + request.from + "\r\nTo: " + request.to +
                      "\r\nCall-ID: " + request.call_id +
                      "\r\nCSeq: " + std::to_string(request.cseq) + " " + request.method + "\r\n";
    if (!request.body.empty()) out += "Content-Type: " + request.media_type + "\r\n";
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" + request.body;
    return out;
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 100:
            return "Trying";
        case 200:
            return "OK";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 405:
            return "Method Not Allowed";
        case 413:
            return "Request Entity Too Large";
        case 415:
            return "Unsupported Media Type";
        case 420:
            return "Bad Extension";
        case 423:
            return "Interval Too Brief";
        case 481:
            return "Call/Transaction Does Not Exist";
        case 500:
            return "Server Internal Error";
        case 503:
            return "Service Unavailable";
        default:
            return "Answer";
    }
}

}  // namespace muster::sip
