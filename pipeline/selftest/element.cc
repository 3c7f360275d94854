#include "pipeline/selftest/element.h"

#include <algorithm>
#include <utility>

#include "kernels/core/element_writer.h"

namespace dcmscrub {
namespace {

void Append(const TestElement& element, Encoding encoding, Arena& arena);

void AppendItems(const TestElement& element, Encoding encoding, Arena& arena) {
  for (const TestItem& item : element.items) {
    const std::size_t begin = arena.size();
    for (const TestElement& inside : item) Append(inside, encoding, arena);
    PutHeaderBefore(arena, begin, tags::kItem, Vr::kNone, encoding);
  }
}

void Append(const TestElement& element, Encoding encoding, Arena& arena) {
  const std::size_t begin = arena.size();
  AppendBytes(arena, AsBytes(element.value));
  AppendItems(element, encoding, arena);
  PutHeaderBefore(arena, begin, element.tag, element.vr, encoding);
}

}  // namespace

void Put(TestItem& item, TestElement element) {
  const auto at =
      std::ranges::lower_bound(item, element.tag, {}, &TestElement::tag);
  if (at != item.end() && at->tag == element.tag) {
    *at = std::move(element);
  } else {
    item.insert(at, std::move(element));
  }
}

TestElement SequenceOf(Tag sequence, TestElement element) {
  TestElement outer{sequence, Vr::kSQ, "", {}};
  outer.items.push_back({std::move(element)});
  return outer;
}

std::string Encode(const TestElement& element, Encoding encoding) {
  Arena arena;
  Append(element, encoding, arena);
  return std::string(arena.begin(), arena.end());
}

}  // namespace dcmscrub
