#include "engine/views/words.hpp"

#include <variant>

#include "engine/codec/describe.hpp"
#include "engine/views/figures.hpp"
#include "engine/views/masking.hpp"
#include "engine/views/word_tables.hpp"

namespace muster::views {
namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string all;
    for (const std::string_view part : parts)
        all += part;
    return all;
}

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

// One sentence per event. Each overload gives both languages side by side, so that neither is
// forgotten; an event without an overload does not compile.
class Speaker {
  public:
    Speaker(const core::Board& board, Language language, bool personal)
        : board_(board), language_(language), personal_(personal) {}

    std::string operator()(const RulesLoaded& e) const {
        return say("rules ", "规则生效：", e.rules.version, " are in force", "");
    }
    std::string operator()(const SpeedsRequested& e) const {
        const std::string what = number(e.speeds.ways.size()) +
                                 (language_ == Language::en ? " ways and " : " 条道路、") +
                                 number(e.speeds.zones.size()) +
                                 (language_ == Language::en ? " zones" : " 个区域");
        return say("other speeds were told for ", "收到新的通行速度：", what, "", "") +
               (e.speeds.reason.empty() ? "" : ": " + e.speeds.reason);
    }
    std::string operator()(const SpeedsInUse& e) const {
        return say("travel times follow the speeds of record ", "行程时间采用记录 ",
                   number(e.id.value), "", " 的通行速度");
    }
    std::string operator()(const MemberRegistered& e) const {
        return say("member ", "登记服务对象：", text(e.member.profile.name), " registered", "");
    }
    std::string operator()(const MemberUpdated& e) const {
        return say("member ", "更新服务对象：", text(e.member.profile.name), " updated", "");
    }
    std::string operator()(const MemberRemoved& e) const {
        return say("member ", "移除服务对象 ", number(e.member.value), " removed", "") +
               because(e.reason);
    }
    std::string operator()(const CardIssued& e) const {
        return say("card issued for ", "发卡给", member(e.card.member), "", "");
    }
    std::string operator()(const CardChanged& e) const {
        return say("card ", "联系卡 ", number(e.card.id.value), " is now ", " 现为") +
               std::string(word(e.card.status, language_)) +
               say(", print ", "，第 ", number(e.card.generation), "", " 版") + because(e.reason);
    }
    std::string operator()(const ResponderRegistered& e) const {
        return say("responder ", "登记人员：", text(e.profile.name), " registered", "");
    }
    std::string operator()(const ResponderUpdated& e) const {
        return say("responder ", "更新人员：", text(e.profile.name), " updated", "");
    }
    std::string operator()(const DutyChanged& e) const {
        return responder(e.responder) + both(" is now ", " 现为") +
               std::string(word(e.status, language_)) + because(e.reason);
    }
    std::string operator()(const PositionsReported& e) const {
        return say("", "收到 ", number(e.fixes.size()), " positions reported", " 个位置");
    }
    std::string operator()(const PositionDoubted& e) const {
        const bool outside = e.doubted.why == PositionDoubt::outside;
        return both("a position of ", "") + responder(e.responder) +
               both(" is not believed: ", "的上报位置存疑：") +
               (outside ? both("outside of the area served", "超出服务区域")
                        : both("nobody goes so far in so short a time", "短时间内不可能到达"));
    }
    std::string operator()(const PositionDoubtEnded& e) const {
        return responder(e.responder) +
               (e.confirmed ? both(" is at the doubted position indeed", "确在存疑位置，已采信")
                            : both(" is where was believed; the doubt is over",
                                   "位置恢复正常，疑点已消除"));
    }
    std::string operator()(const PositionLapsed& e) const {
        const Responder* found = board_.responders().get(e.responder);
        const bool post = found && (found->profile.post || !found->standby.empty());
        return both("the position of ", "") + responder(e.responder) +
               both(" is too old to count, ", "的位置已过期（") + time(e.age_ms) +
               (post
                    ? both("; taken to be at the own post", "），按驻点计算")
                    : both("; sent only when nobody else is free", "），仅在无其他人员可派时考虑"));
    }
    std::string operator()(const RequestReceived& e) const {
        std::string all = both("request for ", "收到请求：") + service(e.service) +
                          both(", class ", "，等级 ") + urgency(e.urgency) +
                          both(", by ", "，来自") + std::string(word(e.channel, language_));
        if (e.member) all += both(", for ", "，服务对象：") + member(e.member);
        if (e.silent) all += both("; nobody spoke", "；对方无声");
        if (e.credit_ms.value > 0 && personal_) {
            all += both("; counts as already waiting ", "；视为已等候 ") + time(e.credit_ms);
        }
        return all;
    }
    std::string operator()(const RequestLocated& e) const {
        return both("help is needed at ", "求助地点：") +
               (e.address.value.empty() ? both("a place on the map", "地图上的一点")
                                        : text(e.address));
    }
    std::string operator()(const RequestTaken& e) const {
        return say("taken by ", "受理人：", e.owner, "", "");
    }
    std::string operator()(const RequestReclassified& e) const {
        return both("class is now ", "等级改为 ") + urgency(e.urgency) +
               (e.automatic ? both(" by the rules", "（按规则自动）") : std::string()) +
               because(e.reason);
    }
    std::string operator()(const RequestHeld& e) const {
        return both("held", "暂缓处理") + because(e.reason);
    }
    std::string operator()(const RequestResumed&) const {
        return both("taken up again", "恢复处理");
    }
    std::string operator()(const RequestCancelled& e) const {
        return both("cancelled", "已取消") + because(e.reason);
    }
    std::string operator()(const RequestMerged& e) const {
        return both("merged with request ", "与请求合并：") + number(e.into.value) +
               (e.automatic ? both(", the same incident", "，系同一事件") : std::string());
    }
    std::string operator()(const RequestSplit& e) const {
        return say("split from request ", "与请求 ", number(e.from.value), " again",
                   " 的合并已撤销") +
               because(e.reason);
    }
    std::string operator()(const DuplicateSuspected& e) const {
        return say("possible duplicate of request ", "可能与请求 ", number(e.of.value), "",
                   " 重复，请调度台确认");
    }
    std::string operator()(const DuplicateDismissed& e) const {
        return say("not the same as request ", "与请求 ", number(e.of.value), "", " 并非同一事件") +
               because(e.reason);
    }
    std::string operator()(const RequestTransferred& e) const {
        return say("transferred to ", "转交给", e.to, "", "") + because(e.reason);
    }
    std::string operator()(const RequestReopened& e) const {
        return both("re-opened", "重新打开") + because(e.reason);
    }
    std::string operator()(const SafetyVerified& e) const {
        return both("verified safe", "已核实安全") + because(e.how);
    }
    std::string operator()(const HandoverRecorded& e) const {
        return both("handed over to ", "移交给") + std::string(word(e.handover.agency, language_)) +
               because(e.handover.result);
    }
    std::string operator()(const ContactDue& e) const {
        return both("call ", "应致电") + contact(e.step) +
               (e.misses > 0
                    ? say(", after ", "，已有 ", number(e.misses), " unanswered calls", " 次未接")
                    : std::string());
    }
    std::string operator()(const ContactRecorded& e) const {
        return both("called ", "已致电") + contact(e.step) + both(": ", "：") +
               std::string(word(e.outcome, language_)) + because(e.note);
    }
    std::string operator()(const ContactsExhausted&) const {
        return both("nobody in the contact chain answered", "联系人均无人接听");
    }
    std::string operator()(const RequestCalledBack& e) const {
        std::string all = e.reached ? both("called back", "已回访")
                                    : both("called back, nobody reached", "回访未接通");
        if (e.rating > 0) all += say(", rated ", "，评分 ", number(e.rating), " of 5", "");
        return all + because(e.note);
    }
    std::string operator()(const RequestClosed& e) const {
        return both("closed: ", "已结案：") + std::string(word(e.disposition, language_)) +
               because(e.note);
    }
    std::string operator()(const RequestArchived&) const {
        return both("moved to the archive", "已归档");
    }
    std::string operator()(const NoteAdded& e) const {
        return say("note by ", "备注，", e.note.by, ": ", "：") + text(e.note.text);
    }
    std::string operator()(const DeadlineWarned& e) const {
        return say("deadline is near for ", "即将超时：", word(e.milestone, language_), "", "");
    }
    std::string operator()(const DeadlineBreached& e) const {
        return say("deadline missed for ", "已超时：", word(e.milestone, language_), "", "");
    }
    std::string operator()(const BreachExplained& e) const {
        return say("missed deadline for ", "超时原因（", word(e.milestone, language_), " explained",
                   "）") +
               because(e.cause);
    }
    std::string operator()(const OfferMade& e) const {
        return both("asked ", "询问") + responder(e.candidate.responder) + both(", ", "，") +
               away(e.candidate.eta_ms) +
               say(" (", "（", distance_text(e.candidate.distance_m), ")", "）");
    }
    std::string operator()(const OfferAccepted& e) const {
        return asked(e.offer) + both(" accepted", "已接受");
    }
    std::string operator()(const OfferDeclined& e) const {
        return asked(e.offer) + both(" declined", "已谢绝") + because(e.reason);
    }
    std::string operator()(const OfferExpired& e) const {
        return asked(e.offer) + both(" did not answer in time", "未及时答复");
    }
    std::string operator()(const OfferWithdrawn& e) const {
        return both("no longer asking ", "不再询问") + asked(e.offer) + both(": ", "：") +
               std::string(word(e.cause, language_));
    }
    std::string operator()(const SlotFellBack& e) const {
        return both("nobody accepted in time, so somebody is sent: ",
                    "无人及时接受，改为直接派人：") +
               role(e.request, e.slot);
    }
    std::string operator()(const SlotAssigned& e) const {
        std::string all = both("sent ", "派出") + responder(e.responder) +
                          say(" (", "（", role(e.request, e.slot), "), ", "），") + away(e.eta_ms);
        switch (e.by) {
            case AssignedBy::engine:
                break;
            case AssignedBy::offer:
                all += both(", who accepted", "，本人已接受");
                break;
            case AssignedBy::dispatcher:
                all += both(", by the dispatcher", "，由调度员指定");
                break;
            case AssignedBy::preemption:
                all += both(", taken from a less urgent request", "，从较不紧急的请求抽调");
                break;
        }
        const auto& winner = e.rationale.winner;
        const auto& next = e.rationale.next;
        if (winner && winner->basis) all += basis(*winner);
        if (winner && next) {
            all += both("; next best ", "；其次") + responder(next->responder) + both(", ", "，") +
                   time(next->eta_ms) + both(", ", "，") + compared(*next, *winner);
            if (next->basis) all += basis(*next);
        } else if (winner && e.rationale.considered == 1) {
            all += both("; nobody else was able", "；别无人选");
        }
        all += doubt(e.rationale.start_off_road_m, "his position", "其位置");
        all += doubt(e.rationale.place_off_road_m, "the place", "现场");
        return all + because(e.reason);
    }
    std::string operator()(const AssignmentReleased& e) const {
        return both("released ", "撤回") + responder(e.responder) + both(": ", "：") +
               std::string(word(e.cause, language_)) + because(e.reason);
    }
    std::string operator()(const AssignmentAcknowledged& e) const {
        return responder(e.responder) + both(" acknowledged", "已确认");
    }
    std::string operator()(const ResponderEnRoute& e) const {
        return responder(e.responder) + both(" is on the way", "已出发");
    }
    std::string operator()(const ResponderOnScene& e) const {
        return responder(e.responder) + both(" is on scene", "已到场");
    }
    std::string operator()(const SlotServed& e) const {
        return responder(e.responder) + both(" is done: ", "已完成：") +
               std::string(word(e.disposition, language_)) + because(e.note);
    }
    std::string operator()(const ResponderCleared& e) const {
        return responder(e.responder) + both(" is available again", "恢复待命");
    }
    std::string operator()(const ArrivalRevised& e) const {
        return responder(e.responder) + both(" is now expected in ", " 预计改为 ") +
               time(e.eta_ms) + both("", " 后到达");
    }
    std::string operator()(const StandbyAdvised& e) const {
        if (e.post.empty()) {
            return responder(e.responder) + both(" is best where he is", " 原地待命即可");
        }
        return responder(e.responder) + both(" would be of more use at ", " 建议移防至 ") +
               post(e.post) + moved(e.travel_ms, e.gain_ppm);
    }
    std::string operator()(const StandbyOrdered& e) const {
        if (e.post.empty()) {
            return responder(e.responder) + both(" stands by at his own place", " 回原驻点待命") +
                   because(e.reason);
        }
        return responder(e.responder) + both(" stands by at ", " 移防至 ") + post(e.post) +
               moved(e.travel_ms, e.gain_ppm) + because(e.reason);
    }

