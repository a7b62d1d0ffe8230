#include "engine/app/tables/csv.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/codec/charset.hpp"
#include "engine/codec/text.hpp"

namespace muster::app {
namespace {

std::size_t line_at(std::string_view text, std::size_t offset) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
    return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }

    // The next row; of a blank line one without cells. Precondition: not at the end.
    std::optional<FileFault> read_row(CsvRow& row) {
        row.line = line_;
        row.cells.clear();
        while (true) {
            std::string cell;
            if (auto fault = read_cell(cell)) return fault;
            row.cells.push_back(std::move(cell));
            if (auto fault = check_size(row)) return fault;
            if (at_end() || text_[at_] != ',') break;
            ++at_;
        }
        const bool blank = row.cells.size() == 1 && row.cells[0].empty() && !quoted_;
        if (blank) row.cells.clear();
        return read_line_end();
    }

  private:
    static std::optional<FileFault> check_size(const CsvRow& row) {
        if (row.cells.back().size() > max_csv_cell) {
            return FileFault{row.line,
                             said("cell {} is longer than {} bytes", "第 {} 列的内容超过 {} 字节",
                                  row.cells.size(), max_csv_cell)};
        }
        if (row.cells.size() <= max_csv_columns) return std::nullopt;
        return FileFault{row.line, said("more than {} columns", "超过 {} 列", max_csv_columns)};
    }

    std::optional<FileFault> read_cell(std::string& cell) {
        quoted_ = at_ < text_.size() && text_[at_] == '"';
        return quoted_ ? read_quoted(cell) : read_plain(cell);
    }

    std::optional<FileFault> read_plain(std::string& cell) {
        const std::size_t end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
        cell = text_.substr(at_, end - at_);
        at_ = end;
        if (end < text_.size() && text_[end] == '"') {
            return FileFault{line_, said("a quote stands inside of a cell that has none around it",
                                         "引号出现在没有用引号括起的单元格中")};
        }
        return std::nullopt;
    }

    std::optional<FileFault> read_quoted(std::string& cell) {
        const std::size_t began = line_;
        ++at_;
        while (true) {
            const std::size_t end = text_.find('"', at_);
            if (end == std::string_view::npos) {
                return FileFault{began, said("the quote that opens here is never closed",
                                             "此处开始的引号没有闭合")};
            }
            const std::string_view piece = text_.substr(at_, end - at_);
            cell += piece;
            line_ += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
            at_ = end + 1;
            if (at_ == text_.size() || text_[at_] != '"') break;
            cell += '"';
            ++at_;
        }
        if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\r' && text_[at_] != '\n') {
            return FileFault{line_,
                             said("behind a closing quote a comma or the end of the line is due",
                                  "引号闭合之后只能是逗号或行尾")};
        }
        return std::nullopt;
    }

    std::optional<FileFault> read_line_end() {
        if (at_ == text_.size()) return std::nullopt;
        if (text_[at_] == '\r') {
            ++at_;
            if (at_ == text_.size() || text_[at_] != '\n') {
                return FileFault{line_, said("a carriage return without a line feed",
                                             "有回车符，但后面没有换行符")};
            }
        }
        ++at_;
        ++line_;
        return std::nullopt;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    bool quoted_ = false;  // the last cell
};

std::optional<FileFault> check_header(const CsvRow& header) {
    for (auto name = header.cells.begin(); name != header.cells.end(); ++name) {
        if (name->empty()) {
            return FileFault{header.line,
                             said("column {} has no name", "第 {} 列没有列名",
                                  static_cast<std::size_t>(name - header.cells.begin()) + 1)};
        }
        if (std::find(header.cells.begin(), name, *name) != name) {
            return FileFault{header.line,
                             said("the column \"{}\" stands twice", "列名“{}”出现了两次", *name)};
        }
    }
    return std::nullopt;
}

}  // namespace

Expected<std::string, FileFault> decode_table(std::string_view bytes) {
    if (bytes.size() > max_csv_bytes) {
        return FileFault{0, said("the file is larger than 1 GiB", "文件超过 1 GiB")};
    }
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        return FileFault{0, said("the file is UTF-16; save it as CSV in UTF-8 or GB18030",
                                 "文件是 UTF-16 编码，请另存为 UTF-8 或 GB18030 编码的 CSV 文件")};
    }
    const bool marked = bytes.starts_with("\xEF\xBB\xBF");
    if (marked) bytes.remove_prefix(3);
    const std::size_t zero = bytes.find('\0');
    if (zero != std::string_view::npos) {
        return FileFault{line_at(bytes, zero),
                         said("a zero byte: this is no text", "含有零字节，不是文本文件")};
    }
    if (codec::is_valid_utf8(bytes)) return std::string(bytes);
    if (marked) {
        return FileFault{0, said("the file says that it is UTF-8, and is not",
                                 "文件标明为 UTF-8 编码，内容却不是")};
    }
    if (!codec::is_known_here(codec::Charset::gb18030)) {
        return FileFault{0, said("the file is not UTF-8, and this system does not know GB18030",
                                 "文件不是 UTF-8 编码，而本系统不支持 GB18030 编码")};
    }
    std::string space;
    const auto text = codec::to_utf8(bytes, codec::Charset::gb18030, space);
    if (!text) {
        return FileFault{line_at(bytes, text.error().offset),
                         said("the text is neither UTF-8 nor GB18030",
                              "内容既不是 UTF-8 编码，也不是 GB18030 编码")};
    }
    return std::string(*text);
}

Expected<CsvTable, FileFault> read_csv(std::string_view utf8) {
    CsvTable table;
    Reader reader(utf8);
    bool has_header = false;
    while (!reader.at_end()) {
        CsvRow row;
        if (auto fault = reader.read_row(row)) return *std::move(fault);
        if (row.cells.empty()) continue;
        if (!has_header) {
            table.header = std::move(row);
            has_header = true;
            if (auto fault = check_header(table.header)) return *std::move(fault);
        } else if (row.cells.size() != table.header.cells.size()) {
            return FileFault{row.line,
                             said("has {} cells, the header {}", "本行有 {} 列，表头有 {} 列",
                                  row.cells.size(), table.header.cells.size())};
        } else {
            table.rows.push_back(std::move(row));
        }
    }
    if (!has_header) {
        return FileFault{0, said("the file is empty; its first line names the columns",
                                 "文件是空的；第一行应为列名")};
    }
    return table;
}

}  // namespace muster::app
