#include "engine/app/imports/import_desk.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <mutex>
#include <stop_token>
#include <utility>

#include "engine/app/tables/import_run.hpp"
#include "engine/app/tables/table_text.hpp"
#include "muster/enum_names.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;

// Of faults, and of each of the two lists of what is to be looked at.
constexpr std::size_t most_told = max_faults_told;

json::array lines_of(const std::vector<FileFault>& lines) {
    json::array out;
    for (const FileFault& one : lines) {
        if (out.size() == most_told) break;
        json::object line{{"line", one.line}, {"what", one.what.en}, {"what_zh", one.what.zh}};
        if (!one.reason.empty()) line["reason"] = one.reason;
        if (!one.ids.empty()) line["ids"] = json::value_from(one.ids);
        out.emplace_back(std::move(line));
    }
    return out;
}

json::array texts_of(const std::vector<std::string>& texts) {
    json::array out;
    for (const std::string& text : texts)
        out.emplace_back(text);
    return out;
}

json::object kind_json(const ImportKind& kind, const TableRule& rule) {
    json::array columns;
    for (const ColumnRule& column : rule.columns) {
        columns.emplace_back(json::object{{"field", column.field},
                                          {"headers", texts_of(column.headers)},
                                          {"as", std::string(name_of(column.as))},
                                          {"required", column.required}});
    }
    return {{"kind", kind.name},           {"create", kind.create},
            {"update", kind.update},       {"collection", rule.collection},
            {"of_survey", kind.of_survey}, {"columns", std::move(columns)}};
}

bool is_over(ImportState state) {
    return state >= ImportState::done;
}

}  // namespace

// What is wanted, and how far it is. The worker tells it, the desk's thread reads it.
class ImportDesk::Import final : public ImportWatch {
  public:
    // Without the table and the token: the job has them, and they go with it.
    Import(std::uint64_t number, std::size_t place, ImportWanted wanted)
        : number_(number), place_(place), wanted_(std::move(wanted)) {}

    // On the worker.
    void run(const TableRule& rule, const std::string& url, const std::string& certificate,
             std::string token, std::string table) {
        if (stop_.stop_requested()) return;
        auto service =
            ServiceClient::open(url, std::move(token), give_up_.get_token(), certificate);
        ImportReport report;
        if (service) {
            report = import_table(rule, std::move(table), **service,
                                  {wanted_.survey, wanted_.check_only, wanted_.at}, *this,
                                  stop_.get_token());
        } else {
            report.end = ImportState::failed;
            report.why = Said(service.error(), "无法连接到服务");
        }
        const std::lock_guard lock(mutex_);
        state_ = report.end;
        report_ = std::move(report);
    }

    void stage(ImportState state, std::size_t total) override {
        const std::lock_guard lock(mutex_);
        state_ = state;
        total_ = total;
        steps_ = 0;
    }
    void step(std::size_t done) override {
        const std::lock_guard lock(mutex_);
        steps_ = done;
    }
    void learnt(const ImportReport& report) override {
        const std::lock_guard lock(mutex_);
        report_ = report;
    }

    // On the desk's thread.
    void stop() {
        stop_.request_stop();
        const std::lock_guard lock(mutex_);
        if (state_ != ImportState::waiting) return;  // the worker says how it ended
        state_ = ImportState::stopped;
        report_.why = said("it was stopped before it began", "尚未开始即已停止");
        wish.reset();
    }
    void give_up() {
        stop_.request_stop();
        give_up_.request_stop();
    }
    [[nodiscard]] std::uint64_t number() const { return number_; }
    [[nodiscard]] std::size_t place() const { return place_; }
    [[nodiscard]] const std::string& by() const { return wanted_.by; }
    [[nodiscard]] bool waits() const {
        const std::lock_guard lock(mutex_);
        return state_ == ImportState::waiting;
    }
    [[nodiscard]] bool over() const {
        const std::lock_guard lock(mutex_);
        return is_over(state_);
    }
    [[nodiscard]] json::object summary(const std::string& kind) const;
    [[nodiscard]] json::object whole(const std::string& kind) const;

    std::unique_ptr<JobThread::Wish> wish;

  private:
    // Under the mutex.
    [[nodiscard]] json::object told(const std::string& kind) const;

    const std::uint64_t number_;
    const std::size_t place_;  // of its rule
    const ImportWanted wanted_;
    std::stop_source stop_;     // no more is sent
    std::stop_source give_up_;  // nothing is waited for
    mutable std::mutex mutex_;
    ImportState state_ = ImportState::waiting;
    std::size_t total_ = 0;
    std::size_t steps_ = 0;
    ImportReport report_;
};

