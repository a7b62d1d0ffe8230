#include "engine/views/word_tables.hpp"

#include <cstdlib>

namespace muster::views {
namespace {

std::string_view choose(Language language, std::string_view en, std::string_view zh) {
    return language == Language::en ? en : zh;
}

}  // namespace

std::string_view word(Channel value, Language l) {
    switch (value) {
        case Channel::console:
            return choose(l, "the desk", "调度台");
        case Channel::hotline:
            return choose(l, "the hotline", "热线");
        case Channel::card:
            return choose(l, "a card", "联系卡");
        case Channel::button:
            return choose(l, "a call button", "呼叫按钮");
        case Channel::app:
            return choose(l, "the app", "手机应用");
        case Channel::web:
            return choose(l, "the web page", "网页");
        case Channel::device:
            return choose(l, "a device", "设备");
        case Channel::survey:
            return choose(l, "a survey", "调查");
        case Channel::system:
            return choose(l, "the system", "系统");
    }
    std::abort();
}

std::string_view word(ResponderKind value, Language l) {
    switch (value) {
        case ResponderKind::staff:
            return choose(l, "staff", "工作人员");
        case ResponderKind::volunteer:
            return choose(l, "volunteer", "志愿者");
        case ResponderKind::team:
            return choose(l, "team", "小组");
    }
    std::abort();
}

std::string_view word(ResponderStatus value, Language l) {
    switch (value) {
        case ResponderStatus::off_duty:
            return choose(l, "off duty", "下班");
        case ResponderStatus::available:
            return choose(l, "available", "待命");
        case ResponderStatus::dispatched:
            return choose(l, "dispatched", "已派出");
        case ResponderStatus::en_route:
            return choose(l, "on the way", "在途");
        case ResponderStatus::on_scene:
            return choose(l, "on scene", "已到场");
        case ResponderStatus::clearing:
            return choose(l, "clearing", "收尾");
        case ResponderStatus::out_of_service:
            return choose(l, "out of service", "停用");
    }
    std::abort();
}

std::string_view word(CardStatus value, Language l) {
    switch (value) {
        case CardStatus::active:
            return choose(l, "active", "有效");
        case CardStatus::lost:
            return choose(l, "lost", "挂失");
        case CardStatus::revoked:
            return choose(l, "revoked", "注销");
    }
    std::abort();
}

std::string_view word(ContactOutcome value, Language l) {
    switch (value) {
        case ContactOutcome::answered:
            return choose(l, "answered", "已接听");
        case ContactOutcome::no_answer:
            return choose(l, "no answer", "无人接听");
        case ContactOutcome::refused:
            return choose(l, "refused", "拒绝");
    }
    std::abort();
}

std::string_view word(Agency value, Language l) {
    switch (value) {
        case Agency::none:
            return choose(l, "nobody", "无");
        case Agency::ambulance_120:
            return choose(l, "ambulance 120", "急救 120");
        case Agency::police_110:
            return choose(l, "police 110", "公安 110");
        case Agency::fire_119:
            return choose(l, "fire 119", "消防 119");
    }
    std::abort();
}

std::string_view word(Milestone value, Language l) {
    switch (value) {
        case Milestone::dispatched:
            return choose(l, "sending somebody", "派出人员");
        case Milestone::handover:
            return choose(l, "the hand-over", "移交");
        case Milestone::contact:
            return choose(l, "contact", "取得联系");
        case Milestone::on_site:
            return choose(l, "arrival", "到达现场");
        case Milestone::hard_limit:
            return choose(l, "the hard limit", "最长时限");
        case Milestone::completed:
            return choose(l, "completion", "完成服务");
        case Milestone::called_back:
            return choose(l, "the call back", "回访");
    }
    std::abort();
}

std::string_view word(ReleaseCause value, Language l) {
    switch (value) {
        case ReleaseCause::not_acknowledged:
            return choose(l, "did not acknowledge", "未确认");
        case ReleaseCause::preempted:
            return choose(l, "needed more urgently elsewhere", "被抽调");
        case ReleaseCause::dispatcher:
            return choose(l, "dispatcher's decision", "调度员决定");
        case ReleaseCause::request_ended:
            return choose(l, "the request ended", "请求已结束");
        case ReleaseCause::responder_out:
            return choose(l, "went off duty", "离岗");
        case ReleaseCause::rerouted:
            return choose(l, "rerouted: all are served sooner this way", "改派：整体到达更快");
    }
    std::abort();
}

std::string_view word(WithdrawCause value, Language l) {
    switch (value) {
        case WithdrawCause::slot_filled:
            return choose(l, "somebody else accepted", "已有人接受");
        case WithdrawCause::request_ended:
            return choose(l, "the request ended", "请求已结束");
        case WithdrawCause::responder_busy:
            return choose(l, "sent elsewhere", "已派往别处");
        case WithdrawCause::fallback:
            return choose(l, "filled directly instead", "改为直接派人");
    }
    std::abort();
}

std::string_view word(Disposition value, Language l) {
    switch (value) {
        case Disposition::none:
            return choose(l, "not said", "未说明");
        case Disposition::helped:
            return choose(l, "helped", "已帮助");
        case Disposition::advised:
            return choose(l, "advised", "已咨询");
        case Disposition::handed_over:
            return choose(l, "handed over", "已移交");
        case Disposition::not_needed:
            return choose(l, "not needed", "无需帮助");
        case Disposition::refused:
            return choose(l, "help refused", "拒绝帮助");
        case Disposition::not_found:
            return choose(l, "nobody found", "未找到人");
        case Disposition::duplicate:
            return choose(l, "duplicate", "重复");
        case Disposition::other:
            return choose(l, "other", "其他");
    }
    std::abort();
}

std::string_view word(PlaceBasis value, Language l) {
    switch (value) {
        case PlaceBasis::old_position:
            return choose(l, "old position", "位置较旧");
        case PlaceBasis::post:
            return choose(l, "position too old, counted from the post", "位置过期、按驻点计算");
        case PlaceBasis::last_seen:
            return choose(l, "position too old, whereabouts unknown", "位置过期、所在不明");
    }
    std::abort();
}

std::string_view word(core::Verdict value, Language l) {
    using core::Verdict;
    switch (value) {
        case Verdict::won:
            return choose(l, "won", "选中");
        case Verdict::asked:
            return choose(l, "asked", "已询问");
        case Verdict::dearer:
            return choose(l, "lost: dearer", "落选：代价较高");
        case Verdict::other_kind:
            return choose(l, "lost: another kind", "落选：类别不符");
        case Verdict::off_duty:
            return choose(l, "lost: off duty", "落选：下班");
        case Verdict::out_of_service:
            return choose(l, "lost: out of service", "落选：停用");
        case Verdict::busy:
            return choose(l, "lost: busy", "落选：忙碌");
        case Verdict::considering_offer:
            return choose(l, "lost: considering another offer", "落选：正在考虑其他邀请");
        case Verdict::lacks_skill:
            return choose(l, "lost: lacks a skill", "落选：缺少技能");
        case Verdict::passed_before:
            return choose(l, "lost: passed before", "落选：先前未接");
        case Verdict::no_position:
            return choose(l, "lost: no position", "落选：无位置");
        case Verdict::needed_elsewhere:
            return choose(l, "cheaper here, but of more use elsewhere", "此处更近，但另有更需之处");
        case Verdict::outside_radius:
            return choose(l, "lost: too far", "落选：超出范围");
    }
    std::abort();
}

}  // namespace muster::views
