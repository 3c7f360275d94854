#include "kernels/clean/dummy_writer.h"

#include <algorithm>

#include "kernels/clean/value_ops.h"

namespace dcmscrub {
namespace {

// Numbers stand in the rules in little endian.
void SwapNumbers(std::span<std::uint8_t> bytes, std::size_t unit) {
  for (std::size_t at = 0; at + unit <= bytes.size(); at += unit) {
    std::ranges::reverse(bytes.subspan(at, unit));
  }
}

void AppendDummyElement(Arena& arena, const DummyElement& element,
                        Encoding encoding) {
  AppendElement(arena, element.tag, element.vr, element.value, encoding);
  const VrTraits& traits = Traits(element.vr);
  if (encoding.order == ByteOrder::kBig && !traits.text) {
    SwapNumbers(std::span(arena).last(element.value.size()), traits.unit);
  }
}

void OpenItem(Arena& arena, Encoding encoding) {
  AppendHeader(arena, tags::kItem, Vr::kNone, kUndefinedLength, encoding);
}

void CloseItem(Arena& arena, Encoding encoding) {
  AppendHeader(arena, tags::kItemDelimitation, Vr::kNone, 0, encoding);
}

// Of undefined length, as are the sequences in it, so that nothing need be
// known in advance.
void AppendItem(Arena& arena, std::span<const DummyElement> elements,
                Encoding encoding) {
  OpenItem(arena, encoding);
  int level = 0;
  const auto close_to = [&](int to) {
    for (; level > to; --level) {
      CloseItem(arena, encoding);
      AppendHeader(arena, tags::kSequenceDelimitation, Vr::kNone, 0, encoding);
    }
  };
  for (const DummyElement& element : elements) {
    close_to(element.level);
    if (element.vr != Vr::kSQ) {
      AppendDummyElement(arena, element, encoding);
      continue;
    }
    AppendHeader(arena, element.tag, Vr::kSQ, kUndefinedLength, encoding);
    OpenItem(arena, encoding);
    ++level;
  }
  close_to(0);
  CloseItem(arena, encoding);
}

Bytes DocumentFor(const RuleTable& rules, std::string_view mime_type) {
  for (const DummyDocument& document : rules.dummies.documents) {
    if (document.mime_type == mime_type) return document.bytes;
  }
  static constexpr std::uint8_t kNothing[2] = {};
  return kNothing;
}

}  // namespace

void AppendDummy(Arena& arena, const RuleTable& rules, const Rule& rule,
                 const Dummy* dummy, Vr vr, std::string_view mime_type,
                 Encoding encoding) {
  if (vr == Vr::kSQ) {
    AppendItem(arena,
               dummy == nullptr ? std::span<const DummyElement>() : dummy->item,
               encoding);
  } else if (rule.tag == tags::kEncapsulatedDocument) {
    AppendBytes(arena, DocumentFor(rules, mime_type));
  } else if (dummy != nullptr) {
    AppendBytes(arena, AsBytes(dummy->value));
  } else {
    AppendDummyValue(arena, vr, rule.values);
  }
}

}  // namespace dcmscrub
