#pragma once

#include <string>

namespace dcmscrub {

struct KeygenFlags {
  std::string key_file;  // to make
};

}  // namespace dcmscrub
