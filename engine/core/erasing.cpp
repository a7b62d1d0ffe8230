#include "engine/core/board.hpp"
#include "engine/core/subjects.hpp"

namespace muster::core {

void Board::forget_data_of(MemberId member) {
    const Subject whose{SubjectKind::member, member.value};
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        // The member itself was replaced by the event.
        if constexpr (!std::is_same_v<T, Member>) {
            StoreOf<T>& all = held<T>();
            for (Index index = 0; index < all.end_index(); ++index) {
                if (!all.used(index) || !holds_data_of(*this, all[index], whose)) continue;
                if constexpr (std::is_same_v<T, Request>) {
                    // Found by the caller's number, which is forgotten too.
                    forget_caller(index);
                    forget_data(*this, all[index], whose);
                    sync_request(index);
                } else if constexpr (HasDerived<T>) {
                    change<T>(index, [&](T& entity) { forget_data(*this, entity, whose); });
                } else {
                    forget_data(*this, all[index], whose);
                }
            }
        }
    });
}

}  // namespace muster::core
