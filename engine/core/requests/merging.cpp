// Which reports tell of one incident, the merging of two, and its way back.
//
// By itself the engine merges only what it knows again: the same member, the same caller, or the
// same kind of incident where the service says that there is one at a place. What is merely near is
// two people until somebody at the desk says otherwise: the desk is asked.

#include "engine/core/requests/merging.hpp"

#include <algorithm>

#include "engine/core/dispatch/assignments.hpp"
#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/requests/contacts.hpp"
#include "engine/core/requests/reports.hpp"
#include "engine/core/step.hpp"
#include "engine/roads/distance.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

constexpr std::size_t nearby_incidents = 16;

enum class Likeness : std::uint8_t { other, maybe, same };

// The numbers in an address, house to flat, in order.
std::vector<std::string> numbers_in(std::string_view address) {
    std::vector<std::string> numbers;
    bool inside = false;
    const auto add = [&](char digit) {
        if (!inside) numbers.emplace_back();
        inside = true;
        numbers.back() += digit;
    };
    for (std::size_t i = 0; i < address.size(); ++i) {
        // U+FF10 to U+FF19 are EF BC 90 to EF BC 99.
        const bool wide = address.substr(i).starts_with("\xEF\xBC") && i + 2 < address.size() &&
                          static_cast<unsigned char>(address[i + 2]) >= 0x90 &&
                          static_cast<unsigned char>(address[i + 2]) <= 0x99;
        if (wide) {
            add(static_cast<char>('0' + (static_cast<unsigned char>(address[i + 2]) - 0x90)));
            i += 2;
        } else if (address[i] >= '0' && address[i] <= '9') {
            add(address[i]);
        } else {
            inside = false;
        }
    }
    return numbers;
}

// "Building 1, flat 301" and "flat 301" may be one door, flats 301 and 502 are not.
bool may_be_one_door(const std::string& a, const std::string& b) {
    const std::vector<std::string> longer = numbers_in(a.size() > b.size() ? a : b);
    const std::vector<std::string> shorter = numbers_in(a.size() > b.size() ? b : a);
    return shorter.size() <= longer.size()
               ? std::equal(shorter.rbegin(), shorter.rend(), longer.rbegin())
               : std::equal(longer.rbegin(), longer.rend(), shorter.rbegin());
}

bool were_told_apart(const Request& one, const Request& other) {
    const auto& apart = one.not_duplicate_of;
    return std::find(apart.begin(), apart.end(), other.id) != apart.end();
}

// Compares a report with an open request.
struct Comparison {
    const Step& step;
    const Request& report;
    const ServiceRule& service;

    [[nodiscard]] bool comparable(const Request& request) const {
        if (request.id == report.id) return false;
        const DeskRule& desk = step.board.rules().desk;
        if (request.created_at + desk.merge_window_ms < step.now()) return false;
        if (were_told_apart(report, request) || were_told_apart(request, report)) return false;
        if (request.service == report.service) return true;
        return service.emergency_line &&
               step.board.rule_index().service(request.service)->emergency_line;
    }

    [[nodiscard]] bool near(const Request& request) const {
        return report.place && request.place &&
               roads::distance_dm(report.place->value, request.place->value) <=
                   step.board.rules().desk.merge_radius_m.value * 10;
    }

    [[nodiscard]] bool one_per_place(const Request& request) const {
        return !service.merge_by_place.empty() &&
               step.board.rule_index().service(request.service)->merge_by_place ==
                   service.merge_by_place;
    }

    [[nodiscard]] Likeness with(const Request& request, bool same_caller) const {
        if (!comparable(request)) return Likeness::other;
        const bool here = near(request);
        if (here && one_per_place(request)) return mergeable(request);
        // Two different members at one address are two people in need.
        const auto root = [&](MemberId id) { return step.board.root(id); };
        if (report.member && request.member && root(report.member) != root(request.member)) {
            return Likeness::other;
        }
        const bool place_unknown = !report.place || !request.place;
        const bool same_member = report.member && root(report.member) == root(request.member);
        if (same_member || same_caller) {
            const bool door =
                same_member || may_be_one_door(report.address.value, request.address.value);
            return (here || place_unknown) && door ? mergeable(request) : Likeness::maybe;
        }
        return here || (place_unknown && hinted(request)) ? Likeness::maybe : Likeness::other;
    }

    // What waits on purpose must not take an urgent report with it, and there is room for so many
    // slots only.
    [[nodiscard]] Likeness mergeable(const Request& request) const {
        const ResponsePlan& plan = step.board.rule_index().plan_of(report);
        const bool room =
            request.slots.size() + report_of(report, request, plan, step.now()).wants.size() <=
            max_slots;
        return room && wants_responders(request.status) ? Likeness::same : Likeness::maybe;
    }

    // The number of one belongs to the member of the other.
    [[nodiscard]] bool hinted(const Request& request) const {
        const MemberId one = report.member ? report.member : report.member_hint;
        const MemberId other = request.member ? request.member : request.member_hint;
        return one && step.board.root(one) == step.board.root(other);
    }
};

struct Found {
    Index same = no_index;
    Index maybe = no_index;

    // False once there is nothing better to find.
    bool take(Index index, Likeness likeness) {
        if (likeness == Likeness::same) same = index;
        if (likeness == Likeness::maybe && maybe == no_index) maybe = index;
        return same == no_index;
    }
};

