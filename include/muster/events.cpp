#include "muster/events.hpp"

namespace muster {

template class Choice<EventVariant>;

}  // namespace muster
