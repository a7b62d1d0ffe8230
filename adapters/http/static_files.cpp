#include "adapters/http/static_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "adapters/http/http_codec.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::http {

namespace fs = std::filesystem;

std::string_view content_type_of(std::string_view path) {
    // What a page loads. Documents, manifests of packages and sources' maps are none of that.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 13> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".wasm", "application/wasm"},
        {".geojson", "application/geo+json"},
    }};
    for (const auto& [ending, type] : types) {
        if (path.ends_with(ending)) return type;
    }
    return {};
}

namespace {

// The name that a file is a form of, without the ending of its coding.
std::string_view coding_of(std::string& name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> codings{
        {{".br", "br"}, {".gz", "gzip"}}};
    for (const auto& [ending, coding] : codings) {
        if (!name.ends_with(ending)) continue;
        name.resize(name.size() - ending.size());
        return coding;
    }
    return "identity";
}

bool is_missing(const std::error_code& error) {
    return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
}

}  // namespace

const StaticForm& StaticFile::best_form(std::string_view accept_encoding) const {
    const StaticForm* best = &forms.front();
    // Whoever does not send the header may take anything; what is sure to be read is no coding.
    if (accept_encoding.empty()) return *best;
    int most = coding_weight(accept_encoding, best->coding);
    for (const StaticForm& form : forms) {
        const int weight = coding_weight(accept_encoding, form.coding);
        const bool shorter = form.content->size() < best->content->size();
        if (weight < most || weight == 0 || (weight == most && !shorter)) continue;
        best = &form;
        most = weight;
    }
    return *best;
}

std::optional<std::string> StaticFiles::load(const std::string& folder, std::size_t max_bytes,
                                             std::size_t max_files) {
    std::error_code error;
    fs::recursive_directory_iterator it(folder, error);
    if (is_missing(error)) return std::nullopt;
    if (error) return folder + ": " + error.message();
    std::size_t bytes = 0;
    std::size_t files = 0;
    for (; it != fs::recursive_directory_iterator(); it.increment(error)) {
        const fs::path& path = it->path();
        if (path.filename().native().starts_with('.') || path.filename() == "node_modules" ||
            it->is_symlink(error)) {
            it.disable_recursion_pending();
            continue;
        }
        std::string url = '/' + path.lexically_relative(folder).generic_string();
        const std::string_view coding = coding_of(url);
        const std::string_view content_type = content_type_of(url);
        if (content_type.empty() || !it->is_regular_file(error)) continue;
        std::ifstream in(path, std::ios::binary);
        std::string content{std::istreambuf_iterator<char>(in), {}};
        if (!in) return path.string() + ": cannot be read";
        bytes += content.size();
        if (bytes > max_bytes || ++files > max_files) {
            return folder + ": more pages than console_bytes or console_files allow";
        }
        StaticForm form;
        form.coding = coding;
        form.etag = '"' + gate::to_hex(gate::sha256(content)).substr(0, 32) + '"';
        form.content = std::make_shared<const std::string>(std::move(content));
        StaticFile& file = files_[url];
        file.content_type = content_type;
        file.never_changes = url.starts_with("/assets/");
        const auto place = coding == "identity" ? file.forms.begin() : file.forms.end();
        file.forms.insert(place, std::move(form));
    }
    if (error) return folder + ": " + error.message();
    std::erase_if(
        files_, [](const auto& entry) { return entry.second.forms.front().coding != "identity"; });
    return std::nullopt;
}

const StaticFile* StaticFiles::find(std::string_view path) const {
    const auto exactly = [this](std::string_view url) {
        const auto file = files_.find(url);
        return file == files_.end() ? nullptr : &file->second;
    };
    const auto* const file = exactly(std::string(path) + (path.ends_with('/') ? "index.html" : ""));
    if (file != nullptr || !is_page_address(path)) return file;
    // The page with the longest name that the address is, or lies below.
    std::string page(path.substr(0, path.find_last_not_of('/') + 1));
    while (!page.empty()) {
        const std::size_t size = page.size();
        page += ".html";
        if (const auto* const found = exactly(page)) return found;
        page.resize(page.rfind('/', size - 1));
    }
    return nullptr;
}

bool StaticFiles::has_page() const {
    return std::any_of(files_.begin(), files_.end(),
                       [](const auto& entry) { return entry.first.ends_with(".html"); });
}

bool is_page_address(std::string_view path) {
    path = path.substr(0, path.find_last_not_of('/') + 1);
    return path.find('.', path.rfind('/') + 1) == std::string_view::npos;
}

}  // namespace muster::http
