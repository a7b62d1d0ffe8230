// WebDAV, RFC 4918: a file is put under another name, read back, and moved to its own.
#include <pugixml.hpp>
#include <string_view>
#include <utility>

#include "engine/app/offsite/arrival.hpp"
#include "engine/app/offsite/target.hpp"
#include "engine/app/offsite/transfer.hpp"

namespace muster::app {
namespace {

// Whatever prefix the server has for the name space "DAV:".
std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

pugi::xml_node below(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_node& child : node.children())
        if (without_prefix(child.name()) == name) return child;
    return {};
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The last part of an address; empty for a folder, which ends with a slash.
std::string name_in(std::string_view href) {
    const std::string_view last = href.substr(href.rfind('/') + 1);
    std::string name;
    for (std::size_t i = 0; i < last.size(); ++i) {
        if (last[i] == '%' && i + 2 < last.size() && digit_of(last[i + 1]) >= 0 &&
            digit_of(last[i + 2]) >= 0) {
            name += static_cast<char>(digit_of(last[i + 1]) * 16 + digit_of(last[i + 2]));
            i += 2;
        } else {
            name += last[i];
        }
    }
    return name;
}

void take_response(const pugi::xml_node& response, std::vector<KeptFile>& found) {
    for (const pugi::xml_node& stat : response.children()) {
        if (without_prefix(stat.name()) != "propstat") continue;
        const pugi::xml_node prop = below(stat, "prop");
        if (below(below(prop, "resourcetype"), "collection")) return;
        const pugi::xml_node length = below(prop, "getcontentlength");
        const std::string name = name_in(below(response, "href").child_value());
        if (!length || name.empty()) continue;
        found.push_back({name, length.text().as_ullong()});
        return;
    }
}

class WebdavTarget final : public Target {
  public:
    explicit WebdavTarget(const OffsiteOptions& options)
        : folder_(options.target), wire_(options, "") {
        if (folder_.back() != '/') folder_ += '/';
    }

    std::string where() const override { return folder_; }

    Expected<std::vector<KeptFile>, std::string> list() override {
        const Transfer ask{
            .method = "PROPFIND",
            .url = folder_,
            .headers = {"Depth: 1", "Content-Type: application/xml"},
            .body =
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind xmlns=\"DAV:\"><prop>"
                "<getcontentlength/><resourcetype/></prop></propfind>"};
        const auto reply = wire_.run(ask);
        if (!reply) return reply.error();
        std::vector<KeptFile> found;
        if (reply->status == 404) return found;
        if (reply->status != 207) return refusal(ask, *reply);
        pugi::xml_document xml;
        const auto read = xml.load_buffer(reply->body.data(), reply->body.size());
        const pugi::xml_node all = below(xml, "multistatus");
        if (!read || !all) return folder_ + " lists its files in XML that cannot be read";
        for (const pugi::xml_node& response : all.children())
            if (without_prefix(response.name()) == "response") take_response(response, found);
        return found;
    }

    Failed put(const Parcel& parcel, const std::string& name, const Moved& moved) override {
        const std::string underway = folder_ + name + underway_suffix;
        auto wrong = upload(parcel, underway, moved);
        if (!wrong) wrong = compare(parcel, underway);
        if (!wrong) wrong = rename(underway, folder_ + name);
        // The error of before says more than one of tidying up.
        if (wrong) static_cast<void>(wire_.run({.method = "DELETE", .url = underway}));
        return wrong;
    }

    Failed get(const KeptFile& kept, const std::filesystem::path& into,
               const Moved& moved) override {
        Arrival arrival(into);
        const Transfer ask{.method = "GET",
                           .url = folder_ + kept.name,
                           .take = [&](std::string_view piece) { return arrival.add(piece); },
                           .moved = moved,
                           .expected = kept.bytes};
        const auto reply = wire_.run(ask);
        if (!arrival.error().empty()) return arrival.error();
        if (!reply) return reply.error();
        if (!reply->good()) return refusal(ask, *reply);
        return arrival.keep(kept.bytes);
    }

    Failed remove(const std::string& name) override {
        const Transfer ask{.method = "DELETE", .url = folder_ + name};
        const auto reply = wire_.run(ask);
        if (!reply) return reply.error();
        if (!reply->good() && reply->status != 404) return refusal(ask, *reply);
        return std::nullopt;
    }

  private:
    [[nodiscard]] Failed upload(const Parcel& parcel, const std::string& url, const Moved& moved) {
        const Piece piece{parcel.file, 0, parcel.bytes};
        const Transfer ask{.method = "PUT",
                           .url = url,
                           .headers = {"Content-Type: application/octet-stream"},
                           .piece = &piece,
                           .moved = moved};
        for (const bool again : {false, true}) {
            const auto reply = wire_.run(ask);
            if (!reply) return reply.error();
            if (reply->good()) break;
            // 409 and 404: the folder is not there yet.
            if (again || (reply->status != 409 && reply->status != 404)) {
                return refusal(ask, *reply);
            }
            if (auto wrong = make(folder_)) return wrong;
        }
        return std::nullopt;
    }

    // The folder, and those above it that are not there.
    [[nodiscard]] Failed make(const std::string& folder) {
        const Transfer ask{.method = "MKCOL", .url = folder};
        auto reply = wire_.run(ask);
        if (!reply) return reply.error();
        if (reply->status == 409 && folder.size() > folder.find("//") + 3) {
            const std::size_t slash = folder.rfind('/', folder.size() - 2);
            if (slash > folder.find("//") + 1) {
                if (auto wrong = make(folder.substr(0, slash + 1))) return wrong;
                reply = wire_.run(ask);
                if (!reply) return reply.error();
            }
        }
        // 405: somebody has made it meanwhile.
        if (!reply->good() && reply->status != 405) return refusal(ask, *reply);
        return std::nullopt;
    }

    [[nodiscard]] Failed compare(const Parcel& parcel, const std::string& url) {
        Comparison comparison(parcel);
        const Transfer ask{.method = "GET",
                           .url = url,
                           .headers = {"Cache-Control: no-cache"},
                           .take = [&](std::string_view piece) { return comparison.add(piece); }};
        const auto reply = wire_.run(ask);
        if (!reply) return reply.error();
        if (!reply->good()) return refusal(ask, *reply);
        return comparison.verdict(url);
    }

    [[nodiscard]] Failed rename(const std::string& from, const std::string& to) {
        const Transfer ask{
            .method = "MOVE", .url = from, .headers = {"Destination: " + to, "Overwrite: T"}};
        const auto reply = wire_.run(ask);
        if (!reply) return reply.error();
        if (reply->status == 502) {
            return refusal(ask, *reply) +
                   ": the server takes the destination for another one; behind a proxy it must be "
                   "told the address that it is reached by";
        }
        if (!reply->good()) return refusal(ask, *reply);
        return std::nullopt;
    }

    std::string folder_;
    Wire wire_;
};

}  // namespace

std::unique_ptr<Target> webdav_target(const OffsiteOptions& options) {
    return std::make_unique<WebdavTarget>(options);
}

}  // namespace muster::app