json::object ImportDesk::Import::told(const std::string& kind) const {
    const bool checking = state_ == ImportState::checking;
    const bool sending = state_ == ImportState::sending;
    json::object out{{"import", number_},
                     {"kind", kind},
                     {"file", wanted_.file},
                     {"check", wanted_.check_only},
                     {"by", wanted_.by},
                     {"at", wanted_.at.value},
                     {"state", std::string(name_of(state_))},
                     {"rows", report_.rows},
                     {"looked_at", checking ? steps_ : report_.looked_at},
                     {"to_send", report_.to_send},
                     {"sent", sending ? steps_ : report_.sent},
                     {"fault_count", report_.fault_count},
                     {"duplicate_count", report_.duplicates.size()},
                     {"flagged_count", report_.flagged.size()},
                     {"unused_columns", texts_of(report_.unused_columns)}};
    if (wanted_.survey != 0) out["survey"] = wanted_.survey;
    if (report_.why) {
        out["why"] = report_.why->en;
        out["why_zh"] = report_.why->zh;
    }
    if (report_.planned) {
        out["created"] = report_.created;
        out["updated"] = report_.updated;
        out["unchanged"] = report_.unchanged;
    }
    return out;
}

json::object ImportDesk::Import::summary(const std::string& kind) const {
    const std::lock_guard lock(mutex_);
    return told(kind);
}

json::object ImportDesk::Import::whole(const std::string& kind) const {
    const std::lock_guard lock(mutex_);
    json::object out = told(kind);
    out["faults"] = lines_of(report_.faults);
    out["duplicates"] = lines_of(report_.duplicates);
    out["flagged"] = lines_of(report_.flagged);
    return out;
}

ImportDesk::ImportDesk(std::vector<TableRule> rules, const ImportOptions& options,
                       std::function<std::string()> url, std::string certificate,
                       JobThread::Post post)
    : rules_(std::move(rules)),
      options_(options),
      url_(std::move(url)),
      certificate_(std::move(certificate)),
      jobs_(options.waiting_max, std::move(post)) {
    for (const TableRule& rule : rules_)
        kinds_.push_back({rule.what, rule.create, rule.update, rule.of_survey});
}

ImportDesk::~ImportDesk() {
    for (const auto& entry : imports_)
        entry->give_up();
}

bool ImportDesk::is_full() const {
    const auto waiting = std::count_if(imports_.begin(), imports_.end(),
                                       [](const auto& entry) { return entry->waits(); });
    return static_cast<std::size_t>(waiting) >= options_.waiting_max;
}

std::uint64_t ImportDesk::start(ImportWanted wanted) {
    const auto rule = std::find_if(rules_.begin(), rules_.end(),
                                   [&](const TableRule& one) { return one.what == wanted.kind; });
    std::string token = std::exchange(wanted.token, {});
    std::string table = std::exchange(wanted.table, {});
    const auto entry = std::make_shared<Import>(
        last_ + 1, static_cast<std::size_t>(rule - rules_.begin()), std::move(wanted));
    entry->wish = jobs_.add([entry, &rule = *rule, url = url_(), certificate = certificate_,
                             token = std::move(token),
                             table = std::move(table)]() mutable -> std::function<void()> {
        entry->run(rule, url, certificate, std::move(token), std::move(table));
        return {};
    });
    if (!entry->wish) return 0;
    imports_.push_front(entry);
    forget_the_oldest();
    return ++last_;
}

// Never one that is still under way.
void ImportDesk::forget_the_oldest() {
    while (imports_.size() > options_.kept && imports_.back()->over())
        imports_.pop_back();
}

const ImportDesk::Import* ImportDesk::at(std::uint64_t number) const {
    const auto found = std::find_if(imports_.begin(), imports_.end(),
                                    [&](const auto& one) { return one->number() == number; });
    return found == imports_.end() ? nullptr : found->get();
}

std::optional<ImportPort::Known> ImportDesk::find(std::uint64_t number) const {
    const Import* const found = at(number);
    if (found == nullptr) return std::nullopt;
    return Known{kinds_[found->place()], found->by()};
}

std::string ImportDesk::report(std::uint64_t number) const {
    const Import& found = *at(number);
    return json::serialize(found.whole(kinds_[found.place()].name));
}

void ImportDesk::stop(std::uint64_t number) {
    for (const auto& one : imports_) {
        if (one->number() == number) one->stop();
    }
}

std::string ImportDesk::list(const std::vector<const ImportKind*>& kinds) const {
    json::array known;
    json::array imports;
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
        if (std::find(kinds.begin(), kinds.end(), &kinds_[i]) == kinds.end()) continue;
        known.emplace_back(kind_json(kinds_[i], rules_[i]));
    }
    for (const auto& entry : imports_) {
        const ImportKind& kind = kinds_[entry->place()];
        if (std::find(kinds.begin(), kinds.end(), &kind) == kinds.end()) continue;
        imports.emplace_back(entry->summary(kind.name));
    }
    return json::serialize(
        json::object{{"kinds", std::move(known)}, {"imports", std::move(imports)}});
}

std::optional<std::string> ImportDesk::empty_table(std::string_view kind, bool english) const {
    for (const TableRule& rule : rules_) {
        if (rule.what != kind) continue;
        return std::string(byte_order_mark) +
               header_line(rule, english ? TableLanguage::en : TableLanguage::zh);
    }
    return std::nullopt;
}

}  // namespace muster::app
