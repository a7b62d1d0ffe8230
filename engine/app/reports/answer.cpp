#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "engine/app/reports/desk.hpp"
#include "engine/app/reports/report_text.hpp"
#include "engine/app/reports/statement_text.hpp"
#include "engine/log/files.hpp"
#include "engine/reports/report.hpp"
#include "engine/reports/statement.hpp"

namespace muster::app {
namespace {

constexpr std::size_t most_bytes = std::size_t{256} << 20;

ReportAnswer unavailable(std::string why) {
    return {ReportAnswer::Kind::unavailable, std::move(why)};
}

ReportAnswer refused(const log::LogError& error) {
    return {error.code == log::LogErrorCode::not_found ? ReportAnswer::Kind::unknown
                                                       : ReportAnswer::Kind::unavailable,
            error.message};
}

// What writes into files only, read back as bytes. The file is nobody else's to see.
template <class Write>
ReportAnswer by_file(const Write& write) {
    std::error_code failed;
    std::string name = (std::filesystem::temp_directory_path(failed) / "muster-report-XXXXXX");
    const int file = failed ? -1 : mkstemp(name.data());
    if (file < 0) return unavailable("no file can be made in the folder for temporary files");
    ::close(file);
    const std::optional<std::string> wrong = write(name);
    auto bytes = log::read_start(name, most_bytes);
    (void)::unlink(name.c_str());
    if (wrong) return unavailable(*wrong);
    if (!bytes) return unavailable(bytes.error().message);
    return {ReportAnswer::Kind::made, std::move(*bytes)};
}

}  // namespace

ReportAnswer answer_report(const sqlite::Database& db, const ReportQuery& query) {
    reports::ReportWish wish;
    wish.kind = query.monthly ? reports::ReportKind::monthly : reports::ReportKind::daily;
    wish.day = query.day;
    wish.district = query.district;
    wish.section = query.section;
    const auto report = make_report(db, wish);
    if (!report) return refused(report.error());
    switch (query.form) {
        case ReportForm::json:
            return {ReportAnswer::Kind::made, to_json(*report)};
        case ReportForm::page:
            return {ReportAnswer::Kind::made, report_page(*report)};
        case ReportForm::csv:
            return {ReportAnswer::Kind::made, report_csv(*report, query.english)};
        case ReportForm::xlsx:
            return by_file([&](const std::string& name) {
                return write_report_xlsx(name, *report, query.english);
            });
        case ReportForm::pdf:
            return by_file(
                [&](const std::string& name) { return write_report_pdf(name, *report); });
    }
    return {};
}

ReportAnswer answer_statement(const sqlite::Database& db, const StatementQuery& query) {
    const auto statement = reports::read_statement(db, {query.account, query.first, query.last});
    if (!statement) return refused(statement.error());
    switch (query.form) {
        case ReportForm::json:
            return {ReportAnswer::Kind::made, to_json(*statement)};
        case ReportForm::csv:
            return {ReportAnswer::Kind::made, statement_csv(*statement, query.english)};
        case ReportForm::pdf:
            return by_file(
                [&](const std::string& name) { return write_statement_pdf(name, *statement); });
        case ReportForm::page:
        case ReportForm::xlsx:
            break;
    }
    return unavailable("a statement is JSON, CSV or PDF");
}

}  // namespace muster::app
