// Who got at what: a single look at what is masked, and the sheets of the record of accesses.

#include <algorithm>
#include <string>

#include "engine/core/step.hpp"
#include "muster/service.hpp"

namespace muster::core {
namespace {

constexpr std::size_t digest_digits = 64;

bool is_digest(std::string_view text) {
    return text.size() == digest_digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

Rejection check_entity(const Board& board, const UnmaskEntity& command) {
    Rejection bad = reject(RejectReason::invalid_field, "/collection",
                           "\"" + command.collection + "\" holds nothing that is masked");
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if (!entity_row<T>.about_people || entity_row<T>.path != command.collection) return;
        bad = {};
        if (board.store<T>().find({command.id}) != no_index) return;
        bad = reject(RejectReason::invalid_field, "/id",
                     command.collection + " has no " + std::to_string(command.id));
    });
    return bad;
}

}  // namespace

Rejection decide(Step& step, const UnmaskEntity& command) {
    if (auto bad = check_entity(step.board, command)) return bad;
    if (auto bad = check_reason(command.reason.value)) return bad;
    step.emit(EntityUnmasked{step.env.source, command.collection, command.id, command.reason});
    return {};
}

Rejection decide(Step& step, const NoteAccessSheet& command) {
    const AccessSheet& sheet = command.sheet;
    if (!is_digest(sheet.digest)) {
        return reject(RejectReason::invalid_field, "/sheet/digest",
                      "must be 64 hexadecimal digits in lower case");
    }
    // Sheets may be missing in between: a log that was put back is older than the record, and of
    // what the record kept no longer nothing can be noted.
    const auto& last = step.board.access_sheet();
    const std::uint64_t noted = last ? last->number : 0;
    if (sheet.number <= noted) {
        return reject(RejectReason::illegal_status, "/sheet/number",
                      "the last sheet that was noted is " + std::to_string(noted));
    }
    step.emit(AccessSheetNoted{sheet});
    return {};
}

}  // namespace muster::core
