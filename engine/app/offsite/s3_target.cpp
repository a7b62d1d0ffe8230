// S3 as Amazon and many others speak it; requests are signed by version 4, which libcurl does.
#include <algorithm>
#include <pugixml.hpp>
#include <string_view>
#include <utility>

#include "engine/app/offsite/arrival.hpp"
#include "engine/app/offsite/s3_place.hpp"
#include "engine/app/offsite/target.hpp"
#include "engine/app/offsite/transfer.hpp"

namespace muster::app {
namespace {

constexpr std::uint64_t mib = 1024 * 1024;
constexpr std::uint64_t most_parts = 10'000;
constexpr const char* hash_header = "x-amz-content-sha256: ";

class S3Target final : public Target {
  public:
    explicit S3Target(const OffsiteOptions& options)
        : place_(s3_place(options)),
          target_(options.target),
          part_bytes_(options.part_mib * mib),
          wire_(options, "aws:amz:" + options.region + ":s3") {}

    std::string where() const override { return target_; }

    Expected<std::vector<KeptFile>, std::string> list() override {
        std::vector<KeptFile> found;
        std::string next;
        do {
            // The names in the order of the alphabet, as they are signed.
            std::string question = "?";
            if (!next.empty()) question += "continuation-token=" + in_question(next) + "&";
            question += "delimiter=%2F&list-type=2&prefix=" + in_question(place_.prefix);
            const Transfer ask = signed_of("GET", place_.url + "/" + question);
            const auto reply = wire_.run(ask);
            if (!reply) return reply.error();
            if (!reply->good()) return refusal(ask, *reply);
            pugi::xml_document xml;
            const auto read = xml.load_buffer(reply->body.data(), reply->body.size());
            const pugi::xml_node all = xml.child("ListBucketResult");
            if (!read || !all) return place_.url + " lists its files in XML that cannot be read";
            for (const pugi::xml_node& one : all.children("Contents")) {
                const std::string key = one.child_value("Key");
                if (!key.starts_with(place_.prefix)) continue;
                found.push_back(
                    {key.substr(place_.prefix.size()), one.child("Size").text().as_ullong()});
            }
            const std::string_view more = all.child_value("IsTruncated");
            next = more == "true" ? all.child_value("NextContinuationToken") : "";
        } while (!next.empty());
        return found;
    }

    // A file has its name only when it is there as a whole, and the server has compared the hash.
    Failed put(const Parcel& parcel, const std::string& name, const Moved& moved) override {
        const std::string url = url_of(name);
        auto wrong = parcel.bytes <= part_bytes_ ? put_whole(parcel, url, moved)
                                                 : put_parts(parcel, url, moved);
        if (wrong) return wrong;
        Comparison comparison(parcel);
        Transfer ask = signed_of("GET", url);
        ask.take = [&](std::string_view piece) { return comparison.add(piece); };
        const auto reply = wire_.run(ask);
        if (!reply) return reply.error();
        if (!reply->good()) return refusal(ask, *reply);
        wrong = comparison.verdict(url);
        if (wrong) static_cast<void>(remove(name));
        return wrong;
    }

    Failed get(const KeptFile& kept, const std::filesystem::path& into,
               const Moved& moved) override {
        Arrival arrival(into);
        Transfer ask = signed_of("GET", url_of(kept.name));
        ask.take = [&](std::string_view piece) { return arrival.add(piece); };
        ask.moved = moved;
        ask.expected = kept.bytes;
        const auto reply = wire_.run(ask);
        if (!arrival.error().empty()) return arrival.error();
        if (!reply) return reply.error();
        if (!reply->good()) return refusal(ask, *reply);
        return arrival.keep(kept.bytes);
    }

    Failed remove(const std::string& name) override {
        const Transfer ask = signed_of("DELETE", url_of(name));
        const auto reply = wire_.run(ask);
        if (!reply) return reply.error();
        if (!reply->good() && reply->status != 404) return refusal(ask, *reply);
        return std::nullopt;
    }

