#include "adapters/outbox/order_options.hpp"

#include <algorithm>
#include <array>

#include "engine/codec/protocol_text.hpp"

namespace muster::outbox {
namespace {

using Found = std::optional<SettingProblem>;

constexpr std::array<std::string_view, 10> facts{
    "number", "word", "stage", "sentence", "id", "request", "late", "at_ms", "at_iso", "at_local"};

bool is_pointer(std::string_view path) {
    if (path.size() < 2 || path.front() != '/') return false;
    for (std::size_t at = path.find('~'); at != std::string_view::npos;
         at = path.find('~', at + 1)) {
        if (at + 1 >= path.size() || (path[at + 1] != '0' && path[at + 1] != '1')) return false;
    }
    return true;
}

bool is_header(std::string_view path) {
    return path.size() > 1 && path.front() == '@' &&
           std::all_of(path.begin() + 1, path.end(), codec::is_token_char);
}

Found check_tell(const OrderOptions& options, bool (*is_event)(std::string_view)) {
    if (options.tell.empty() || options.tell.size() > order_tells_max) {
        return SettingProblem{"/tell", "must have 1 to " + std::to_string(order_tells_max) +
                                           " rows: which event is told as what"};
    }
    for (std::size_t i = 0; i < options.tell.size(); ++i) {
        const OrderTell& row = options.tell[i];
        const std::string at = "/tell/" + std::to_string(i);
        if (!is_event(row.event)) {
            return SettingProblem{at + "/event", "\"" + row.event +
                                                     "\" is no event; they are named like "
                                                     "RequestReceived"};
        }
        if (!row.where.empty() && !is_pointer(row.where)) {
            return SettingProblem{at + "/where", "must be a JSON pointer into the event, as /to"};
        }
        const bool tells = row.stage >= OrderStage::accepted && row.stage <= OrderStage::returned;
        if (!tells) {
            return SettingProblem{at + "/stage", "must be accepted, progress, done or returned"};
        }
    }
    return std::nullopt;
}

Found check_fields(const OrderOptions& options) {
    bool numbered = false;
    for (std::size_t i = 0; i < options.fields.size(); ++i) {
        const OrderField& field = options.fields[i];
        const std::string at = "/fields/" + std::to_string(i);
        if (!is_pointer(field.path)) {
            return SettingProblem{at + "/path", "must be a JSON pointer such as /data/orderNo"};
        }
        for (std::size_t j = 0; j < i; ++j) {
            const std::string& other = options.fields[j].path;
            if (field.path == other || field.path.starts_with(other + "/") ||
                other.starts_with(field.path + "/")) {
                return SettingProblem{at + "/path",
                                      "is the place of fields/" + std::to_string(j) + " already"};
            }
        }
        const bool known = std::find(facts.begin(), facts.end(), field.is) != facts.end() ||
                           field.is == "text" || is_pointer(field.is);
        if (!known) {
            std::string names = "must be text, a JSON pointer into the event";
            for (const std::string_view name : facts)
                names.append(", ").append(name);
            return SettingProblem{at + "/is", names};
        }
        if (!field.text.empty() && field.is != "text") {
            return SettingProblem{at + "/text", "belongs to a field that is = \"text\""};
        }
        numbered = numbered || field.is == "number";
    }
    if (numbered) return std::nullopt;
    return SettingProblem{"/fields", "must tell the number of the order: one is = \"number\""};
}

Found check_signature(const OrderSignature& signature) {
    if (signature.scheme == gate::PushScheme::addresses) {
        return SettingProblem{"/signature/scheme", "must be hmac_sha256 or token"};
    }
    if (!is_header(signature.from)) {
        return SettingProblem{"/signature/from", "must be a header such as @X-Signature"};
    }
    if (signature.scheme == gate::PushScheme::token) return std::nullopt;
    if (!signature.timestamp.empty() && !is_header(signature.timestamp)) {
        return SettingProblem{"/signature/timestamp", "must be a header such as @X-Timestamp"};
    }
    const auto& over = signature.over;
    if (std::find(over.begin(), over.end(), "*") == over.end()) {
        return SettingProblem{"/signature/over", "must cover the body: \"*\""};
    }
    for (std::size_t i = 0; i < over.size(); ++i) {
        if (over[i] == "*" || is_pointer(over[i]) || over[i] == signature.timestamp) continue;
        return SettingProblem{"/signature/over/" + std::to_string(i),
                              "must be \"*\", a JSON pointer into the body, or the timestamp"};
    }
    return std::nullopt;
}

}  // namespace

Found check(const OrderOptions& options, bool (*is_event)(std::string_view)) {
    if (options.mapping.empty()) {
        return SettingProblem{"/mapping", "must name the mapping by which the orders come"};
    }
    if (auto wrong = check_tell(options, is_event)) return wrong;
    if (auto wrong = check_fields(options)) return wrong;
    const OrderAnswer& answer = options.answer;
    if (!answer.path.empty() && !is_pointer(answer.path)) {
        return SettingProblem{"/answer/path", "must be a JSON pointer such as /code"};
    }
    if (answer.path.empty() != answer.taken.empty()) {
        return SettingProblem{"/answer/taken",
                              "and answer.path belong together: where the code stands, and which "
                              "say that a report is taken"};
    }
    if (!gate::zone_offset(options.zone)) {
        return SettingProblem{"/zone", "must be such as \"+08:00\" or \"Z\""};
    }
    return check_signature(options.signature);
}

}  // namespace muster::outbox
