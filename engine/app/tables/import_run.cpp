#include "engine/app/tables/import_run.hpp"

#include <utility>

#include "engine/app/tables/csv.hpp"
#include "engine/app/tables/rehearsal.hpp"
#include "engine/app/tables/survey_table.hpp"

namespace muster::app {
namespace {

Expected<CsvTable, FileFault> table_in(std::string bytes) {
    auto text = decode_table(bytes);
    if (!text) return std::move(text.error());
    bytes = {};  // twice the file is enough
    return read_csv(*text);
}

class Run {
  public:
    Run(TableRule rule, ServiceClient& service, const ImportAsked& asked, ImportWatch& watch,
        const std::stop_token& stop)
        : rule_(std::move(rule)), service_(service), asked_(asked), watch_(watch), stop_(stop) {}

    ImportReport whole(std::string bytes) {
        watch_.stage(ImportState::reading, 0);
        const auto table = table_in(std::move(bytes));
        if (!table) {
            refuse(table.error());
            return std::move(report_);
        }
        report_.rows = table->rows.size();
        if (const auto wrong = answer_survey(rule_, asked_.survey, service_, answered_)) {
            end(ImportState::refused, *wrong);
            report_.misasked = true;
            return std::move(report_);
        }
        if (auto plan = plan_of(*table)) send(*plan);
        return std::move(report_);
    }

  private:
    void end(ImportState state, Said why) {
        report_.end = state;
        report_.why = std::move(why);
    }

    void refuse(const FileFault& fault) {
        report_.faults.push_back(fault);
        report_.fault_count = 1;
        end(ImportState::refused, said("nothing was imported", "未导入任何内容"));
    }

    // True when somebody wants no more of it.
    bool is_stopped() {
        if (!stop_.stop_requested()) return false;
        end(ImportState::stopped, said("it was stopped", "已停止"));
        return true;
    }

    // What the file would do; nothing is sent yet. Nothing when it ends here.
    std::optional<ImportPlan> plan_of(const CsvTable& table) {
        const auto mapping = Mapping::of(rule_, table.header);
        if (!mapping) {
            refuse(mapping.error());
            return std::nullopt;
        }
        report_.unused_columns = mapping->unused();
        watch_.learnt(report_);
        auto rules = service_.rules();
        if (is_stopped()) return std::nullopt;
        if (!rules) {
            end(ImportState::failed, rules.error());
            return std::nullopt;
        }
        const auto known = service_.known(rule_, [&](std::size_t n) { watch_.step(n); });
        if (is_stopped()) return std::nullopt;
        if (!known) {
            end(ImportState::failed, known.error());
            return std::nullopt;
        }
        watch_.stage(ImportState::checking, table.rows.size());
        ImportPlan plan = rehearse(
            rule_, *mapping, table, std::move(*rules), asked_.now, *known,
            [&](std::size_t n) { watch_.step(n); }, answered_, stop_);
        if (is_stopped()) return std::nullopt;
        report_.looked_at = table.rows.size();
        return keep(std::move(plan));
    }

    std::optional<ImportPlan> keep(ImportPlan plan) {
        report_.fault_count = plan.fault_count;
        if (!plan.faults.empty()) {
            report_.faults = std::move(plan.faults);
            end(ImportState::refused, said("{} faults; nothing was imported",
                                           "发现 {} 处错误，未导入任何内容", report_.fault_count));
            return std::nullopt;
        }
        report_.planned = true;
        report_.created = plan.created;
        report_.updated = plan.updated;
        report_.unchanged = plan.unchanged;
        report_.to_send = plan.commands.size();
        watch_.learnt(report_);
        return plan;
    }

    void send(const ImportPlan& plan) {
        if (asked_.check_only || plan.commands.empty()) return;
        watch_.stage(ImportState::sending, plan.commands.size());
        SendReport sent = service_.send(
            plan.commands, [&](std::size_t n) { watch_.step(n); }, stop_);
        report_.sent = sent.done;
        report_.duplicates = std::move(sent.duplicates);
        report_.flagged = std::move(sent.flagged);
        report_.faults = std::move(sent.faults);
        report_.fault_count = report_.faults.size();
        if (!report_.faults.empty()) {
            end(ImportState::failed, said("the same file again goes on where this one stopped",
                                          "再次导入同一文件即可从中断处继续"));
        } else if (sent.stopped) {
            end(ImportState::stopped, said("it was stopped; the same file again goes on from there",
                                           "已停止；再次导入同一文件即可从中断处继续"));
        }
    }

    TableRule rule_;
    ServiceClient& service_;
    const ImportAsked& asked_;
    ImportWatch& watch_;
    const std::stop_token& stop_;
    std::optional<AnsweredSurvey> answered_;
    ImportReport report_;
};

}  // namespace

ImportReport import_table(TableRule rule, std::string bytes, ServiceClient& service,
                          const ImportAsked& asked, ImportWatch& watch,
                          const std::stop_token& stop) {
    return Run(std::move(rule), service, asked, watch, stop).whole(std::move(bytes));
}

}  // namespace muster::app
