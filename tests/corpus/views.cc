#include "tests/corpus/views.h"

#include <gdcmReader.h>
#include <gdcmSequenceOfFragments.h>
#include <gdcmSequenceOfItems.h>
#include <gdcmTrace.h>

#include <algorithm>
#include <cstdio>
#include <regex>
#include <sstream>

#include "kernels/core/dictionary.h"
#include "kernels/parse/file_prefix.h"
#include "kernels/parse/inflate.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kInflateLimit = std::uint64_t{256} << 20;

std::string Line(int depth, unsigned group, unsigned element,
                 const std::string& length) {
  char text[64];
  std::snprintf(text, sizeof text, "%d %04x,%04x ", depth, group, element);
  return text + length;
}

void AppendGdcm(const gdcm::DataSet& data_set, int depth, View& view) {
  for (const gdcm::DataElement& element : data_set.GetDES()) {
    const gdcm::Tag tag = element.GetTag();
    const auto add = [&](const std::string& length) {
      view.push_back(Line(depth, tag.GetGroup(), tag.GetElement(), length));
    };
    if (element.GetSequenceOfFragments() != nullptr) {
      add("fragments");
      continue;
    }
    const bool may_be_sequence = element.GetVR() == gdcm::VR::SQ ||
                                 element.GetVR() == gdcm::VR::UN ||
                                 element.GetVR() == gdcm::VR::INVALID;
    const auto sequence = may_be_sequence ? element.GetValueAsSQ() : nullptr;
    if (sequence == nullptr) {
      const gdcm::ByteValue* value = element.GetByteValue();
      const Vr known = DictionaryVr(Tag(tag.GetGroup(), tag.GetElement()));
      if (element.GetVR() == gdcm::VR::SQ || known == Vr::kSQ) {
        add("SQ");
      } else {
        add(std::to_string(
            value == nullptr ? 0 : static_cast<unsigned>(value->GetLength())));
      }
      continue;
    }
    add("SQ");
    for (unsigned i = 1; i <= sequence->GetNumberOfItems(); ++i) {
      AppendGdcm(sequence->GetItem(i).GetNestedDataSet(), depth + 1, view);
    }
  }
}

}  // namespace

IndexedFile::IndexedFile(const std::string& path) : file_(ReadFile(path)) {
  const Bytes file = AsBytes(file_);
  FilePrefix prefix;
  fault_ = ReadFilePrefix(
      file.first(std::min<std::size_t>(file.size(), kFilePrefixBytes)),
      file.size(), prefix);
  if (fault_) return;
  stream_ = file;
  std::uint64_t begin = prefix.data_set_offset;
  if (prefix.syntax.deflated) {
    std::uint64_t trailing = 0;
    InflateLimits limits;
    limits.bytes = kInflateLimit;
    fault_.error = Inflate(file.subspan(begin), limits, inflated_, trailing);
    if (fault_) return;
    stream_ = inflated_;
    begin = 0;
  }
  index_.Begin(prefix.encoding, begin, stream_.size(), IndexLimits());
  if (index_.Extend({0, 0, stream_}) != ElementIndex::Status::kDone) {
    fault_ = index_.fault();
    return;
  }
  warnings_.Add(prefix.warnings);
  warnings_.Add(index_.warnings());
}

std::string IndexedFile::PathOf(const Element& element) const {
  char tag[16];
  std::snprintf(tag, sizeof tag, "(%04X,%04X)", element.tag.group(),
                element.tag.element());
  if (element.parent == kNoElement) return tag;
  const Element& item = elements()[element.parent];
  return PathOf(elements()[item.parent]) + "/" + tag;
}

View OurView(const IndexedFile& file) {
  View view;
  for (const Element& element : file.elements()) {
    if (element.is_item()) continue;
    const std::string length =
        element.has(Element::kEncapsulated) ? "fragments"
        : element.has(Element::kContainer) || element.vr == Vr::kSQ
            ? "SQ"
            : std::to_string(element.value_length);
    view.push_back(Line(element.depth / 2, element.tag.group(),
                        element.tag.element(), length));
  }
  return view;
}

View GdcmView(const std::string& path) {
  gdcm::Trace::WarningOff();
  gdcm::Trace::ErrorOff();
  gdcm::Reader reader;
  reader.SetFileName(path.c_str());
  if (!reader.Read()) return {};
  View view;
  AppendGdcm(reader.GetFile().GetDataSet(), 0, view);
  return view;
}

View DcmdumpView(const std::string& path) {
  const CommandResult dump = RunCommand("dcmdump -q " + Quoted(path));
  if (dump.status != 0) return {};
  static const std::regex element(
      R"(^( *)\(([0-9a-f]{4}),([0-9a-f]{4})\) (..) (.*)# *(\d+|u/l), *\d+ .*)");
  View view;
  std::istringstream lines(dump.output);
  std::string shown_element;  // text values may have lines of their own
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    const bool starts = begin != std::string::npos && line[begin] == '(' &&
                        line.find(',', begin) == begin + 5;
    // The dot of an expression does not match a carriage return.
    std::ranges::replace(line, '\r', ' ');
    shown_element = starts ? line : shown_element + line;
    std::smatch match;
    if (!std::regex_match(shown_element, match, element)) continue;
    shown_element.clear();
    const auto group = std::stoul(match[2], nullptr, 16);
    if (group == 0x0002 || group == 0xFFFE) continue;
    const std::string vr = match[4];
    const std::string shown = match[5];
    const std::string length = shown.starts_with("(PixelSequence") ? "fragments"
                               : shown.starts_with("(Sequence with")
                                   ? "SQ"
                                   : std::string(match[6]);
    view.push_back(Line(
        static_cast<int>(match[1].length() / 4), static_cast<unsigned>(group),
        static_cast<unsigned>(std::stoul(match[3], nullptr, 16)),
        vr == "SQ" ? "SQ" : length));
  }
  return view;
}

}  // namespace dcmscrub
