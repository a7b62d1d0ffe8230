#include <algorithm>
#include <string>

#include "engine/core/kernel/names.hpp"
#include "engine/core/links/area.hpp"
#include "engine/core/links/link_state.hpp"
#include "engine/core/links/opening.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/service/rule_check.hpp"
#include "engine/core/step.hpp"

namespace muster::core {
namespace {

// Merges are followed so far from the request that a link was issued for.
constexpr int max_merges_followed = 8;

const Link& get(const Board& board, LinkId id) {
    return *board.store<Link>().get(id);
}

bool leads_to(const Board& board, RequestId from, RequestId to) {
    for (int i = 0; from && i < max_merges_followed; ++i) {
        if (from == to) return true;
        const Request* const request = board.requests().get(from);
        from = request != nullptr ? request->merged_into : RequestId{};
    }
    return false;
}

Rejection check_shows(const std::vector<LinkPart>& shows) {
    EnumSet<LinkPart> seen;
    for (const LinkPart part : shows) {
        if (seen.has(part)) {
            return reject(RejectReason::invalid_field, "/shows",
                          "\"" + std::string(name_of(part)) + "\" stands twice");
        }
        seen.add(part);
    }
    return {};
}

Rejection check_end(const Step& step, const IssueLink& command) {
    if (!command.expires_at) return {};
    const TimePoint now = step.now();
    if (*command.expires_at > now && *command.expires_at <= now + max_span) return {};
    return reject(RejectReason::invalid_field, "/expires_at",
                  "must be after now (" + std::to_string(now.value) + "), at most 366 days");
}

void end(Step& step, LinkId id, LinkStatus status, Personal<std::string> reason) {
    step.emit(LinkEnded{id, get(step.board, id).request, status, std::move(reason)});
}

void revoke_all(Step& step, MemberId member, const std::string& why) {
    const std::vector<LinkId> list = step.board.derived<Link>().by_member.of(member);
    for (const LinkId id : list) {
        if (get(step.board, id).status != LinkStatus::active) continue;
        end(step, id, LinkStatus::revoked, why);
    }
}

void react(Step& step, const RequestArchived& event) {
    const std::vector<LinkId> list = step.board.derived<Link>().by_request.of(event.request);
    for (const LinkId id : list)
        step.emit(LinkForgotten{id});
}
void react(Step& step, const MemberStatusChanged& event) {
    if (is_looked_after(event.status)) return;
    for (const MemberId one : step.board.derived<Member>().with_aliases(event.member))
        revoke_all(step, one, "the member is " + std::string(name_of(event.status)));
}
void react(Step& step, const MemberErased& event) {
    revoke_all(step, event.member, "the member is erased");
}
void react(Step& step, const MemberRemoved& event) {
    revoke_all(step, event.member, "the member was removed");
}

}  // namespace

Rejection check_promised(const Step& step, LinkId id, RequestId request, LinkPart part) {
    if (!id) return {};
    const Link& link = get(step.board, id);
    if (auto bad = check_status(link, "opening it", EnumSet<LinkStatus>{LinkStatus::active},
                                words_of<Link>)) {
        return bad;
    }
    const auto refused = [&](std::string detail) {
        return reject(RejectReason::illegal_status, "/link",
                      "link " + std::to_string(id.value) + " " + std::move(detail));
    };
    if (!is_good(link, step.now())) return refused("has expired");
    if (!leads_to(step.board, link.request, request)) return refused("is about another request");
    if (std::find(link.shows.begin(), link.shows.end(), part) == link.shows.end()) {
        return refused("does not promise \"" + std::string(name_of(part)) + "\"");
    }
    return {};
}

Rejection decide(Step& step, const IssueLink& command) {
    if (auto bad = check_shows(command.shows)) return bad;
    if (auto bad = check_end(step, command)) return bad;
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const Board& board = step.board;
    const Request& request = board.requests()[*index];
    const Member* const member = board.members().get(board.root(request.member));
    if (member != nullptr && !is_looked_after(member->status)) {
        return reject(RejectReason::illegal_status, "/request",
                      "its member is " + std::string(name_of(member->status)));
    }
    const LinkRule& rule = link_rule(board.rules());
    const std::vector<LinkId> list = board.derived<Link>().by_request.of(command.request);
    if (static_cast<std::int64_t>(list.size()) >= rule.max_per_request) {
        return reject(RejectReason::limit_reached, "/request",
                      "the limit of links.max_per_request links is reached");
    }
    Link link;
    for (const LinkId id : list) {
        const Link& before = get(board, id);
        if (before.audience != command.audience) continue;
        link.generation = std::max(link.generation, before.generation + 1);
        if (before.status == LinkStatus::active) {
            end(step, id, LinkStatus::revoked, "another one was issued");
        }
    }
    link.id = {step.env.seq};
    link.request = command.request;
    link.member = request.member;
    link.audience = command.audience;
    link.issued_at = step.now();
    link.expires_at = command.expires_at.value_or(step.now() + rule.life_ms);
    link.issued_by = step.env.source;
    link.shows = command.shows;
    if (link.shows.empty()) link.shows = usual_shows(rule, link.audience);
    step.emit(LinkIssued{std::move(link)});
    return {};
}

Rejection decide(Step& step, const RevokeLink& command) {
    const auto index = find_one(step, command.link);
    if (!index) return index.error();
    const Link& link = step.board.store<Link>()[*index];
    if (auto bad = check_status(link, "RevokeLink", link_cycle.where(LinkAction::revoke),
                                words_of<Link>)) {
        return bad;
    }
    end(step, command.link, LinkStatus::revoked, command.reason);
    return {};
}

void LinksArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

TimePoint LinksArea::due(const Board& board) {
    return board.deadlines<Link>().next_due();
}

void LinksArea::fire(Step& step) {
    const Board& board = step.board;
    const LinkId id = board.store<Link>()[board.deadlines<Link>().next_handle()].id;
    end(step, id, LinkStatus::expired, {});
}

}  // namespace muster::core
