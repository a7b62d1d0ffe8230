#include <boost/json.hpp>

#include "engine/codec/pretty.hpp"
#include "engine/views/documents.hpp"
#include "engine/views/labels/labels.hpp"

namespace muster::views {

namespace json = boost::json;

namespace {

json::object in_both(std::string_view en, std::string_view zh) {
    return {{"en", en}, {"zh", zh}};
}

void add_words(json::object& out, std::span<const Word> rows) {
    for (const Word& row : rows) {
        json::value& set = out[row.set];
        if (!set.is_object()) set.emplace_object();
        set.as_object()[row.value] = in_both(row.en, row.zh);
    }
}

json::object labels(std::span<const Label> rows) {
    json::object out;
    for (const Label& row : rows)
        out[row.name] = in_both(row.en, row.zh);
    return out;
}

}  // namespace

std::string words_document() {
    json::object enums;
    add_words(enums, words);
    add_words(enums, more_words());
    add_words(enums, lone_words());
    json::object fields;
    for (const std::span<const Label> rows : field_labels()) {
        for (const Label& row : rows)
            fields[row.name] = in_both(row.en, row.zh);
    }
    return codec::pretty(json::object{{"enums", std::move(enums)},
                                      {"commands", labels(command_labels())},
                                      {"collections", labels(collection_labels())},
                                      {"fields", std::move(fields)},
                                      {"rejects", labels(reject_labels())}});
}

}  // namespace muster::views
