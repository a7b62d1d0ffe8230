// A file into which a table is written row by row: CSV as spreadsheets open it, or XLSX. The same
// rows give the same bytes.
#pragma once

#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/app/tables/mapping.hpp"
#include "engine/app/tables/table_text.hpp"

namespace muster::app {

BOOST_DEFINE_ENUM_CLASS(TableForm, csv, xlsx)

// By the end of the name; CSV where it says nothing.
[[nodiscard]] TableForm form_of(std::string_view file_name);

class TableFile {
  public:
    // Writes the header. The rule must outlive the file. Errors are kept until close().
    [[nodiscard]] static std::unique_ptr<TableFile> create(const std::string& name, TableForm form,
                                                           const TableRule& rule,
                                                           TableLanguage language);

    TableFile() = default;
    TableFile(const TableFile&) = delete;
    TableFile& operator=(const TableFile&) = delete;
    virtual ~TableFile() = default;

    virtual void row(const boost::json::object& fields) = 0;
    // To be called once, at the end. What went wrong, or nothing.
    [[nodiscard]] virtual std::optional<std::string> close() = 0;
};

}  // namespace muster::app
