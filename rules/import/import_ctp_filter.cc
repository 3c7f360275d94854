#include "rules/import/import_ctp_filter.h"

#include <absl/strings/str_format.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "rules/import/ctp_filter.h"
#include "rules/import/import_place.h"
#include "rules/import/import_writer.h"

namespace dcmscrub {
namespace {

using Kind = ConditionTree::Kind;

// Lines of offsets that come in their order, each byte looked at once.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}

  std::uint64_t LineOf(std::size_t offset) {
    for (; at_ < offset; ++at_) line_ += text_[at_] == '\n' ? 1 : 0;
    return line_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
};

// What a filter lets through has to fulfil each of its parts.
absl::StatusOr<ImportResult> ImportFilter(std::string_view name,
                                          std::string_view text) {
  ConditionTree tree;
  ConditionMistake mistake;
  if (!ReadCtpFilter(text, tree, mistake)) {
    return ImportMistake(PlaceOf(text, mistake.at), mistake.why);
  }
  ImportWriter writer("a script of CTP's DicomFilter", name);
  writer.AddComment("what a filter does not let through is quarantined");
  std::vector<ConditionTree> parts;
  if (tree.kind == Kind::kAnd) {
    parts = std::move(tree.parts);
  } else {
    parts.push_back(std::move(tree));
  }
  LineCounter lines(text);
  for (ConditionTree& part : parts) {
    const std::string source =
        absl::StrFormat("line %d, %s", lines.LineOf(part.begin),
                        text.substr(part.begin, part.end - part.begin));
    const ConditionTree held = Negated(std::move(part));
    if (const std::string_view why = WhyLeft(held); !why.empty()) {
      writer.AddLeft(source, why);
    } else if (held.kind == Kind::kFalse) {
      writer.AddComment(source + ": lets everything through");
    } else if (held.kind == Kind::kTrue) {
      writer.AddLeft(source, "it would leave out every object");
    } else {
      writer.AddRules({"quarantine where " + ConditionText(held)}, source);
    }
  }
  return writer.Finish();
}

absl::StatusOr<ImportResult> ImportPixelScript(std::string_view name,
                                               std::string_view text) {
  std::vector<CtpSignature> signatures;
  ConditionMistake mistake;
  if (!ReadCtpPixelScript(text, signatures, mistake)) {
    return ImportMistake(PlaceOf(text, mistake.at), mistake.why);
  }
  ImportWriter writer("a script of CTP's DicomPixelAnonymizer", name);
  writer.AddComment(
      "This script masks regions of pixels. Rules have no word for that in "
      "this version: NOTHING of it is carried out.");
  writer.AddComment(
      "To hold such objects back, take the # off the line below each.");
  LineCounter lines(text);
  for (CtpSignature& signature : signatures) {
    std::string source = absl::StrFormat(
        "line %d, {%s}", lines.LineOf(signature.begin), signature.condition);
    for (const std::string& region : signature.regions) source += " " + region;
    writer.AddLeft(source, "regions cannot be masked by rules");
    const ConditionTree tree = Simplified(std::move(signature.tree));
    std::string why;
    const std::string rule = "quarantine where " + ConditionText(tree);
    if (WhyLeft(tree).empty() && writer.Accepts({rule}, why)) {
      writer.AddProposal(rule);
    }
  }
  return writer.Finish();
}

}  // namespace

absl::StatusOr<ImportResult> ImportCtpFilter(std::string_view name,
                                             std::string_view text) {
  const std::string plain = WithoutCtpComments(text);
  return HasCtpSignatures(text) ? ImportPixelScript(name, text)
                                : ImportFilter(name, plain);
}

}  // namespace dcmscrub
