#include "tests/support/index_dump.h"

#include <algorithm>
#include <cstdio>

#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

std::string Name(const Element& element) {
  if (element.is_item()) return "item";
  std::string name =
      TagText(element.tag) + " " + std::string(VrName(element.vr));
  const bool explicit_vr = element.has(Element::kExplicitVr);
  if (explicit_vr && element.written_vr != element.vr) {
    name += '<';
    name += VrName(element.written_vr);
  }
  return name;
}

std::string Place(const Element& element) {
  std::string text = std::to_string(element.offset) + ":" +
                     std::to_string(element.header_size) + "+" +
                     std::to_string(element.value_length);
  if (element.delimiter_size != 0) {
    text += '+';
    text += std::to_string(element.delimiter_size);
  }
  return text;
}

std::string Oddities(const Element& element, Encoding usual) {
  std::string text;
  if (element.has(Element::kLengthUndefined)) text += " undefined";
  if (element.has(Element::kEncapsulated)) text += " fragments";
  if (element.has(Element::kUnordered)) text += " unordered";
  if (element.has(Element::kOpaque)) text += " opaque";
  if (element.has(Element::kUnended)) text += " unended";
  const Encoding encoding = element.encoding();
  if (encoding.explicit_vr != usual.explicit_vr) {
    text += encoding.explicit_vr ? " explicit" : " implicit";
  }
  if (encoding.order != usual.order) text += " little";
  return text;
}

std::string Value(Bytes value) {
  const bool text =
      std::ranges::all_of(value,
                          [](std::uint8_t byte) {
                            return byte == 0 || (byte >= ' ' && byte < 0x7F);
                          }) &&
      std::ranges::any_of(value, [](std::uint8_t byte) { return byte > ' '; });
  std::string out = text ? "\"" : "";
  for (const std::uint8_t byte : value) {
    char hex[3];
    std::snprintf(hex, sizeof hex, "%02X", byte);
    if (!text) {
      out += hex;
    } else if (byte == 0) {
      out += "\\0";
    } else {
      out += static_cast<char>(byte);
    }
  }
  return text ? out + "\"" : out;
}

}  // namespace

std::string DumpFault(const Fault& fault) {
  if (!fault) return "";
  std::string text = "fault: " + std::string(ErrorName(fault.error)) + " " +
                     TagText(fault.tag) + " @" + std::to_string(fault.offset);
  if (fault.detail != 0) text += " by " + std::to_string(fault.detail);
  return text + "\n";
}

std::string DumpWarnings(WarningSet warnings) {
  if (warnings.empty()) return "";
  std::string text = "warnings:";
  for (int i = 0; i < kWarningCount; ++i) {
    const auto warning = static_cast<Warning>(i);
    if (!warnings.Has(warning)) continue;
    text += ' ';
    text += WarningName(warning);
  }
  return text + "\n";
}

std::string DumpIndex(const ElementIndex& index) {
  std::string text;
  for (const Element& element : index.elements()) {
    text += std::string(2 * element.depth, ' ') + Name(element) + " " +
            Place(element) + Oddities(element, index.encoding()) + "\n";
  }
  if (index.unordered()) text += "unordered\n";
  return text + DumpWarnings(index.warnings()) + DumpFault(index.fault());
}

std::string DumpValues(const ElementIndex& index, Bytes stream) {
  std::string text;
  for (const Element& element : index.elements()) {
    text += std::string(2 * element.depth, ' ');
    text += element.is_item() ? "item" : TagText(element.tag);
    if (element.has(Element::kExplicitVr) && !element.is_item()) {
      text += ' ';
      text += VrName(element.written_vr);
    }
    if (element.has(Element::kLengthUndefined)) text += " undefined";
    if (!element.has(Element::kContainer)) {
      const std::string value =
          Value(stream.subspan(element.value_offset(), element.value_length));
      if (!value.empty()) text += ' ';
      text += value;
    } else if (!element.has(Element::kLengthUndefined)) {
      text += ' ';
      text += std::to_string(element.value_length);
    }
    text += "\n";
  }
  return text;
}

}  // namespace dcmscrub
