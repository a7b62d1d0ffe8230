// The commands about what volunteers do for members.
#include "tests/core/precedence_world.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

}  // namespace

std::map<std::string, Case> service_cases(const World& w) {
    const std::int64_t later = (start + minutes(5)).value;
    const auto in_hours = [](int n) { return (start + hours(n)).value; };
    const Fault no_reason{invalid_field, "reason", ""};
    const Fault long_reason{invalid_field, "reason", too_long};
    const Fault long_note{invalid_field, "note", too_long};
    const Fault member_gone{unknown_member, "member", nobody};
    const Fault member_over{illegal_status, "member", w.gone_member};
    const Fault volunteer_gone{unknown_responder, "volunteer", nobody};
    const Fault request_gone{unknown_request, "request", nobody};
    const Fault link_gone{unknown_link, "link", nobody};
    const Fault booking_gone{unknown_booking, "booking", nobody};
    const Fault booking_over{illegal_status, "booking", w.cancelled_booking};
    const Fault service_gone{unknown_service_record, "service_record", nobody};
    const Fault service_over{illegal_status, "service_record", w.rejected_service};
    return {
        {"SignIn",
         {fields({{"volunteer", w.free_helper}, {"member", w.member}, {"service", "chore"}}),
          {long_note,
           {invalid_field, "at", later},
           member_gone,
           volunteer_gone,
           request_gone,
           booking_gone,
           {unknown_service, "service", "song"},
           booking_over,
           member_over,
           {responder_not_able, "volunteer", w.idle},
           {responder_busy, "volunteer", w.serving}}}},
        {"SignOut",
         {fields({{"service_record", w.open_service}}),
          {long_note,
           {invalid_field, "at", later},
           service_gone,
           service_over,
           {not_the_assignee, "volunteer", w.free_helper}}}},
        {"RecordService",
         {fields({{"volunteer", w.free_helper},
                  {"member", w.member},
                  {"service", "chore"},
                  {"starts_at", in_hours(-20)},
                  {"ends_at", in_hours(-19)}}),
          {long_note,
           {invalid_field, "ends_at", later},
           member_gone,
           volunteer_gone,
           request_gone,
           booking_gone,
           {unknown_service, "service", "song"},
           booking_over,
           {responder_not_able, "volunteer", w.idle},
           {responder_busy, "volunteer", w.serving}}}},
        {"CorrectService",
         {fields({{"service_record", w.ended_service},
                  {"starts_at", in_hours(-21)},
                  {"ends_at", in_hours(-20)},
                  {"reason", "by clock"}}),
          {no_reason, {invalid_field, "ends_at", later}, service_gone, service_over}}},
        {"ConfirmService",
         {fields({{"service_record", w.ended_service}, {"by", "member"}}),
          {long_note, {invalid_field, "by", "nobody"}, link_gone, service_gone, service_over}}},
        {"ReviewService",
         {fields({{"service_record", w.confirmed_service}}),
          {long_reason,
           {unknown_responder, "reviewer", nobody},
           service_gone,
           service_over,
           {not_eligible, "reviewer", w.serving}}}},
        {"DisputeService",
         {fields({{"service_record", w.ended_service}, {"reason", "was shorter"}}),
          {no_reason, service_gone, service_over}}},
        {"ResolveService",
         {fields({{"service_record", w.disputed_service}, {"reason", "seen"}}),
          {no_reason,
           {unknown_responder, "reviewer", nobody},
           service_gone,
           service_over,
           {not_eligible, "reviewer", w.serving}}}},
        {"ReverseService",
         {fields({{"service_record", w.approved_service}, {"reason", "another day"}}),
          {no_reason, service_gone, service_over}}},
        {"RecordVolunteerNoShow",
         {fields({{"volunteer", w.free_helper}}),
          {long_reason,
           {invalid_field, "at", later},
           volunteer_gone,
           request_gone,
           booking_gone,
           {responder_not_able, "volunteer", w.idle}}}},
        {"WithdrawVolunteerNoShow",
         {fields({{"volunteer", w.suspended}, {"no_show", w.no_show}, {"reason", "came"}}),
          {no_reason, volunteer_gone, {illegal_status, "no_show", nobody}}}},
        {"LiftVolunteerSuspension",
         {fields({{"volunteer", w.suspended}, {"reason", "spoken to"}}),
          {no_reason, volunteer_gone, {illegal_status, "volunteer", w.free_helper}}}},
    };
}

}  // namespace muster::test
