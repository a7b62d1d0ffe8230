// Where in S3 the files of a target lie.
#pragma once

#include <string>

#include "engine/app/offsite/options.hpp"

namespace muster::app {

struct S3Place {
    std::string url;     // of the bucket, without a slash at its end
    std::string prefix;  // of the files' names: empty, or with a slash at its end
};
// Precondition: check(options) finds nothing.
[[nodiscard]] S3Place s3_place(const OffsiteOptions& options);

// As a value in a question: all but letters, digits, '-', '_', '.' and '~' as %XX, as it is signed.
[[nodiscard]] std::string in_question(const std::string& value);

}  // namespace muster::app
