// The file around the data set: PS3.10 7.1, docs/profile.md, "What is written".
#include <algorithm>
#include <array>
#include <string>

#include "kernels/core/encoding.h"
#include "kernels/core/text.h"
#include "pipeline/verify/object.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kOurClass =
    "2.25.80972230476628241474799398806409722364";
constexpr std::string_view kOurVersion = "DCMSCRUB_";

constexpr Tag kMetaLengthTag{0x0002, 0x0000};
constexpr Tag kTransferSyntaxTag{0x0002, 0x0010};

// All that the program writes.
constexpr std::array kWritten = {
    kMetaLengthTag,      Tag(0x0002, 0x0001), Tag(0x0002, 0x0002),
    Tag(0x0002, 0x0003), kTransferSyntaxTag,  Tag(0x0002, 0x0012),
    Tag(0x0002, 0x0013),
};
constexpr std::array kAeTitles = {
    Tag(0x0002, 0x0016), Tag(0x0002, 0x0017), Tag(0x0002, 0x0018),
    Tag(0x0002, 0x0026), Tag(0x0002, 0x0027), Tag(0x0002, 0x0028),
};
constexpr std::array kPrivateInformation = {
    Tag(0x0002, 0x0100),
    Tag(0x0002, 0x0102),
};

bool Has(const auto& tags, Tag tag) {
  return std::ranges::find(tags, tag) != tags.end();
}

std::uint32_t NumberOf(std::string_view bytes) {
  return bytes.size() < 4
             ? 0
             : Load<std::uint32_t>(AsBytes(bytes).data(), ByteOrder::kLittle);
}

void CheckMetaElements(const VerifyObject& file) {
  for (const GdcmElement& element : file.object.meta()) {
    const std::string path = TagText(element.tag);
    if (Has(kAeTitles, element.tag)) {
      file.findings.Add(Check::kMetaAeTitle, path);
    } else if (Has(kPrivateInformation, element.tag)) {
      file.findings.Add(Check::kMetaPrivate, path);
    } else if (!Has(kWritten, element.tag)) {
      file.findings.Add(Check::kMetaOther, path);
    }
  }
}

void CheckMeta(const VerifyObject& file) {
  constexpr std::uint64_t kLengthElement = 12;
  const GdcmObject& object = file.object;
  FileFindings& findings = file.findings;
  const GdcmElement* const length = object.FindMeta(kMetaLengthTag);
  if (length == nullptr || object.preamble().empty()) {
    findings.Add(Check::kMetaMissing, TagText(kMetaLengthTag));
    return;
  }
  if (NumberOf(length->value) + kLengthElement != object.meta_size()) {
    findings.Add(Check::kMetaLength, TagText(kMetaLengthTag));
  }
  if (object.MetaText(Tag(0x0002, 0x0002)) != object.Text(tags::kSopClassUid)) {
    findings.Add(Check::kMetaSopClass, "(0002,0002)");
  }
  if (object.MetaText(Tag(0x0002, 0x0003)) !=
      object.Text(tags::kSopInstanceUid)) {
    findings.Add(Check::kMetaSopInstance, "(0002,0003)");
  }
  if (!FindTransferSyntax(object.transfer_syntax())) {
    findings.Add(Check::kMetaTransferSyntax, TagText(kTransferSyntaxTag));
  }
  if (object.MetaText(Tag(0x0002, 0x0012)) != kOurClass ||
      !object.MetaText(Tag(0x0002, 0x0013)).starts_with(kOurVersion)) {
    findings.Add(Check::kMetaImplementation, "(0002,0012)");
  }
  CheckMetaElements(file);
}

}  // namespace

void CheckFile(const VerifyObject& file) {
  const std::string_view preamble = file.object.preamble();
  if (std::ranges::any_of(preamble, [](char c) { return c != '\0'; })) {
    file.findings.Add(Check::kPreamble);
  }
  CheckMeta(file);
  if (file.object.unread_bytes() != 0) {
    file.findings.Add(Check::kTrailingBytes);
  }
}

}  // namespace dcmscrub
