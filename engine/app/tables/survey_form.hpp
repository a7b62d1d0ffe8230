// A questionnaire from the sheets of an XLSForm, as CSV (https://xlsform.org/en/ref-table). Pure.
//
//   survey    type, name, label, required, relevant, constraint; types select_one LIST,
//             select_multiple LIST, integer, text. Constraints of integers: . >= 0 and . <= 31
//   choices   list_name, name, label, and a column of ours: need
//   settings  form_id, version, form_title
//
// Titles stand in label, label::English... and label::中文... ; hints and the default language are
// passed over. Whatever else stands in a cell would ask something other than the form says, and is
// refused.
#pragma once

#include <string>

#include "engine/app/tables/csv.hpp"
#include "muster/expected.hpp"
#include "muster/survey_rules.hpp"

namespace muster::app {

struct FormSheets {
    CsvTable survey;
    CsvTable choices;
    CsvTable settings;  // may have no rows
};

struct FormFault {
    std::string sheet;    // "survey", "choices", "settings"
    std::size_t row = 0;  // the line of the file; 0 = the whole sheet
    std::string column;   // empty = the whole row
    std::string what;
};
// "survey, row 3, column \"type\": ..."
[[nodiscard]] std::string to_string(const FormFault& fault);

[[nodiscard]] Expected<Questionnaire, FormFault> read_form(const FormSheets& sheets);

// As it stands in a file of rules.
[[nodiscard]] std::string to_toml(const Questionnaire& questionnaire);

}  // namespace muster::app
