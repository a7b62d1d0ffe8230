#include "engine/app/tables/rehearsal.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <future>
#include <map>
#include <optional>
#include <utility>

#include "engine/app/tables/refusal_words.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/enum_names.hpp"
#include "muster/service.hpp"
#include "muster/survey.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;

constexpr std::size_t rows_in_block = 1024;

// The fields that the columns may set, of an entity as the service shows it.
json::object fields_of(const TableRule& rule, const json::value& entity) {
    const json::object& object = entity.as_object();
    if (rule.fields_of.empty()) return object;
    const json::value* const inner = object.if_contains(rule.fields_of);
    return inner != nullptr && inner->is_object() ? inner->as_object() : json::object();
}

// An engine that nobody else sees.
class Rehearsal {
  public:
    Rehearsal(const TableRule& rule, Rules rules, TimePoint now,
              const std::optional<AnsweredSurvey>& answered)
        : rule_(rule), now_(now) {
        rules.roads.map.clear();  // nobody travels here
        // The rules may have another version of what the survey asks by now.
        if (answered) rules.survey.emplace().questionnaires = {answered->questionnaire};
        const Rejection refused = handle(LoadRules{std::move(rules)});
        (void)refused;  // then every row is refused, and says so
        if (!answered) return;
        const Rejection closed = handle(OpenSurvey{answered->questionnaire.code, {}, {}, {}});
        (void)closed;  // likewise
        survey_ = engine_.last_seq();
    }
    [[nodiscard]] std::uint64_t survey() const { return survey_; }

    [[nodiscard]] Rejection handle(Command command) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = now_;
        envelope.source = "import";
        envelope.command = std::move(command);
        return engine_.handle(envelope).rejection;
    }

    // What was created last, as the service would show it.
    [[nodiscard]] json::object created() const {
        std::string text;
        each_type(Entities(), [&]<class T>(std::type_identity<T>) {
            if (entity_row<T>.path != rule_.collection) return;
            const T* const entity = engine_.board().store<T>().get({engine_.last_seq()});
            if (entity != nullptr) codec::write(text, *entity);
        });
        return text.empty() ? json::object() : fields_of(rule_, json::parse(text));
    }

  private:
    const TableRule& rule_;
    const TimePoint now_;
    core::Engine engine_;
    std::uint64_t survey_ = 0;
};

// The fields that stand beside fields_of, taken out of those of a row.
json::object take_beside(const TableRule& rule, json::object& fields) {
    json::object beside;
    for (const ColumnRule& column : rule.columns) {
        if (column.shown_at.empty() || !fields.contains(column.field)) continue;
        beside[column.field] = std::move(fields[column.field]);
        fields.erase(column.field);
    }
    return beside;
}

std::string body_with(const TableRule& rule, json::object fields, std::uint64_t id) {
    json::object body;
    json::object beside = take_beside(rule, fields);
    if (id != 0) {
        body[rule.update_id] = static_cast<std::int64_t>(id);
    } else {
        for (const ValueRule& one : rule.with)
            body[one.from] = one.to;
        for (auto& field : beside)
            body[field.key()] = std::move(field.value());
    }
    if (rule.fields_of.empty()) {
        for (auto& field : fields)
            body[field.key()] = std::move(field.value());
    } else {
        body[rule.fields_of] = std::move(fields);
    }
    return json::serialize(body);
}

// Of the fields of a row those that the service has otherwise, and that can be changed.
json::object differing(const TableRule& rule, const json::object& row, const json::object& wished,
                       const json::object& known) {
    json::object fields;
    for (const auto& field : row) {
        if (is_beside(rule, field.key())) continue;
        const json::value* const now = known.if_contains(field.key());
        const json::value* const then = wished.if_contains(field.key());
        const bool same = (now == nullptr) == (then == nullptr) && (!now || *now == *then);
        if (!same) fields[field.key()] = field.value();
    }
    return fields;
}

// The question whose reply a pointer of the engine is about; empty when it is none.
std::string question_of(std::string_view pointer, const json::object& fields) {
    constexpr std::string_view front = "/replies/";
    const json::value* const replies = fields.if_contains("replies");
    if (!pointer.starts_with(front) || replies == nullptr || !replies->is_array()) return {};
    pointer.remove_prefix(front.size());
    std::size_t place = 0;
    const auto [end, error] =
        std::from_chars(pointer.data(), pointer.data() + pointer.size(), place);
    const json::array& list = replies->get_array();
    if (error != std::errc{} || place >= list.size()) return {};
    return std::string(list[place].as_object().at("question").as_string());
}

// A row as a command.
struct ReadRow {
    std::size_t line = 0;
    std::string key;
    std::string body;
    json::object fields;
    Command command;
    std::optional<FileFault> no_fields;   // its cells cannot be read
    std::optional<FileFault> no_command;  // ... or they make no command
};

class Planner {
  public:
    Planner(const TableRule& rule, const Mapping& mapping, Rules rules, TimePoint now,
            const KnownEntities& known, const std::optional<AnsweredSurvey>& answered)
        : rule_(rule),
          mapping_(mapping),
          rehearsal_(rule, std::move(rules), now, answered),
          known_(known),
          answered_(answered) {}

