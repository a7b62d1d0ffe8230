// What links promise: they end in time, with their member and with their request, and let nobody do
// more than they show.
#include "engine/core/links/link_state.hpp"

#include <algorithm>

#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/onestop_stage.hpp"

namespace muster::test {
namespace {

using enum RejectReason;
using core::LinkAction;

LinkId issued(OnestopStage& s, RequestId request, LinkAudience audience = LinkAudience::member) {
    return {s.made(IssueLink{request, audience, {}, {}})};
}

RateRequest rating(RequestId request, LinkId link) {
    return {request, 4, "", FaultSide::not_said, link};
}

struct LinkArea {
    struct Stage {
        OnestopStage s;
        LinkId link;
    };
    [[nodiscard]] std::unique_ptr<Stage> stage(LinkStatus status) const {
        auto out = std::make_unique<Stage>();
        out->link = issued(out->s, out->s.ask("advice"));
        if (status == LinkStatus::revoked) out->s.made(RevokeLink{out->link, "sent to nobody"});
        if (status == LinkStatus::expired) out->s.wait_until(at("2026-03-20"));
        return out;
    }
    [[nodiscard]] Rejection act(std::unique_ptr<Stage>& stage, LinkAction /*revoke*/) const {
        return stage->s.send(RevokeLink{stage->link, ""});
    }
    [[nodiscard]] LinkStatus status(const std::unique_ptr<Stage>& stage) const {
        return stage->s.find(stage->link)->status;
    }
};

TEST(Links, EveryStatusWithRevoking) {
    for (const LinkStatus status : enum_values<LinkStatus>) {
        const LinkArea area;
        auto stage = area.stage(status);
        ASSERT_EQ(area.status(stage), status);
        const bool legal = core::link_cycle.legal(status, LinkAction::revoke);
        EXPECT_EQ(area.act(stage, LinkAction::revoke).reason == illegal_status, !legal);
        EXPECT_EQ(area.status(stage), legal ? LinkStatus::revoked : status);
    }
}

TEST(Links, ShowWhatTheRulesOrTheIssuerPromise) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    const Link member = *s.find(issued(s, request));
    EXPECT_EQ(member.shows, core::usual_shows({}, LinkAudience::member));
    EXPECT_EQ(member.shows.size(), enum_count<LinkPart>);
    EXPECT_EQ(member.expires_at, member.issued_at + hours(24 * 30));
    EXPECT_EQ(member.issued_by, "http:wang");
    // The family does not learn who comes, unless the rules say so.
    const auto family = s.find(issued(s, request, LinkAudience::family))->shows;
    EXPECT_EQ(std::count(family.begin(), family.end(), LinkPart::who), 0);
    EXPECT_EQ(family.size(), enum_count<LinkPart> - 1);
    IssueLink narrow{request, LinkAudience::family, {LinkPart::status}, {}};
    EXPECT_EQ(s.find({s.made(narrow)})->shows, narrow.shows);
    narrow.shows = {LinkPart::rate, LinkPart::rate};
    EXPECT_EQ(s.send(narrow).field, "/shows");
    narrow.shows = {};
    narrow.expires_at = at("2026-02-13");
    EXPECT_EQ(s.send(narrow).field, "/expires_at");
}

TEST(Links, ANewOneForTheSameReadersEndsTheOldOne) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    const LinkId first = issued(s, request);
    const LinkId family = issued(s, request, LinkAudience::family);
    const LinkId second = issued(s, request);
    EXPECT_EQ(s.find(first)->status, LinkStatus::revoked);
    EXPECT_EQ(s.find(family)->status, LinkStatus::active);
    EXPECT_EQ(s.find(second)->generation, 2u);
    Rules rules = onestop_rules();
    rules.links.emplace().max_per_request = 1;
    OnestopStage strict(rules);
    const RequestId other = strict.ask("advice");
    issued(strict, other);
    EXPECT_EQ(strict.send(IssueLink{other, LinkAudience::family, {}, {}}).reason, limit_reached);
}

TEST(Links, ExpireByTheirTimeEvenBeforeTheTick) {
    OnestopStage s;
    const RequestId request = s.advised();
    IssueLink command{request, LinkAudience::member, {}, at("2026-02-13", 12)};
    const LinkId link{s.made(command)};
    s.skip_to(at("2026-02-13", 12));
    const Rejection late = s.send(rating(request, link), "link");
    EXPECT_EQ(late.reason, illegal_status);
    EXPECT_EQ(late.field, "/link");
    s.wait_until(at("2026-02-13", 12));
    EXPECT_EQ(s.find(link)->status, LinkStatus::expired);
    EXPECT_EQ(s.send(rating(request, link), "link").field, "/link");
    EXPECT_EQ(s.get(request).rating, 0u);
}

