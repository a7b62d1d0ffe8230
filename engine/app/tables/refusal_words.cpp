#include "engine/app/tables/refusal_words.hpp"

#include <algorithm>
#include <span>

#include "engine/views/labels/labels.hpp"

namespace muster::app {
namespace {

std::string_view chinese(std::span<const views::Label> labels, std::string_view name) {
    const auto found = std::find_if(labels.begin(), labels.end(),
                                    [&](const views::Label& one) { return one.name == name; });
    return found == labels.end() ? std::string_view() : found->zh;
}

}  // namespace

std::string_view reason_in_chinese(std::string_view reason) {
    return chinese(views::reject_labels(), reason);
}

std::string_view field_in_chinese(std::string_view pointer) {
    // The places of lists are no fields.
    while (!pointer.empty()) {
        const std::size_t slash = pointer.rfind('/');
        const std::string_view name = pointer.substr(slash + 1);
        for (const std::span<const views::Label> labels : views::field_labels()) {
            if (const auto word = chinese(labels, name); !word.empty()) return word;
        }
        if (name.find_first_not_of("0123456789") != name.npos || slash == pointer.npos) break;
        pointer = pointer.substr(0, slash);
    }
    return {};
}

std::string_view value_in_chinese(std::string_view set, std::string_view value) {
    const auto in = [&](std::span<const views::Word> words) {
        const auto found = std::find_if(words.begin(), words.end(), [&](const views::Word& one) {
            return one.set == set && one.value == value;
        });
        return found == words.end() ? std::string_view() : found->zh;
    };
    const std::string_view word = in(views::words);
    return word.empty() ? in(views::more_words()) : word;
}

}  // namespace muster::app
