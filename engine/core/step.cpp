#include "engine/core/step.hpp"

#include <algorithm>

#include "engine/core/kernel/look_up.hpp"

namespace muster::core {
namespace {

constexpr EntityWords request_words(std::string_view field) {
    return {"request", field, RejectReason::unknown_request,
            " on the board (it may have been archived)"};
}

}  // namespace

Named<Request> find_request(const Step& step, RequestId id, std::string_view field) {
    return find_in(step.board.requests(), id, request_words(field));
}

Rejection check_status(const Step& step, Index index, std::string_view command,
                       const CommandRow& row, std::string_view field) {
    return check_status(step.board.requests()[index], command, row.allowed_in,
                        request_words(field));
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

Rejection check_clear(const std::vector<Code>& clear, std::initializer_list<Clearable> fields) {
    for (const Code& name : clear) {
        const auto* const known =
            std::find_if(fields.begin(), fields.end(),
                         [&](const Clearable& one) { return one.field == name.view(); });
        if (known == fields.end()) {
            std::string can;
            for (const Clearable& one : fields) {
                can.append(can.empty() ? "\"" : " or \"").append(one.field).append("\"");
            }
            return reject(RejectReason::invalid_field, "/clear",
                          "\"" + name.str() + "\" cannot be cleared so; " + can +
                              " can, and a text or list is cleared by an empty one");
        }
        if (known->is_set) {
            return reject(RejectReason::invalid_field, "/clear",
                          "\"" + name.str() + "\" is set by the same command");
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