TEST(Links, ThatAreRevokedRateNothing) {
    OnestopStage s;
    const RequestId request = s.advised();
    const LinkId link = issued(s, request);
    s.made(RevokeLink{link, "sent to the wrong number"});
    EXPECT_EQ(s.send(rating(request, link), "link").field, "/link");
    EXPECT_EQ(s.send(rating(request, {999}), "link").reason, unknown_link);
}

TEST(Links, LetNobodyDoMoreThanTheyShow) {
    OnestopStage s;
    const RequestId request = s.advised();
    const RequestId other = s.advised();
    const LinkId link{s.made(IssueLink{request, LinkAudience::family, {LinkPart::status}, {}})};
    EXPECT_EQ(s.send(rating(request, link), "link").field, "/link");
    const LinkId full = issued(s, request);
    EXPECT_EQ(s.send(rating(other, full), "link").field, "/link");
    EXPECT_EQ(s.send(RateRequest{request, 4, "x", FaultSide::ours, full}, "link").field, "/fault");
    EXPECT_FALSE(s.send(rating(request, full), "link"));
    EXPECT_EQ(s.get(request).rating, 4u);
}

TEST(Links, LeadToWhatTheirRequestBecamePartOf) {
    OnestopStage s;
    const RequestId part = s.ask("repair");
    const RequestId whole = s.ask("advice");
    const LinkId link = issued(s, part);
    s.made(MergeRequest{part, whole});
    EXPECT_FALSE(s.send(UrgeRequest{whole, "", link}, "link"));
    EXPECT_EQ(s.send(UrgeRequest{part, "", link}, "link").reason, illegal_status);
}

TEST(Links, EndWithTheirMember) {
    for (const MemberStatus status : {MemberStatus::deceased, MemberStatus::moved_away}) {
        OnestopStage s;
        const RequestId request = s.advised();
        const LinkId link = issued(s, request);
        s.made(SetMemberStatus{s.member, MemberStatus::away, ""});
        EXPECT_EQ(s.find(link)->status, LinkStatus::active);
        s.made(SetMemberStatus{s.member, status, ""});
        EXPECT_EQ(s.find(link)->status, LinkStatus::revoked);
        EXPECT_EQ(s.send(IssueLink{request, LinkAudience::family, {}, {}}).reason, illegal_status);
    }
}

// Also where the link was issued for the request of an alias.
TEST(Links, EndWithTheMemberThatTheirsWasMergedInto) {
    OnestopStage s;
    const MemberId other{s.made(RegisterMember{})};
    const LinkId link = issued(s, s.advised());
    const MergeId merge{s.made(ProposeMerge{other, s.member, ""})};
    s.made(MergeMembers{merge, ""});
    s.made(SetMemberStatus{other, MemberStatus::deceased, ""});
    EXPECT_EQ(s.find(link)->status, LinkStatus::revoked);
}

TEST(Links, LeaveTheBoardWithTheirRequest) {
    OnestopStage s;
    const RequestId request = s.advised();
    const LinkId link = issued(s, request);
    const LinkId family = issued(s, request, LinkAudience::family);
    s.wait_until(at("2026-02-14"));
    EXPECT_EQ(s.find(link), nullptr);
    EXPECT_EQ(s.find(family), nullptr);
    EXPECT_EQ(s.seen<LinkForgotten>().size(), 2u);
}

TEST(Links, ARatingByLinkSaysWhoSaidIt) {
    OnestopStage s;
    const RequestId request = s.advised();
    const LinkId link = issued(s, request, LinkAudience::family);
    RateRequest bad{request, 1, "she is still waiting", FaultSide::not_said, link};
    EXPECT_FALSE(s.send(bad, "link"));
    ASSERT_EQ(s.seen<RequestRated>().size(), 1u);
    EXPECT_EQ(s.seen<RequestRated>()[0].link, link);
    ASSERT_EQ(s.get(request).reopenings.size(), 1u);
    EXPECT_EQ(s.get(request).reopenings[0].by, "link");
    // The link goes on: it shows the next round.
    EXPECT_EQ(s.find(link)->status, LinkStatus::active);
}

}  // namespace
}  // namespace muster::test
