// Settings of sealing.
#pragma once

#include <boost/describe/class.hpp>
#include <string>

#include "muster/secret.hpp"

namespace muster::seal {

// Of [sealing].
struct SealingOptions {
    // Off: what is written from now on is not sealed; what is sealed stays so and is read as ever.
    bool on = true;
    // What the keys of people are sealed with. Nowhere given: the file `master.key` in the data
    // folder, made at the first start, which keeps nothing from who copies the whole folder.
    Secret master_key{.shortest_bytes = 32};
    // Prints the master key instead, such as one that a TPM or a key server holds; run by the shell
    // at the start.
    std::string master_key_command;
    // The public half of a recovery key, as `muster keys new-recovery` prints it: a backup then
    // holds the keys, sealed so that only its secret half opens them.
    std::string recovery_key;
};
BOOST_DESCRIBE_STRUCT(SealingOptions, (), (on, master_key, master_key_command, recovery_key))

}  // namespace muster::seal
