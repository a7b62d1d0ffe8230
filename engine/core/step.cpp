#include "engine/core/step.hpp"

#include "engine/core/requests/names.hpp"

namespace muster::core {
Named<Member> find_member(const Step& step, MemberId id) {
    const Index index = step.board.members().find(id);
    if (index != no_index) return index;
    return reject(RejectReason::unknown_member, "/member",
                  "there is no member " + std::to_string(id.value));
}

Named<Responder> find_responder(const Step& step, ResponderId id) {
    const Index index = step.board.responders().find(id);
    if (index != no_index) return index;
    return reject(RejectReason::unknown_responder, "/responder",
                  "there is no responder " + std::to_string(id.value));
}

Named<Request> find_request(const Step& step, RequestId id, std::string_view field) {
    const Index index = step.board.requests().find(id);
    if (index != no_index) return index;
    return reject(RejectReason::unknown_request, std::string(field),
                  "there is no request " + std::to_string(id.value) +
                      " on the board (it may have been archived)");
}

Rejection check_status(const Step& step, Index index, std::string_view command,
                       const CommandRow& row, std::string_view field) {
    const Request& request = step.board.requests()[index];
    if (row.allowed_in.has(request.status)) return {};
    return reject(RejectReason::illegal_status, std::string(field),
                  "request " + std::to_string(request.id.value) + " is " +
                      std::string(name_of(request.status)) + "; " + std::string(command) +
                      " is possible when it is " + in_words(row.allowed_in));
}

Rejection check_unmasked(std::string_view field, std::string_view text) {
    for (const std::string_view mask : {"*", "＊", "●", "•"}) {
        if (text.find(mask) == std::string_view::npos) continue;
        return reject(
            RejectReason::invalid_field, std::string(field),
            "\"" + std::string(mask) +
                "\" hides what is stored from who may not see "
                "it; write the whole text, or leave the field out to keep what is stored");
    }
    return {};
}

Rejection check_clear(const std::vector<Code>& clear, std::string_view field, bool is_set) {
    for (const Code& name : clear) {
        if (name.view() != field) {
            return reject(RejectReason::invalid_field, "/clear",
                          "\"" + name.str() + "\" cannot be cleared so; \"" + std::string(field) +
                              "\" can, and a text or list is cleared by an empty one");
        }
        if (is_set) {
            return reject(RejectReason::invalid_field, "/clear",
                          "\"" + std::string(field) + "\" is set by the same command");
        }
    }
    return {};
}

Rejection check_phone(const Step& step, std::string_view field, std::string& phone) {
    if (phone.empty()) return {};
    if (auto bad = check_unmasked(field, phone)) return bad;
    auto number = parse_phone(phone, step.board.phone_rule());
    if (!number) {
        return reject(RejectReason::invalid_field, std::string(field),
                      "must be one telephone number, such as 0514-8555 0101, 137 0000 0042, "
                      "+86 514 8555 0101 or 8555 0101 ext 801");
    }
    phone = to_text(*number);
    return {};
}

Rejection check_reason(std::string_view text) {
    if (text.empty()) {
        return reject(RejectReason::invalid_field, "/reason",
                      "an override needs a reason, which is kept in the log");
    }
    return {};
}

}  // namespace muster::core
