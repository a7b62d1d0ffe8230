#include "engine/app/fhir/fhir_file.hpp"

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <utility>

#include "engine/app/fhir/resources.hpp"

namespace muster::app::fhir {
namespace {

// References are found in a bundle by the address that its entries have; nobody answers there.
constexpr const char* base = "https://muster.invalid/fhir/";
constexpr const char* beside = ".new";

}  // namespace

FhirFile::FhirFile(std::string name) : name_(std::move(name)), form_(Form::folder) {
    if (name_.ends_with(".ndjson")) form_ = Form::lines;
    if (name_.ends_with(".json")) form_ = Form::bundle;
    if (form_ == Form::folder) {
        std::error_code ignored;  // then no file can be opened in it either
        std::filesystem::create_directories(name_, ignored);
    }
    if (form_ == Form::bundle) {
        file_of("") << R"({"resourceType":"Bundle","type":"collection","entry":[)";
    }
}

std::ofstream& FhirFile::file_of(const std::string& type) {
    const std::string name = form_ == Form::folder ? name_ + "/" + type + ".ndjson" : name_;
    const auto [file, fresh] = files_.try_emplace(name);
    if (fresh) file->second.open(name + beside, std::ios::binary | std::ios::trunc);
    return file->second;
}

void FhirFile::add(const boost::json::object& resource) {
    std::ofstream& file = file_of(std::string(resource.at("resourceType").as_string()));
    if (form_ == Form::bundle) {
        file << (count_ == 0 ? "\n" : ",\n") << R"({"fullUrl":")" << base << reference_of(resource)
             << R"(","resource":)" << boost::json::serialize(resource) << '}';
    } else {
        file << boost::json::serialize(resource) << '\n';
    }
    ++count_;
}

std::optional<std::string> FhirFile::close() {
    if (form_ == Form::bundle) file_of("") << "\n]}\n";
    if (form_ == Form::lines) (void)file_of("");  // an empty file is one too
    for (auto& [name, file] : files_) {
        file.close();
        std::error_code failed;
        if (file) std::filesystem::rename(name + beside, name, failed);
        if (!file || failed) return "\"" + name + "\" cannot be written";
    }
    return std::nullopt;
}

}  // namespace muster::app::fhir
