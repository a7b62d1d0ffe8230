// Where FHIR resources go: one file of lines (.ndjson), one bundle (.json), or a folder with a file
// of lines for each type, as FHIR Bulk Data has it. The same resources give the same bytes.
#pragma once

#include <boost/json/object.hpp>
#include <fstream>
#include <map>
#include <optional>
#include <string>

namespace muster::app::fhir {

class FhirFile {
  public:
    // Errors are kept until close().
    explicit FhirFile(std::string name);

    void add(const boost::json::object& resource);
    // To be called once, at the end: only then the name is there. What went wrong, or nothing.
    [[nodiscard]] std::optional<std::string> close();
    [[nodiscard]] std::size_t count() const { return count_; }

  private:
    enum class Form : unsigned char { lines, bundle, folder };

    [[nodiscard]] std::ofstream& file_of(const std::string& type);

    std::string name_;
    Form form_;
    std::map<std::string, std::ofstream> files_;  // by the name that each will have
    std::size_t count_ = 0;
};

}  // namespace muster::app::fhir
