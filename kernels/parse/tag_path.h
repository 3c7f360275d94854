// Where an element stands, for messages: allocates.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "kernels/core/text.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

// "(0040,0275)[1]/(0008,0050)", items counted from 1.
inline std::string TagPath(std::span<const Element> elements, std::uint32_t i) {
  std::string path = TagText(elements[i].tag);
  for (std::uint32_t item = elements[i].parent; item != kNoElement;
       item = elements[elements[item].parent].parent) {
    const std::uint32_t sequence = elements[item].parent;
    int number = 1;
    for (std::uint32_t at = sequence + 1; at != item; at = elements[at].next) {
      ++number;
    }
    path = TagText(elements[sequence].tag) + "[" + std::to_string(number) +
           "]/" + path;
  }
  return path;
}

}  // namespace dcmscrub
