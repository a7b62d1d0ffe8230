// The console's pages, read once at start-up and served from memory: a request is looked up by its
// exact path, so no request ever names a file of the system. Immutable after load; any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::http {

struct StaticFile {
    std::shared_ptr<const std::string> content;
    std::string_view content_type;
    std::string etag;  // with its quotes: from the content, so it survives a restart
};

class StaticFiles {
  public:
    // Reads the regular files below the folder whose kind content_type_of knows: the pages and what
    // they load. Left out besides: names that begin with a dot, node_modules, and symbolic links.
    // Returns what went wrong (no such folder, more than the limits), or nothing.
    [[nodiscard]] std::optional<std::string> load(const std::string& folder, std::size_t max_bytes,
                                                  std::size_t max_files);

    // By URL path ("/app.js"); "/" and folders mean their index.html. Null when unknown.
    [[nodiscard]] const StaticFile* find(std::string_view path) const;
    [[nodiscard]] std::size_t size() const { return files_.size(); }

  private:
    std::map<std::string, StaticFile, std::less<>> files_;
};

// By the ending of a file's name; empty when it is of no kind that is served.
[[nodiscard]] std::string_view content_type_of(std::string_view path);

}  // namespace muster::http
