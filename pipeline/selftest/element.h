// Data elements as the self-test makes them: a tree, written down in any
// encoding. Values are bytes already; nothing is looked at.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/core/encoding.h"
#include "kernels/core/tag.h"
#include "kernels/core/vr.h"

namespace dcmscrub {

struct TestElement {
  Tag tag;
  Vr vr = Vr::kNone;
  std::string value;
  // Of a sequence: VR SQ, or UN where it is to be found out.
  std::vector<std::vector<TestElement>> items;
};
using TestItem = std::vector<TestElement>;  // ascending by tag

// Puts an element in its place, instead of one of the same tag.
void Put(TestItem& item, TestElement element);

// A sequence of one item that holds one element.
TestElement SequenceOf(Tag sequence, TestElement element);

// One element with its header, padded; sequences with defined lengths.
std::string Encode(const TestElement& element, Encoding encoding);

}  // namespace dcmscrub