// Of the member's and the caller's other requests the latest, then of those nearby the nearest.
Found find_like(Step& step, Index self) {
    const Board& board = step.board;
    const Request& report = board.requests()[self];
    const Comparison compare{step, report, *board.rule_index().service(report.service)};
    Found found;
    if (report.member) {
        const auto& open =
            board.members().aux(board.members().find(board.root(report.member))).open_requests;
        for (auto it = open.rbegin(); it != open.rend(); ++it) {
            if (!found.take(*it, compare.with(board.requests()[*it], false))) return found;
        }
    }
    if (!report.caller.value.empty()) {
        for (const Index other : board.open_requests_of_caller(report.caller.value)) {
            if (!found.take(other, compare.with(board.requests()[other], true))) return found;
        }
    }
    if (!report.place) return found;
    const auto alike = [&](Index other) {
        return compare.with(board.requests()[other], false) != Likeness::other;
    };
    board.places().nearest(report.place->value, 0, nearby_incidents,
                           board.rules().desk.merge_radius_m.value * 10, step.scratch.nearby,
                           alike);
    for (const match::Nearby& near : step.scratch.nearby) {
        const Request& other = board.requests()[near.handle];
        if (!found.take(near.handle, compare.with(other, false))) break;
    }
    return found;
}

void merge(Step& step, Index report, Index target, bool automatic) {
    const Board& board = step.board;
    const RequestId into = board.requests()[target].id;
    RequestMerged event{board.requests()[report].id, into, automatic, {}};
    event.report = report_of(board.requests()[report], board.requests()[target],
                             board.rule_index().plan_of(board.requests()[report]), step.now());
    event.report->automatic = automatic;
    const MergedReport kept = *event.report;
    step.emit(std::move(event));
    let_go(step, report);
    if (kept.raised_from) {
        step.emit(RequestReclassified{
            into, kept.urgency, true,
            automatic ? "a second report is more urgent" : "the merged request is more urgent"});
    }
    if (kept.raised_from || kept.gave_place || !kept.wants.empty()) {
        look_again(step, target);
        fill_request(step, target);
    }
    if (kept.gave_contacts) next_contact(step, target);
}

Rejection no_room(const Step& step, Index index, Index into) {
    const Request& report = step.board.requests()[index];
    const Request& target = step.board.requests()[into];
    const ResponsePlan& plan = step.board.rule_index().plan_of(report);
    const std::size_t slots =
        target.slots.size() + report_of(report, target, plan, step.now()).wants.size();
    if (slots <= max_slots) return {};
    return reject(RejectReason::limit_reached, "/into",
                  "together they would need " + std::to_string(slots) + " people, and a request " +
                      "has at most " + std::to_string(max_slots) + " slots");
}

}  // namespace

bool merge_into_same(Step& step, Index index) {
    const Found found = find_like(step, index);
    if (found.same != no_index) {
        merge(step, index, found.same, true);
        return true;
    }
    if (found.maybe != no_index) {
        step.emit(DuplicateSuspected{step.board.requests()[index].id,
                                     step.board.requests()[found.maybe].id});
    }
    return false;
}

void look_for_duplicate(Step& step, Index index) {
    const Request& request = step.board.requests()[index];
    if (request.possible_duplicate_of) return;
    const Found found = find_like(step, index);
    const Index of = found.same != no_index ? found.same : found.maybe;
    if (of == no_index) return;
    // The older of the two was there first, whichever was located now.
    const Request& other = step.board.requests()[of];
    if (other.id < request.id) {
        step.emit(DuplicateSuspected{request.id, other.id});
    } else if (!other.possible_duplicate_of) {
        step.emit(DuplicateSuspected{other.id, request.id});
    }
}

Rejection split(Step& step, Index index, const Personal<std::string>& reason) {
    const Board& board = step.board;
    const Request& report = board.requests()[index];
    const RequestId from = report.merged_into;
    const Index target = board.requests().find(from);
    std::optional<MergedReport> kept;
    if (target != no_index) {
        const Request& request = board.requests()[target];
        if (request.status == RequestStatus::merged) {
            return reject(RejectReason::illegal_status, "/request",
                          "request " + std::to_string(from.value) +
                              ", which it was merged into, was itself merged into request " +
                              std::to_string(request.merged_into.value) + "; split that first");
        }
        for (const MergedReport& one : request.reports) {
            if (one.request == report.id) kept = one;
        }
    }
    if (kept && !has_ended(board.requests()[target].status)) let_go_of(step, target, kept->slots);
    step.emit(RequestSplit{report.id, from, reason});
    look_again(step, index);
    fill_request(step, index);
    if (report.contacts.active) next_contact(step, index);
    if (!kept || has_ended(board.requests()[target].status)) return {};
    const Request& request = board.requests()[target];
    if (kept->raised_from && request.urgency == kept->urgency && is_open(request.status)) {
        step.emit(RequestReclassified{from, *kept->raised_from, true,
                                      "the report that had raised it was split off"});
    }
    look_again(step, target);
    fill_request(step, target);
    return {};
}

Rejection decide(Step& step, const MergeRequest& command) {
    if (command.request == command.into) {
        return reject(RejectReason::invalid_field, "/into",
                      "a request cannot be merged into itself");
    }
    const auto index = find_request(step, command.request);
    if (!index) return index.error();
    const auto into = find_request(step, command.into, "/into");
    if (!into) return into.error();
    if (auto bad = check_status(step, *index, command)) return bad;
    if (auto bad = check_status(step, *into, command, "/into")) return bad;
    if (auto bad = no_room(step, *index, *into)) return bad;
    merge(step, *index, *into, false);
    return {};
}

Rejection decide(Step& step, const SplitRequest& command) {
    const auto index = find_request(step, command);
    if (!index) return index.error();
    return split(step, *index, command.reason);
}

Rejection decide(Step& step, const DismissDuplicate& command) {
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const auto& of = step.board.requests()[*index].possible_duplicate_of;
    if (of) step.emit(DuplicateDismissed{command.request, *of, command.reason});
    return {};
}

}  // namespace muster::core