  private:
    std::string both(std::string_view en, std::string_view zh) const {
        return std::string(language_ == Language::en ? en : zh);
    }
    std::string say(std::string_view en_before, std::string_view zh_before, std::string_view middle,
                    std::string_view en_after, std::string_view zh_after) const {
        return language_ == Language::en ? joined({en_before, middle, en_after})
                                         : joined({zh_before, middle, zh_after});
    }
    std::string time(Millis duration) const { return duration_text(duration, language_); }
    std::string away(Millis eta) const {
        return language_ == Language::en ? time(eta) + " away" : "距离 " + time(eta);
    }
    // How the next best would have done. Where all slots are weighed together, somebody nearer may
    // be of more use elsewhere.
    std::string compared(const Candidate& next, const Candidate& winner) const {
        const Millis later = next.eta_ms + next.penalty_ms - winner.eta_ms - winner.penalty_ms;
        if (later > Millis{}) return say("", "慢 ", time(later), " slower", "");
        if (later == Millis{}) return both("just as near", "同样近");
        return say("", "快 ", time(Millis{} - later), " faster, but of more use elsewhere",
                   "，但另有更需之处");
    }
    std::string basis(const Candidate& candidate) const {
        return say(" (", "（", word(*candidate.basis, language_), ")", "）");
    }
    std::string doubt(const std::optional<Metres>& off_road, std::string_view end_en,
                      std::string_view end_zh) const {
        if (!off_road) return {};
        const std::string metres = std::to_string(off_road->value);
        return language_ == Language::en
                   ? joined({"; the time is doubtful: ", end_en, " lies ", metres,
                             " m off the road or behind water"})
                   : joined({"；时间存疑：", end_zh, "距道路 ", metres, " 米或与道路隔水"});
    }
    std::string because(const Personal<std::string>& reason) const {
        return reason.value.empty() ? std::string() : both(": ", "：").append(text(reason));
    }
    std::string text(const Personal<std::string>& value) const {
        return personal_ ? value.value : masked_text(value.value);
    }
    std::string urgency(Urgency value) const {
        return std::string(codec::enum_names<Urgency>[codec::enum_place(value)]);
    }
    std::string service(Code code) const {
        const ServiceRule* rule = board_.rule_index().service(code);
        if (!rule) return code.str();
        const std::string& name = language_ == Language::en ? rule->name_en : rule->name_zh;
        return name.empty() ? code.str() : name;
    }
    std::string post(Code code) const {
        const auto place = board_.rule_index().post(code);
        if (!place) return code.str();
        const PostRule& rule = board_.rules().standby.posts[*place];
        const std::string& name = language_ == Language::en ? rule.name_en : rule.name_zh;
        return name.empty() ? code.str() : name;
    }
    std::string moved(Millis travel, std::int64_t gain_ppm) const {
        std::string text = ", " + away(travel);
        if (gain_ppm > 0) {
            text += both(", covers ", "，多覆盖 ") + per_cent_text(gain_ppm / 1000) +
                    both(" more of what may come", " 的需求");
        }
        return text;
    }
    std::string member(MemberId id) const {
        const Member* found = board_.members().get(id);
        return found ? text(found->profile.name) : both("member ", "服务对象 ") + number(id.value);
    }
    std::string responder(ResponderId id) const {
        std::string name = responder_name(id, board_, personal_);
        return name.empty() ? numbered_responder(id, language_) : name;
    }
    std::string asked(OfferId id) const {
        const Offer* offer = board_.offers().get(id);
        return offer ? responder(offer->responder) : both("offer ", "邀请 ") + number(id.value);
    }
    std::string role(RequestId id, std::uint32_t slot) const {
        const Request* request = board_.requests().get(id);
        if (!request || slot >= request->slots.size() || request->slots[slot].role.empty()) {
            return both("slot ", "岗位 ") + number(slot);
        }
        return request->slots[slot].role.str();
    }
    std::string contact(std::uint32_t step) const {
        return step == 0 ? both("the member", "本人") : both("contact ", "联系人 ") + number(step);
    }

    const core::Board& board_;
    const Language language_;
    const bool personal_;
};

}  // namespace

std::string sentence(const Event& event, const core::Board& board, Language language,
                     bool personal) {
    return std::visit(Speaker(board, language, personal), event);
}

std::string responder_name(ResponderId responder, const core::Board& board, bool personal) {
    const Responder* found = board.responders().get(responder);
    if (!found) return {};
    const std::string& name = found->profile.name.value;
    return personal ? name : masked_text(name);
}

}  // namespace muster::views
