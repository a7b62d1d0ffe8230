#include "engine/views/sentence.hpp"

#include <algorithm>

#include "engine/core/devices/device_state.hpp"
#include "engine/core/registry/risk.hpp"
#include "engine/core/service/code_names.hpp"
#include "engine/core/service/departments.hpp"
#include "engine/views/code_lists.hpp"
#include "engine/views/figures.hpp"

namespace muster::views {
namespace {

bool add(std::string& out, std::string_view words) {
    out += words;
    return !words.empty();
}

// "32.39420": about a metre.
std::string degrees_text(std::int32_t degrees_e7) {
    const std::int64_t rounded = (std::int64_t{degrees_e7} + (degrees_e7 < 0 ? -50 : 50)) / 100;
    const std::int64_t size = rounded < 0 ? -rounded : rounded;
    const std::string digits = std::to_string(100'000 + size % 100'000);
    return (rounded < 0 ? "-" : "") + std::to_string(size / 100'000) + "." + digits.substr(1);
}

}  // namespace

bool Teller::tell(std::string&, bool value, std::string_view) const {
    return value;
}

bool Teller::tell(std::string& out, std::int64_t value, std::string_view name) const {
    if (name == "slot") return add(out, role(static_cast<std::uint64_t>(value)));
    if (name == "step") return add(out, contact(static_cast<std::uint64_t>(value)));
    add(out, name.ends_with("_ppm") ? per_cent_text(value / 1000) : std::to_string(value));
    return value > 0;
}

bool Teller::tell(std::string& out, const std::string& value, std::string_view) const {
    return add(out, value);
}

bool Teller::tell(std::string& out, const Code& value, std::string_view name) const {
    const auto title = [&](const auto* rule) -> std::string_view {
        if (!rule) return {};
        return language_ == Language::en ? rule->name_en : rule->name_zh;
    };
    std::string_view words;
    if (name == "service") words = title(board().rule_index().service(value));
    if (name == "post") {
        const auto place = board().rule_index().post(value);
        words = title(place ? &board().rules().standby.posts[*place] : nullptr);
    }
    if (name == "purpose") {
        for (const ConsentPurpose& purpose : board().rules().consent_purposes)
            if (purpose.code == value) words = title(&purpose);
    }
    if (name == "department" || name == "from" || name == "suggested") {
        words = title(core::find_department(board().rules(), value));
    }
    if (name == "signal") {
        words = title(core::find_signal(core::device_rule(board().rules()), value));
    }
    if (name == "kind") words = title(core::event_rule(core::risk_rule(board().rules()), value));
    const std::string_view list = list_of_code(name);
    if (words.empty() && !list.empty()) {
        words = title(core::find_code_name(board().rules(), list, value));
    }
    return add(out, words.empty() ? value.view() : words);
}

bool Teller::tell(std::string& out, MemberId value, std::string_view) const {
    const Member* member = board().members().get(value);
    if (!member || !add(out, shown(member->profile.name))) {
        add(out, choose("member ", "服务对象 ") + std::to_string(value.value));
    }
    return static_cast<bool>(value);
}

bool Teller::tell(std::string& out, ResponderId value, std::string_view) const {
    if (!add(out, responder_name(value, board(), telling_.personal))) {
        add(out, numbered_responder(value, language_));
    }
    return static_cast<bool>(value);
}

bool Teller::tell(std::string& out, TalentId value, std::string_view) const {
    const Talent* talent = board().store<Talent>().get(value);
    if (!talent || !add(out, shown(talent->profile.name))) {
        add(out, choose("number ", "第 ") + std::to_string(value.value) + choose("", " 号"));
    }
    return static_cast<bool>(value);
}

bool Teller::tell(std::string& out, PlaceId value, std::string_view) const {
    const Place* place = board().store<Place>().get(value);
    if (!place || !add(out, place->profile.name)) {
        add(out, choose("place ", "地点 ") + std::to_string(value.value));
    }
    return static_cast<bool>(value);
}

bool Teller::tell(std::string& out, AccountId value, std::string_view name) const {
    const Account* const account = board().store<Account>().get(value);
    if (account != nullptr && account->member) return tell(out, account->member, name);
    if (account != nullptr && account->volunteer) return tell(out, account->volunteer, name);
    if (account != nullptr) {
        add(out, std::string(word(account->kind, language_)));
        return account->fund == 0 || add(out, " " + std::to_string(account->fund));
    }
    add(out, choose("account ", "账户 ") + std::to_string(value.value));
    return static_cast<bool>(value);
}

bool Teller::tell(std::string& out, OfferId value, std::string_view name) const {
    if (const Offer* offer = board().offers().get(value)) return tell(out, offer->responder, name);
    return add(out, choose("offer ", "邀请 ") + std::to_string(value.value));
}

bool Teller::tell(std::string& out, Millis value, std::string_view) const {
    add(out, duration_text(value, language_));
    return value > Millis{};
}

bool Teller::tell(std::string& out, TimePoint value, std::string_view name) const {
    return tell(out, value - telling_.at, name) && value;
}

bool Teller::tell(std::string& out, Metres value, std::string_view) const {
    return add(out, distance_text(value));
}

bool Teller::tell(std::string& out, Point value, std::string_view) const {
    return add(out, degrees_text(value.lat_e7) + ", " + degrees_text(value.lon_e7));
}

std::string Teller::role(std::uint64_t slot) const {
    const Request* request = board().requests().get(about_);
    if (!request || slot >= request->slots.size() || request->slots[slot].role.empty()) {
        return choose("slot ", "岗位 ") + std::to_string(slot);
    }
    std::string role;
    tell(role, request->slots[slot].role, "role");
    std::replace(role.begin(), role.end(), '_', ' ');  // of a code that has no name
    return role;
}

std::string Teller::contact(std::uint64_t step) const {
    const Request* request = board().requests().get(about_);
    const Member* member = request ? board().members().get(board().root(request->member)) : nullptr;
    if (step == 0) {
        std::string name = member ? shown(member->profile.name) : std::string();
        if (name.empty() && request && telling_.personal) name = request->caller.value;
        return name.empty() ? choose("the member", "本人") : name;
    }
    const Contact* one = member && step <= member->profile.contacts.size()
                             ? &member->profile.contacts[step - 1]
                             : nullptr;
    std::string name = one ? shown(one->name) : std::string();
    if (name.empty()) name = choose("contact ", "联系人 ") + std::to_string(step);
    if (one) name += choose(" (", "（") + said(one->relation) + choose(")", "）");
    return name;
}

bool fill(std::string& out, std::string_view text, const FieldTeller& field) {
    bool all = true;
    while (true) {
        const std::size_t at = text.find_first_of("{[");
        out += text.substr(0, at);
        if (at == std::string_view::npos) return all;
        const std::size_t end = text.find(text[at] == '{' ? '}' : ']', at);
        std::string_view inner = text.substr(at + 1, end - at - 1);
        if (text[at] == '{') {
            all &= field(out, inner);
        } else {
            const std::size_t size = out.size();
            while (!fill(out, inner.substr(0, inner.find('|')), field)) {
                out.resize(size);
                if (inner.find('|') == std::string_view::npos) break;
                inner.remove_prefix(inner.find('|') + 1);
            }
        }
        text.remove_prefix(end + 1);
    }
}

}  // namespace muster::views
