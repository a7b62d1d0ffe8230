#include "engine/core/merges/filling.hpp"

#include <algorithm>
#include <string>
#include <type_traits>

#include "engine/core/profile_changes.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/texts.hpp"

namespace muster::core {
namespace {

constexpr std::string_view between = "; ";

template <class List>
List missing_in(const List& kept, const List& other) {
    List missing;
    for (const auto& one : other) {
        if (std::find(kept.begin(), kept.end(), one) == kept.end()) missing.push_back(one);
    }
    return missing;
}

template <class List>
void remove_all(List& from, const List& these) {
    for (const auto& one : these) {
        const auto found = std::find(from.begin(), from.end(), one);
        if (found != from.end()) from.erase(found);
    }
}

}  // namespace

MemberChanges lacking(const MemberProfile& kept, const MemberProfile& other) {
    MemberChanges filled = all_of<MemberChanges>(other);
    each_change(kept, filled, [](const auto& field, auto& change) {
        using Field = std::remove_cvref_t<decltype(field)>;
        Field told{};
        if (change) told = *change;
        if (field != Field{} || told == Field{}) change.reset();
    });
    filled.external_ref.reset();
    filled.flags.reset();
    filled.contacts.reset();
    if (auto flags = missing_in(kept.flags.value, other.flags.value); !flags.empty()) {
        filled.flags = std::move(flags);
    }
    if (auto contacts = missing_in(kept.contacts, other.contacts); !contacts.empty()) {
        contacts.resize(std::min(contacts.size(), max_contacts - kept.contacts.size()));
        filled.contacts = std::move(contacts);
    }
    const std::string& risks = other.risks.value;
    const std::size_t both = kept.risks.value.size() + between.size() + risks.size();
    if (!risks.empty() && risks != kept.risks.value && both <= max_text_bytes) filled.risks = risks;
    return filled;
}

void fill(MemberProfile& kept, const MemberChanges& filled) {
    MemberChanges plain = filled;
    plain.flags.reset();
    plain.contacts.reset();
    plain.risks.reset();
    apply_changes(kept, plain);
    if (filled.flags) {
        auto& flags = kept.flags.value;
        flags.insert(flags.end(), filled.flags->value.begin(), filled.flags->value.end());
        std::sort(flags.begin(), flags.end());
    }
    if (filled.contacts) {
        kept.contacts.insert(kept.contacts.end(), filled.contacts->begin(), filled.contacts->end());
    }
    if (filled.risks) {
        if (!kept.risks.value.empty()) kept.risks.value += between;
        kept.risks.value += filled.risks->value;
    }
}

void take_back(MemberProfile& kept, const MemberChanges& filled) {
    MemberChanges plain = filled;
    plain.flags.reset();
    plain.contacts.reset();
    plain.risks.reset();
    each_change(kept, plain, [](auto& field, const auto& change) {
        using Field = std::remove_cvref_t<decltype(field)>;
        Field told{};
        if (change) told = *change;
        if (change && field == told) field = Field{};
    });
    if (filled.flags) remove_all(kept.flags.value, filled.flags->value);
    if (filled.contacts) remove_all(kept.contacts, *filled.contacts);
    if (!filled.risks) return;
    std::string& risks = kept.risks.value;
    const std::string& added = filled.risks->value;
    if (!risks.ends_with(added)) return;
    risks.resize(risks.size() - added.size());
    if (risks.ends_with(between)) risks.resize(risks.size() - between.size());
}

}  // namespace muster::core
