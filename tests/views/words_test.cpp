// Whatever consoles show has words in both languages, and no words are for nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/type_model.hpp"
#include "engine/views/address/place_finder.hpp"
#include "engine/views/documents.hpp"
#include "engine/views/labels/labels.hpp"
#include "muster/collections.hpp"
#include "muster/commands.hpp"

namespace muster::views {
namespace {

using codec::Model;
using codec::TypeModel;
using codec::TypeRef;
using Names = std::vector<std::string>;

bool has_han(std::string_view text) {
    // The common ideographs, U+4E00 to U+9FFF, begin with E4 to E9.
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xE4 && byte <= 0xE9;
    });
}

// Four small letters in a row: a word that was left in English.
bool has_english(std::string_view text) {
    int run = 0;
    for (const char c : text) {
        run = c >= 'a' && c <= 'z' ? run + 1 : 0;
        if (run == 4) return true;
    }
    return false;
}

void check_languages(std::string_view name, std::string_view en, std::string_view zh) {
    EXPECT_FALSE(en.empty()) << name;
    EXPECT_FALSE(has_han(en)) << name << ": " << en;
    EXPECT_TRUE(has_han(zh)) << name << ": " << zh;
    EXPECT_FALSE(has_english(zh)) << name << ": " << zh;
}

Names names_of(std::span<const Label> rows) {
    Names names;
    for (const Label& row : rows) {
        names.emplace_back(row.name);
        check_languages(row.name, row.en, row.zh);
        EXPECT_FALSE(row.en.front() >= 'a' && row.en.front() <= 'z') << row.en;
    }
    return names;
}

TEST(Words, EachCommandHasARowInItsOrder) {
    Names commands;
    for (const codec::NamedCommand& command : codec::commands_by_name())
        commands.emplace_back(command.name);
    EXPECT_EQ(names_of(command_labels()), commands);
}

TEST(Words, EachCollectionAndTopicHasARow) {
    std::set<std::string> lists;
    for (const CollectionRow& row : collections)
        lists.emplace(row.path);
    for (const std::string_view topic : topic_names)
        lists.emplace(topic);
    Names known = names_of(collection_labels());
    std::sort(known.begin(), known.end());
    EXPECT_EQ(known, Names(lists.begin(), lists.end()));
}

TEST(Words, EachReasonHasARowInItsOrder) {
    Names reasons(enum_names<RejectReason>.begin(), enum_names<RejectReason>.end());
    reasons.erase(reasons.begin());  // none: nothing was refused
    EXPECT_EQ(names_of(reject_labels()), reasons);
}

using Sets = std::map<std::string, Names>;

Sets sets_of(std::span<const Word> rows) {
    Sets sets;
    for (const Word& row : rows)
        sets[std::string(row.set)].emplace_back(row.value);
    return sets;
}

template <class... E>
void add_enums(Model& model) {
    (codec::model_of<E>(model), ...);
}

TEST(Words, EachValueHasARowInItsOrder) {
    Model model = codec::vocabulary_model();
    // What is shown beside the vocabulary.
    add_enums<Role, core::Verdict, FoundBy>(model);
    model.erase("RejectReason");
    Sets expected;
    for (const auto& [name, type] : model) {
        if (type.kind == TypeModel::Kind::enumeration) expected[name] = type.names;
    }
    Sets known = sets_of(words);
    for (auto& [set, values] : sets_of(more_words())) {
        EXPECT_FALSE(known.contains(set)) << set << " is in both tables";
        known[set] = std::move(values);
    }
    EXPECT_EQ(known, expected);
}

TEST(Words, WhatReadsOtherwiseAloneIsAnotherWordForAKnownValue) {
    for (const Word& row : lone_words()) {
        const Word* const within = find_word(row.set, row.value);
        ASSERT_NE(within, nullptr) << row.set << '.' << row.value;
        EXPECT_TRUE(row.en != within->en || row.zh != within->zh) << row.set << '.' << row.value;
    }
}

