#include "adapters/jt808/refusal.hpp"

#include <cstdlib>

namespace muster::jt808 {

Refusal refusal_of(RejectReason reason) {
    switch (reason) {
        case RejectReason::none:
        // The same message from the same terminal, word for word: what differs is what we knew.
        case RejectReason::key_reused:
            return {true, Result::done};
        case RejectReason::overloaded:
        case RejectReason::stopping:
        case RejectReason::not_ready:
            return {false, std::nullopt};
        case RejectReason::invalid_field:
            return {false, Result::wrong};
        case RejectReason::unknown_member:
        case RejectReason::unknown_card:
        case RejectReason::unknown_device:
        case RejectReason::unknown_assessment:
        case RejectReason::unknown_merge:
        case RejectReason::unknown_place:
        case RejectReason::unknown_premises_note:
        case RejectReason::unknown_survey:
        case RejectReason::unknown_answer:
        case RejectReason::unknown_need:
        case RejectReason::unknown_care_plan:
        case RejectReason::unknown_visit:
        case RejectReason::unknown_referral:
        case RejectReason::unknown_responder:
        case RejectReason::unknown_shift:
        case RejectReason::unknown_absence:
        case RejectReason::unknown_request:
        case RejectReason::unknown_link:
        case RejectReason::unknown_offer:
        case RejectReason::unknown_slot:
        case RejectReason::unknown_booking:
        case RejectReason::unknown_series:
        case RejectReason::unknown_talent:
        case RejectReason::unknown_service_record:
        case RejectReason::unknown_certificate:
        case RejectReason::unknown_account:
        case RejectReason::unknown_hold:
        case RejectReason::unknown_entry:
        case RejectReason::unknown_project:
        case RejectReason::unknown_project_step:
        case RejectReason::unknown_suggestion:
        case RejectReason::unknown_suggestion_report:
        case RejectReason::unknown_service:
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
        case RejectReason::limit_reached:
            return {false, Result::failed};
    }
    std::abort();
}

Result refusal_of(gate::FaultReason reason) {
    switch (reason) {
        case gate::FaultReason::malformed:
        case gate::FaultReason::invalid_event:
        case gate::FaultReason::batch_too_large:
            return Result::wrong;
        case gate::FaultReason::forbidden:
        case gate::FaultReason::unknown_offer:
            return Result::failed;
    }
    std::abort();
}

}  // namespace muster::jt808
