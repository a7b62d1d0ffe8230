#include "tests/log/support.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "engine/log/verify.hpp"

namespace muster::log::test {

namespace fs = std::filesystem;

namespace {

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::abort();
    }
    return std::move(*result);
}

}  // namespace

TempFolder::TempFolder() {
    std::string name = (fs::temp_directory_path() / "test-log-XXXXXX").string();
    if (!::mkdtemp(name.data())) std::abort();
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

Sample::Sample(std::uint64_t number, std::size_t padding)
    : seq(number),
      at{1'700'000'000'000 + static_cast<std::int64_t>(number) * 7},
      source("phone:" + std::to_string(number % 5)),
      key(number % 3 == 0 ? "" : "key-" + std::to_string(number)),
      command("{\"name\":\"CreateRequest\",\"note\":\"\u6551\u547d " + std::to_string(number) +
              "\"}"),
      events("[{\"name\":\"RequestCreated\",\"id\":" + std::to_string(number) + ",\"pad\":\"" +
             std::string(padding, static_cast<char>('a' + number % 26)) + "\"}]") {}

bool Sample::equals(const RecordView& record) const {
    return record.seq == seq && record.at == at && record.source == source && record.key == key &&
           record.command == command && record.events == events;
}

LogOptions quick_options() {
    LogOptions options;
    options.now = TimePoint{1'700'000'000'000};
    options.wal_frames_preallocated = 4;
    return options;
}

std::unique_ptr<DecisionLog> must_open(const fs::path& folder, const LogOptions& options) {
    return must(DecisionLog::open(folder, options));
}

LogReader must_read(const fs::path& path) {
    return must(LogReader::open(path, {}));
}

void fill(DecisionLog& log, std::uint64_t last, std::size_t padding) {
    while (log.last_seq() < last) {
        const LogError error = log.append(Sample(log.last_seq() + 1, padding).draft());
        ASSERT_FALSE(error) << error.message;
    }
    const LogError error = log.commit();
    ASSERT_FALSE(error) << error.message;
}

std::uint64_t expect_samples(const fs::path& path, std::size_t padding) {
    const LogReader reader = must_read(path);
    std::uint64_t count = 0;
    const LogError error = reader.read(1, UINT64_MAX, [&](const RecordView& record) {
        ++count;
        EXPECT_TRUE(Sample(count, padding).equals(record)) << "record " << count;
        return true;
    });
    EXPECT_FALSE(error) << error.message;
    Result<ChainReport> report = verify_chain(reader, {}, {});
    EXPECT_TRUE(report) << report.error().message;
    if (report) {
        EXPECT_FALSE(report->fault) << report->fault->why;
        EXPECT_EQ(report->records, count);
    }
    return count;
}

void run_sql(const fs::path& file, const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
        << (message ? message : "") << " in " << sql;
    sqlite3_free(message);
    sqlite3_close(db);
}

}  // namespace muster::log::test