    // Nothing where the key may not ask.
    std::optional<std::string> warning() override {
        const auto reply = wire_.run(signed_of("GET", place_.url + "/?versioning="));
        if (!reply || !reply->good()) return std::nullopt;
        pugi::xml_document xml;
        if (!xml.load_buffer(reply->body.data(), reply->body.size())) return std::nullopt;
        const std::string_view status = xml.child("VersioningConfiguration").child_value("Status");
        if (status != "Enabled") return std::nullopt;
        return target_ +
               " keeps old versions of files. So the keys of people who were erased stay there, "
               "and what was erased can be read again: turn versioning off, or let old versions "
               "end after a day";
    }

  private:
    [[nodiscard]] std::string url_of(const std::string& name) const {
        return place_.url + "/" + place_.prefix + name;
    }

    [[nodiscard]] static Transfer signed_of(std::string method, std::string url,
                                            std::string body = {}) {
        Transfer transfer{.method = std::move(method), .url = std::move(url)};
        transfer.headers.push_back(hash_header + digest_of(body));
        transfer.body = std::move(body);
        return transfer;
    }

    [[nodiscard]] Failed put_whole(const Parcel& parcel, const std::string& url,
                                   const Moved& moved) {
        const Piece piece{parcel.file, 0, parcel.bytes};
        const Transfer ask{
            .method = "PUT",
            .url = url,
            .headers = {hash_header + parcel.sha256, "Content-Type: application/octet-stream"},
            .piece = &piece,
            .moved = moved};
        const auto reply = wire_.run(ask);
        if (!reply) return reply.error();
        if (!reply->good()) return refusal(ask, *reply);
        return std::nullopt;
    }

    [[nodiscard]] Failed put_parts(const Parcel& parcel, const std::string& url,
                                   const Moved& moved) {
        const Transfer begin = signed_of("POST", url + "?uploads=");
        const auto begun = wire_.run(begin);
        if (!begun) return begun.error();
        if (!begun->good()) return refusal(begin, *begun);
        pugi::xml_document xml;
        xml.load_buffer(begun->body.data(), begun->body.size());
        const std::string id = xml.child("InitiateMultipartUploadResult").child_value("UploadId");
        if (id.empty()) return url + ": the server begins an upload in parts and gives it no id";
        auto wrong = put_each(parcel, url, in_question(id), moved);
        // Else the parts lie there and cost money.
        if (wrong) {
            static_cast<void>(wire_.run(signed_of("DELETE", url + "?uploadId=" + in_question(id))));
        }
        return wrong;
    }

    [[nodiscard]] Failed put_each(const Parcel& parcel, const std::string& url,
                                  const std::string& id, const Moved& moved) {
        const std::uint64_t size =
            std::max(part_bytes_, (parcel.bytes + most_parts - 1) / most_parts);
        std::string parts = "<CompleteMultipartUpload>";
        std::uint64_t number = 1;
        for (std::uint64_t from = 0; from < parcel.bytes; from += size, ++number) {
            const Piece piece{parcel.file, from, std::min(size, parcel.bytes - from)};
            const auto hash = digest_of_file(piece.file, piece.from, piece.bytes);
            if (!hash) return piece.file.string() + " cannot be read to its end";
            const Transfer ask{
                .method = "PUT",
                .url = url + "?partNumber=" + std::to_string(number) + "&uploadId=" + id,
                .headers = {hash_header + *hash, "Content-Type: application/octet-stream"},
                .piece = &piece,
                .moved = [&](std::uint64_t done, std::uint64_t) {
                    if (moved) moved(from + done, parcel.bytes);
                }};
            const auto reply = wire_.run(ask);
            if (!reply) return reply.error();
            if (!reply->good()) return refusal(ask, *reply);
            parts += "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" +
                     reply->etag + "</ETag></Part>";
        }
        const Transfer end =
            signed_of("POST", url + "?uploadId=" + id, parts + "</CompleteMultipartUpload>");
        const auto reply = wire_.run(end);
        if (!reply) return reply.error();
        // It may say 200 before it knows, and in the body that it failed.
        pugi::xml_document xml;
        xml.load_buffer(reply->body.data(), reply->body.size());
        if (!reply->good() || xml.child("Error")) return refusal(end, *reply);
        return std::nullopt;
    }

    const S3Place place_;
    const std::string target_;
    const std::uint64_t part_bytes_;
    Wire wire_;
};

}  // namespace

std::unique_ptr<Target> s3_target(const OffsiteOptions& options) {
    return std::make_unique<S3Target>(options);
}

}  // namespace muster::app
