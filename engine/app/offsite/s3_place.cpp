#include "engine/app/offsite/s3_place.hpp"

namespace muster::app {

S3Place s3_place(const OffsiteOptions& options) {
    const std::string rest = options.target.substr(5);
    const std::size_t slash = rest.find('/');
    const std::string bucket = rest.substr(0, slash);
    S3Place place;
    if (slash != std::string::npos) place.prefix = rest.substr(slash + 1);
    while (!place.prefix.empty() && place.prefix.back() == '/')
        place.prefix.pop_back();
    if (!place.prefix.empty()) place.prefix += '/';
    std::string endpoint = options.endpoint.empty()
                               ? "https://s3." + options.region + ".amazonaws.com"
                               : options.endpoint;
    while (endpoint.back() == '/')
        endpoint.pop_back();
    if (options.bucket_in_host) {
        endpoint.insert(endpoint.find("//") + 2, bucket + ".");
        place.url = endpoint;
    } else {
        place.url = endpoint + "/" + bucket;
    }
    return place;
}

std::string in_question(const std::string& value) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string text;
    for (const char c : value) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            text += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        text += '%';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace muster::app
