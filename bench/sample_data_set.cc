#include "bench/sample_data_set.h"

#include <utility>

namespace dcmscrub {

DataSet& DataSet::Text(std::uint16_t group, std::uint16_t element,
                       std::string_view vr, std::string_view value) {
  elements_[Tag(group, element)] = {std::string(vr), std::string(value)};
  return *this;
}

DataSet& DataSet::Numbers(std::uint16_t group, std::uint16_t element,
                          std::string_view vr,
                          std::vector<std::int64_t> values) {
  elements_[Tag(group, element)] = {std::string(vr), std::move(values)};
  return *this;
}

DataSet& DataSet::Floats(std::uint16_t group, std::uint16_t element,
                         std::string_view vr, std::vector<double> values) {
  elements_[Tag(group, element)] = {std::string(vr), std::move(values)};
  return *this;
}

DataSet& DataSet::Sequence(std::uint16_t group, std::uint16_t element,
                           std::vector<DataSet> items) {
  elements_[Tag(group, element)] = {"SQ", std::move(items)};
  return *this;
}

DataSet& DataSet::Fragments(std::vector<std::string> fragments) {
  std::vector<Fragment> content;
  content.reserve(fragments.size());
  for (std::string& bytes : fragments) content.push_back({std::move(bytes)});
  elements_[tags::kPixelData] = {"OB", std::move(content)};
  return *this;
}

DataSet& DataSet::Add(const DataSet& other) {
  for (const auto& [tag, value] : other.elements_) elements_[tag] = value;
  return *this;
}

DataSet& DataSet::Drop(std::uint16_t group, std::uint16_t element) {
  elements_.erase(Tag(group, element));
  return *this;
}

std::string_view DataSet::TextOf(std::uint16_t group,
                                 std::uint16_t element) const {
  const auto found = elements_.find(Tag(group, element));
  if (found == elements_.end()) return {};
  const auto* text = std::get_if<std::string>(&found->second.content);
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

DicomBytes DataSet::Encode(Encoding encoding, LengthForm lengths) const {
  DicomBytes out(encoding);
  for (const auto& [tag, value] : elements_) {
    const std::uint16_t group = tag.group();
    const std::uint16_t element = tag.element();
    if (const auto* text = std::get_if<0>(&value.content)) {
      out.Element(group, element, value.vr, *text);
    } else if (const auto* numbers = std::get_if<1>(&value.content)) {
      out.Numbers(group, element, value.vr, *numbers);
    } else if (const auto* floats = std::get_if<2>(&value.content)) {
      out.Floats(group, element, value.vr, *floats);
    } else if (const auto* items = std::get_if<3>(&value.content)) {
      std::vector<DicomBytes> encoded;
      for (const DataSet& item : *items) {
        encoded.push_back(item.Encode(encoding, lengths));
      }
      out.Sequence(group, element, encoded, lengths, lengths);
    } else {
      std::vector<std::string> fragments;
      for (const Fragment& fragment : std::get<4>(value.content)) {
        fragments.push_back(fragment.bytes);
      }
      out.Encapsulated(fragments, true);
    }
  }
  return out;
}

DataSet Code(std::string_view value, std::string_view scheme,
             std::string_view meaning) {
  return DataSet()
      .Text(0x0008, 0x0100, "SH", value)
      .Text(0x0008, 0x0102, "SH", scheme)
      .Text(0x0008, 0x0104, "LO", meaning);
}

std::vector<std::uint8_t> ToFile(const DataSet& data_set,
                                 std::string_view transfer_syntax,
                                 LengthForm lengths) {
  Encoding encoding = kExplicitLittle;
  for (const Encoding plain : {kImplicitLittle, kExplicitBig}) {
    if (PlainTransferSyntax(plain) == transfer_syntax) encoding = plain;
  }
  DicomBytes file;
  file.Preamble().FileMeta(transfer_syntax, data_set.TextOf(0x0008, 0x0016),
                           data_set.TextOf(0x0008, 0x0018));
  const DicomBytes body = data_set.Encode(encoding, lengths);
  if (transfer_syntax == kDeflatedExplicitVrLittleEndian) {
    file.Deflated(body);
  } else {
    file.Raw(body);
  }
  return std::move(file).bytes();
}

}  // namespace dcmscrub
