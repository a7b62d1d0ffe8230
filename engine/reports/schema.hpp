// The tables of the read model and the views that reports are made of, as SQL. Whoever opens the
// file with a shell finds them under these names.
#pragma once

#include <array>
#include <string_view>

namespace muster::reports {

// Set as SQLite's user_version. A file of another version is made anew from the log, so whoever
// changes a table, a view or what is told into them raises it.
constexpr int schema_version = 4;
// Set as SQLite's application_id: "MUSR".
constexpr int application_id = 0x4D555352;

// Tables and views of an empty model, with its cursor before the first record.
[[nodiscard]] const char* schema_sql();
// What only reading needs: a model that is filled from nothing gets them at the end, in one go.
[[nodiscard]] const char* index_sql();

// All tables.
constexpr std::array<std::string_view, 26> table_names{"member",         "place",
                                                       "service",        "department",
                                                       "request",        "breach",
                                                       "offer",          "contact",
                                                       "rating",         "visit",
                                                       "booking",        "need",
                                                       "account",        "posting",
                                                       "service_record", "credited",
                                                       "suggestion",     "step",
                                                       "project",        "talent",
                                                       "talent_field",   "talent_field_name",
                                                       "talent_status",  "skill_end",
                                                       "hotline_call",   "cursor"};

}  // namespace muster::reports