// The types that forms and tables show: of what can be sent, of entities and lists. The rules as
// a whole are written in config/ and nowhere else.
class Shown {
  public:
    Shown() {
        for (const codec::NamedCommand& command : codec::commands_by_name()) {
            if (!command.row.roles.empty() || command.row.own) add(std::string(command.name));
        }
        each_type(Entities(),
                  [&]<class T>(std::type_identity<T>) { add(std::string(type_name<T>())); });
        const auto of_list = [&]<class List>(const List& list) { add_items(list); };
        std::apply([&](const auto&... part) { (of_list(part), ...); }, rule_parts);
        std::apply([&](const auto&... list) { (of_list(list), ...); }, made_lists);
    }

    // By name, the types that have such a field.
    std::map<std::string, std::set<std::string>> fields;

  private:
    template <class T>
    void add_items(const RulePart<T>& /*part*/) {
        if constexpr (codec::AStruct<T> && !std::is_same_v<T, Rules>)
            add(std::string(type_name<T>()));
    }
    template <class T>
    void add_items(const MadeList<T>& /*list*/) {
        add(std::string(type_name<T>()));
    }

    void add(const std::string& name) {
        const auto type = model_.find(name);
        if (type == model_.end() || !seen_.insert(name).second) return;
        for (const codec::FieldModel& field : type->second.fields) {
            fields[field.name].insert(name);
            const TypeRef* ref = &field.type;
            while (ref->kind == TypeRef::Kind::list)
                ref = &ref->item.front();
            if (ref->kind == TypeRef::Kind::named) add(ref->name);
        }
    }

    const Model model_ = codec::vocabulary_model();
    std::set<std::string> seen_;
};

TEST(Words, EachFieldHasARow) {
    const auto fields = Shown().fields;
    std::map<std::string, const Label*> rows;
    for (const std::span<const Label> list : field_labels()) {
        names_of(list);
        for (const Label& row : list)
            EXPECT_TRUE(rows.emplace(row.name, &row).second) << row.name << " has two rows";
    }
    for (const auto& [name, types] : fields) {
        ASSERT_TRUE(rows.contains(name)) << name << " of " << *types.begin();
        const auto is_special = [&, &field = name](const std::string& type) {
            return rows.contains(type + '.' + field);
        };
        EXPECT_FALSE(std::all_of(types.begin(), types.end(), is_special))
            << "each type has a row of its own for " << name;
    }
    for (const auto& [name, row] : rows) {
        const std::size_t dot = name.find('.');
        const std::string field = dot == std::string::npos ? name : name.substr(dot + 1);
        ASSERT_TRUE(fields.contains(field)) << name;
        if (dot == std::string::npos) continue;
        EXPECT_TRUE(fields.at(field).contains(name.substr(0, dot))) << name;
        const Label& general = *rows.at(field);
        EXPECT_TRUE(row->en != general.en || row->zh != general.zh) << name;
    }
}

TEST(Words, TheDocumentHasThemAll) {
    const boost::json::value document = boost::json::parse(words_document());
    const auto says = [&](const char* pointer, std::string_view en, std::string_view zh) {
        const boost::json::value& row = document.at_pointer(pointer);
        EXPECT_EQ(row.at("en").as_string(), en) << pointer;
        EXPECT_EQ(row.at("zh").as_string(), zh) << pointer;
        check_languages(pointer, row.at("en").as_string(), row.at("zh").as_string());
    };
    says("/enums/RequestStatus/queued", "waiting", "等待派单");
    // Of the table of the sentences, and instead of what that has.
    says("/enums/CardStatus/lost", "lost", "挂失");
    says("/enums/Urgency/P0", "life threat", "危及生命");
    says("/commands/TakeRequest", "Take", "受理");
    says("/collections/members", "Members", "服务对象");
    says("/fields/reason", "Reason", "原因");
    says("/fields/name", "Name", "名称");
    says("/fields/MemberProfile.name", "Name", "姓名");
    says("/rejects/illegal_status", "That is not possible in the present status.",
         "当前状态下不能这样做。");
    for (const auto& set : document.at("enums").as_object()) {
        for (const auto& value : set.value().as_object()) {
            const std::string name = std::string(set.key()) + '.' + std::string(value.key());
            const boost::json::value& row = value.value();
            check_languages(name, row.at("en").as_string(), row.at("zh").as_string());
        }
    }
}

}  // namespace
}  // namespace muster::views
