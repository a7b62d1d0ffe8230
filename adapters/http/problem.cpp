#include "adapters/http/problem.hpp"

#include <utility>

#include "adapters/http/http_codec.hpp"
#include "engine/codec/json_writer.hpp"

namespace muster::http {

void append_json_string(std::string& out, std::string_view text) {
    codec::Writer writer(out);
    writer.string(text);
}

namespace {

void append_field(std::string& out, std::string_view key, std::string_view value) {
    if (value.empty()) return;
    out += out.size() > 1 ? ",\"" : "\"";
    out += key;
    out += "\":";
    append_json_string(out, value);
}

struct Name {
    unsigned status;
    std::string_view reason;
};

Name answer_to(gate::FaultReason reason) {
    switch (reason) {
        case gate::FaultReason::malformed:
            return {400, "malformed_body"};
        case gate::FaultReason::invalid_event:
            return {400, "invalid_event"};
        case gate::FaultReason::batch_too_large:
            return {413, "batch_too_large"};
        case gate::FaultReason::forbidden:
            return {403, "forbidden"};
        case gate::FaultReason::unknown_offer:
            return {404, "unknown_offer"};
    }
    return {500, "unknown"};
}

}  // namespace

Problem bad_parameter(std::string_view name, std::string detail, std::string expected) {
    return {.status = 400,
            .reason = "invalid_parameter",
            .detail = std::move(detail),
            .field = std::string(name),
            .expected = std::move(expected)};
}

Problem framing_problem(unsigned status, std::string_view reason, std::string detail,
                        std::string_view field, std::string expected) {
    return {.status = status,
            .reason = reason,
            .detail = std::move(detail),
            .field = std::string(field),
            .expected = std::move(expected)};
}

Problem whole_city() {
    return {.status = 403,
            .reason = "forbidden",
            .detail = "this tells of the whole city, and this token sees some districts only",
            .expected = "a token without districts"};
}

std::string to_json(const Problem& problem, std::string_view instance) {
    std::string out = "{\"type\":\"urn:muster:problem:";
    out += problem.reason;
    out += "\",\"title\":\"";
    out += status_text(problem.status);
    out += "\",\"status\":";
    out += std::to_string(problem.status);
    append_field(out, "detail", problem.detail);
    append_field(out, "instance", instance);
    append_field(out, "reason", problem.reason);
    append_field(out, "field", problem.field);
    append_field(out, "expected", problem.expected);
    if (problem.offset) {
        out += ",\"offset\":";
        out += std::to_string(*problem.offset);
    }
    if (!problem.holder.empty()) out.append(",\"holder\":").append(problem.holder);
    out += '}';
    return out;
}

unsigned status_of(RejectReason reason) {
    switch (reason) {
        case RejectReason::none:
            return 200;
        case RejectReason::overloaded:
        case RejectReason::stopping:
        case RejectReason::not_ready:
            return 503;
        case RejectReason::key_reused:
        case RejectReason::invalid_field:
            return 422;
        case RejectReason::unknown_member:
        case RejectReason::unknown_card:
        case RejectReason::unknown_device:
        case RejectReason::unknown_assessment:
        case RejectReason::unknown_care_plan:
        case RejectReason::unknown_visit:
        case RejectReason::unknown_referral:
        case RejectReason::unknown_merge:
        case RejectReason::unknown_place:
        case RejectReason::unknown_premises_note:
        case RejectReason::unknown_survey:
        case RejectReason::unknown_answer:
        case RejectReason::unknown_need:
        case RejectReason::unknown_responder:
        case RejectReason::unknown_shift:
        case RejectReason::unknown_absence:
        case RejectReason::unknown_request:
        case RejectReason::unknown_call:
        case RejectReason::unknown_link:
        case RejectReason::unknown_offer:
        case RejectReason::unknown_slot:
        case RejectReason::unknown_booking:
        case RejectReason::unknown_series:
        case RejectReason::unknown_account:
        case RejectReason::unknown_hold:
        case RejectReason::unknown_entry:
        case RejectReason::unknown_talent:
        case RejectReason::unknown_service_record:
        case RejectReason::unknown_certificate:
        case RejectReason::unknown_project:
        case RejectReason::unknown_project_step:
        case RejectReason::unknown_suggestion:
        case RejectReason::unknown_suggestion_report:
        case RejectReason::unknown_service:
            return 404;
        case RejectReason::card_not_active:
        case RejectReason::illegal_status:
        case RejectReason::safety_unverified:
        case RejectReason::offer_ended:
        case RejectReason::not_the_assignee:
        case RejectReason::holder_changed:
        case RejectReason::responder_not_able:
        case RejectReason::responder_busy:
        case RejectReason::not_eligible:
        case RejectReason::no_free_place:
        case RejectReason::not_enough_credits:
            return 409;
        case RejectReason::limit_reached:
            return 429;
    }
    return 500;
}

Problem to_problem(const Rejection& rejection) {
    return {.status = status_of(rejection.reason),
            .reason = name_of(rejection.reason),
            .detail = rejection.detail,
            .field = rejection.field};
}

Problem to_problem(gate::Fault fault) {
    const Name name = answer_to(fault.reason);
    return {.status = name.status,
            .reason = name.reason,
            .detail = std::move(fault.detail),
            .field = std::move(fault.field),
            .expected = std::move(fault.expected),
            .offset = fault.offset};
}

bool is_temporary(unsigned status) {
    return status == 429 || status == 503;
}

}  // namespace muster::http
