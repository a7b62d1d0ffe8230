// What follows from talents: from one, and from all of them together.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/talents.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(TalentAction, update, admit, review, pause, resume, decline, leave,
                        return_candidate, return_registered, return_paused)

// A death or a move that was told by mistake gives back what it took.
constexpr LifeCycle<TalentStatus, TalentAction> talent_cycle(
    {TalentStatus::candidate, TalentStatus::registered}, {TalentStatus::left},
    {{{TalentStatus::candidate, TalentStatus::registered, TalentStatus::paused},
      TalentAction::update,
      {}},
     {{TalentStatus::candidate}, TalentAction::admit, TalentStatus::registered},
     {{TalentStatus::registered, TalentStatus::paused}, TalentAction::review, {}},
     {{TalentStatus::registered}, TalentAction::pause, TalentStatus::paused},
     {{TalentStatus::paused}, TalentAction::resume, TalentStatus::registered},
     {{TalentStatus::candidate}, TalentAction::decline, TalentStatus::left},
     {{TalentStatus::candidate, TalentStatus::registered, TalentStatus::paused},
      TalentAction::leave,
      TalentStatus::left},
     {.from = {TalentStatus::left},
      .action = TalentAction::return_candidate,
      .to = TalentStatus::candidate,
      .leaves_end = true},
     {.from = {TalentStatus::left},
      .action = TalentAction::return_registered,
      .to = TalentStatus::registered,
      .leaves_end = true},
     {.from = {TalentStatus::left},
      .action = TalentAction::return_paused,
      .to = TalentStatus::paused,
      .leaves_end = true}});

// It is in the register: what is told about it can change, and a review is owed to it.
constexpr EnumSet<TalentStatus> talent_stays = talent_cycle.where(TalentAction::update);
// What it can do counts for the responder that it is.
constexpr EnumSet<TalentStatus> talent_serves = talent_cycle.where(TalentAction::pause);

// Of these rules, or the usual one, which has no fields.
[[nodiscard]] const TalentRule& talent_rule(const Rules& rules);

// Of its skills the one whose time is over first; nullptr when none ends.
[[nodiscard]] const SkillTerm* next_to_end(const TalentProfile& profile);

template <>
struct Derived<Talent> {
  public:
    void add(Index index, const Talent& talent);
    void remove(Index index, const Talent& talent);
    // Its review, the end of a skill, or that it is forgotten.
    [[nodiscard]] static TimePoint due(const Talent& talent, const Rules& rules);

    // Of this member himself, whomever he was merged into; in order of id, those that left too.
    [[nodiscard]] const std::vector<TalentId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    [[nodiscard]] const std::vector<TalentId>& of_responder(ResponderId responder) const {
        return by_responder_.of(responder);
    }
    // Those that have this one among `alike`.
    [[nodiscard]] const std::vector<TalentId>& that_name(TalentId talent) const {
        return by_alike_.of(talent);
    }
    // Those that left as duplicates of this one itself, in order of id.
    [[nodiscard]] const std::vector<TalentId>& duplicates_of(TalentId talent) const {
        return by_same_as_.of(talent);
    }
    // Who may be the same person: the same external number, or the same name with the same number
    // or birth date. In order of id, itself among them; some may share a hash only.
    [[nodiscard]] std::vector<TalentId> like(const TalentProfile& profile) const;

  private:
    using LikenessKey = Id<struct TalentLikenessTag>;

    [[nodiscard]] static std::vector<LikenessKey> keys_of(const TalentProfile& profile);
    IdLists<MemberId, TalentId> by_member_;
    IdLists<ResponderId, TalentId> by_responder_;
    IdLists<TalentId, TalentId> by_alike_;
    IdLists<TalentId, TalentId> by_same_as_;
    IdLists<LikenessKey, TalentId> alike_;
};

}  // namespace muster::core
