// Lets the owner time the pipeline, which reads no clock itself.
#pragma once

#include <cstddef>

namespace muster::pipeline {

// The points of one step, in order. A step without records passes only `decided`.
enum class Stage { begun, decided, committed, published, checkpointed };

class Meter {
  public:
    virtual ~Meter() = default;
    // records: written by this step so far.
    virtual void passed(Stage stage, std::size_t records) = 0;
};

}  // namespace muster::pipeline