    // What can be said of a row without the ones before it. Any thread.
    [[nodiscard]] ReadRow read(const CsvRow& row) const {
        ReadRow out;
        out.line = row.line;
        auto fields = mapping_.fields(row);
        if (!fields) {
            out.no_fields = std::move(fields.error());
            return out;
        }
        out.key = key_of(*fields);
        std::string rehearsed;
        if (answered_) {
            (*fields)["survey"] = rehearsal_.survey();
            rehearsed = body_with(rule_, *fields, 0);
            (*fields)["survey"] = answered_->survey.value;
        }
        out.body = body_with(rule_, *fields, 0);
        out.fields = std::move(*fields);
        if (auto wrong = codec::read_command_named(rule_.create, answered_ ? rehearsed : out.body,
                                                   out.command, codec::Mode::strict)) {
            out.no_command = placed(row.line, wrong->path, wrong->message,
                                    RejectReason::invalid_field, out.fields);
        }
        return out;
    }

    // In the order of the rows.
    void take(ReadRow&& row) {
        if (row.no_fields) return fault(std::move(*row.no_fields));
        if (!row.key.empty()) {
            const auto [before, fresh] = lines_.emplace(row.key, row.line);
            if (!fresh) {
                return fault({row.line, said("{} \"{}\" stands in line {} already",
                                             "{}“{}”已在第 {} 行出现过", name_of_key(), row.key,
                                             before->second)});
            }
        }
        if (row.no_command) return fault(std::move(*row.no_command));
        if (const Rejection refused = rehearsal_.handle(std::move(row.command))) {
            FileFault found =
                placed(row.line, refused.field, refused.detail, refused.reason, row.fields);
            found.reason = name_of(refused.reason);
            return fault(std::move(found));
        }
        plan_row(std::move(row));
    }

    ImportPlan result() { return std::move(plan_); }

  private:
    void fault(FileFault fault) {
        ++plan_.fault_count;
        if (plan_.faults.size() < max_faults_told) plan_.faults.push_back(std::move(fault));
    }

    // The engine tells details in English: Chinese has the words of the field and of the reason.
    [[nodiscard]] FileFault placed(std::size_t line, std::string pointer, const std::string& detail,
                                   RejectReason reason, const json::object& fields) const {
        const std::string front = rule_.fields_of.empty() ? "" : "/" + rule_.fields_of;
        if (pointer.starts_with(front)) pointer.erase(0, front.size());
        const Said what(detail, std::string(reason_in_chinese(name_of(reason))));
        if (const std::string header = mapping_.header_of(pointer); !header.empty()) {
            return {line, said("column \"{}\": {}", "“{}”列：{}", header, what)};
        }
        // Details name the question themselves.
        const std::string question = mapping_.header_of_question(question_of(pointer, fields));
        if (!question.empty()) return {line, {what.en, "“" + question + "”列：" + what.zh}};
        const std::string_view field = field_in_chinese(pointer);
        if (field.empty()) return {line, what};
        return {line, {what.en, std::string(field) + "：" + what.zh}};
    }

    [[nodiscard]] Said name_of_key() const {
        const std::string header = mapping_.header_of("/" + rule_.key);
        return {rule_.key, header.empty() ? std::string(field_in_chinese(rule_.key)) : header};
    }

    [[nodiscard]] std::string key_of(const json::object& fields) const {
        const json::value* const value = fields.if_contains(rule_.key);
        if (value == nullptr || !value->is_string()) return {};
        return std::string(value->as_string());
    }

    void plan_row(ReadRow&& row) {
        const auto known = row.key.empty() ? known_.end() : known_.find(row.key);
        if (known == known_.end()) {
            ++plan_.created;
            plan_.commands.push_back({row.line, rule_.create, std::move(row.body)});
            return;
        }
        json::object other =
            differing(rule_, row.fields, rehearsal_.created(), known->second.fields);
        if (other.empty() || rule_.update.empty()) {
            ++plan_.unchanged;
            return;
        }
        ++plan_.updated;
        plan_.commands.push_back(
            {row.line, rule_.update, body_with(rule_, std::move(other), known->second.id)});
    }

    const TableRule& rule_;
    const Mapping& mapping_;
    Rehearsal rehearsal_;
    const KnownEntities& known_;
    const std::optional<AnsweredSurvey>& answered_;
    std::map<std::string, std::size_t> lines_;
    ImportPlan plan_;
};

}  // namespace

ImportPlan rehearse(const TableRule& rule, const Mapping& mapping, const CsvTable& table,
                    Rules rules, TimePoint now, const KnownEntities& known,
                    const std::function<void(std::size_t)>& progress,
                    const std::optional<AnsweredSurvey>& answered, const std::stop_token& stop) {
    Planner planner(rule, mapping, std::move(rules), now, known, answered);
    const std::vector<CsvRow>& rows = table.rows;
    const auto read_block = [&](std::size_t from) {
        std::vector<ReadRow> block;
        const std::size_t end = std::min(from + rows_in_block, rows.size());
        for (std::size_t i = from; i < end; ++i)
            block.push_back(planner.read(rows[i]));
        return block;
    };
    // While the engine decides one block, another thread reads the next.
    auto next = std::async(std::launch::async, read_block, std::size_t{0});
    for (std::size_t from = 0; from < rows.size() && !stop.stop_requested();
         from += rows_in_block) {
        std::vector<ReadRow> block = next.get();
        if (from + rows_in_block < rows.size()) {
            next = std::async(std::launch::async, read_block, from + rows_in_block);
        }
        for (ReadRow& row : block)
            planner.take(std::move(row));
        progress(from);
    }
    return planner.result();
}

}  // namespace muster::app
