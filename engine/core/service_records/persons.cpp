#include "engine/core/service_records/persons.hpp"

#include <algorithm>

#include "engine/core/talents/talent_state.hpp"

namespace muster::core {
namespace {

// Who has left the register is still the same person.
std::vector<MemberId> members_of(const Board& board, ResponderId volunteer) {
    std::vector<MemberId> members;
    for (const TalentId id : board.derived<Talent>().of_responder(volunteer)) {
        const MemberId member = board.root(board.store<Talent>().get(id)->member);
        if (member) members.push_back(member);
    }
    return members;
}

}  // namespace

MemberId member_of(const Board& board, ResponderId volunteer) {
    const auto members = members_of(board, volunteer);
    return members.empty() ? MemberId{} : members.back();
}

bool is_same_person(const Board& board, ResponderId volunteer, MemberId member) {
    if (!volunteer || !member) return false;
    const auto members = members_of(board, volunteer);
    return std::find(members.begin(), members.end(), board.root(member)) != members.end();
}

std::vector<ResponderId> as_volunteers(const Board& board, ResponderId volunteer) {
    std::vector<ResponderId> all{volunteer};
    for (const MemberId member : members_of(board, volunteer)) {
        for (const MemberId one : board.derived<Member>().with_aliases(member)) {
            for (const TalentId id : board.derived<Talent>().of_member(one)) {
                const ResponderId other = board.store<Talent>().get(id)->responder;
                if (other && std::find(all.begin(), all.end(), other) == all.end()) {
                    all.push_back(other);
                }
            }
        }
    }
    return all;
}

}  // namespace muster::core
