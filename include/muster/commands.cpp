#include "muster/commands.hpp"

namespace muster {

template class Choice<CommandVariant>;

}  // namespace muster
