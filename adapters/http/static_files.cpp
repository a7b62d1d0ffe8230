#include "adapters/http/static_files.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

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

std::optional<std::string> StaticFiles::load(const std::string& folder, std::size_t max_bytes,
                                             std::size_t max_files) {
    std::error_code error;
    fs::recursive_directory_iterator it(folder, error);
    if (error) return folder + ": " + error.message();
    std::size_t bytes = 0;
    for (; it != fs::recursive_directory_iterator(); it.increment(error)) {
        const fs::path& path = it->path();
        if (path.filename().native().starts_with('.') || path.filename() == "node_modules" ||
            it->is_symlink(error)) {
            it.disable_recursion_pending();
            continue;
        }
        const std::string_view content_type = content_type_of(path.native());
        if (content_type.empty() || !it->is_regular_file(error)) continue;
        std::ifstream in(path, std::ios::binary);
        std::string content{std::istreambuf_iterator<char>(in), {}};
        if (!in) return path.string() + ": cannot be read";
        bytes += content.size();
        if (bytes > max_bytes || files_.size() == max_files) {
            return folder + ": more pages than console_bytes or console_files allow";
        }
        StaticFile file;
        file.etag = '"' + gate::to_hex(gate::sha256(content)).substr(0, 32) + '"';
        std::string url = '/' + path.lexically_relative(folder).generic_string();
        file.content_type = content_type;
        file.content = std::make_shared<const std::string>(std::move(content));
        files_.emplace(std::move(url), std::move(file));
    }
    if (error) return folder + ": " + error.message();
    return std::nullopt;
}

const StaticFile* StaticFiles::find(std::string_view path) const {
    if (path.ends_with('/')) {
        const auto index = files_.find(std::string(path) + "index.html");
        return index == files_.end() ? nullptr : &index->second;
    }
    const auto file = files_.find(path);
    return file == files_.end() ? nullptr : &file->second;
}

}  // namespace muster::http
