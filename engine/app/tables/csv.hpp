// Tables as text, by RFC 4180: commas, cells in quotes that hold commas, line ends and doubled
// quotes; lines end with LF or CRLF. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/tables/said.hpp"
#include "muster/expected.hpp"

namespace muster::app {

// What is wrong with a file, and where.
struct FileFault {
    std::size_t line = 0;  // from 1; 0 = the whole file
    Said what;
    // A RejectReason by its name, where the engine refused the row; for whoever has words for it.
    std::string reason{};
    // What it is about, where that is known: two members that may be one, an answer.
    std::vector<std::uint64_t> ids{};
};

struct CsvRow {
    std::size_t line = 0;  // on which it begins
    std::vector<std::string> cells;
};

struct CsvTable {
    CsvRow header;
    std::vector<CsvRow> rows;
};

constexpr std::size_t max_csv_bytes = std::size_t{1} << 30;
constexpr std::size_t max_csv_columns = 256;
constexpr std::size_t max_csv_cell = 16'384;  // bytes

// The bytes of a file as UTF-8: with a byte order mark, or strictly valid, else GB18030. A file
// that is none of these is refused.
[[nodiscard]] Expected<std::string, FileFault> decode_table(std::string_view bytes);

// Every row has as many cells as the header, whose names are there and differ. Blank lines count as
// nothing. A cell that is too long, a quote that is left open or stands inside of a cell without
// quotes, and a character that no text has, are faults.
[[nodiscard]] Expected<CsvTable, FileFault> read_csv(std::string_view utf8);

}  // namespace muster::app
