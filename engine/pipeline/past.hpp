// The board as it was at a time, and what changed on it from then on: replayed from the log with
// an engine of its own, which shares nothing with the one that decides.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/log/error.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/pipeline/past_options.hpp"
#include "engine/pipeline/recovery.hpp"
#include "muster/past_port.hpp"

namespace muster::pipeline {

// Use by one thread. Reads committed records only, beside a running writer too. Holds at most one
// board: the one of the last answer, from which later records are applied to come to a later time;
// for an earlier one it is replayed anew from the newest snapshot before it.
class Past {
  public:
    // Whether nobody waits for the answer any more; asked now and then.
    using IsUnwanted = std::function<bool()>;

    // roads: has the maps that the log names, for what decides anew; any thread may ask it, and it
    // outlives this. Null = logs without maps.
    Past(std::filesystem::path folder, const PastOptions& options, core::RoadSource* roads)
        : folder_(std::move(folder)), options_(options), roads_(roads) {}

    // The JSON of muster/past_port.hpp. Fails with what the log reports, with too_large where it
    // takes more records or time than it may, with not_found where the question is about what is
    // not there, and with cancelled when nobody wants it.
    [[nodiscard]] log::Result<std::string> answer(const PastQuery& query,
                                                  const IsUnwanted& is_unwanted);
    // Frees the board.
    void forget() { state_.reset(); }

  private:
    class Allowance;
    class Walk;

    [[nodiscard]] log::Result<std::string> tell(const PastBoardQuery& query,
                                                const log::LogReader& reader, Allowance& allowance);
    [[nodiscard]] log::Result<std::string> tell(const PastChangesQuery& query,
                                                const log::LogReader& reader, Allowance& allowance);
    [[nodiscard]] log::Result<std::string> tell(const PastAlarmsQuery& query,
                                                const log::LogReader& reader, Allowance& allowance);
    [[nodiscard]] log::Result<std::string> tell(const WhatIfQuery& query,
                                                const log::LogReader& reader, Allowance& allowance);
    // Makes the state that after this record.
    [[nodiscard]] log::LogError go_to(std::uint64_t seq, const log::LogReader& reader,
                                      Allowance& allowance);

    const std::filesystem::path folder_;
    const PastOptions options_;
    core::RoadSource* const roads_;
    std::unique_ptr<Recovered> state_;
};

}  // namespace muster::pipeline
