#include "rules/import/import_ctp.h"

#include <absl/strings/str_format.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernels/core/ascii.h"
#include "rules/import/ctp_names.h"
#include "rules/import/ctp_script.h"
#include "rules/import/ctp_translator.h"
#include "rules/import/import_ctp_filter.h"
#include "rules/import/import_place.h"
#include "rules/import/import_tags.h"
#include "rules/import/import_writer.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

class CtpImporter {
 public:
  CtpImporter(std::string_view name, std::vector<CtpElement> elements)
      : elements_(std::move(elements)),
        writer_("a script of CTP's DicomAnonymizer", name) {}

  absl::StatusOr<ImportResult> Run() {
    CollectNames();
    for (const CtpElement& element : elements_) AddGlobal(element);
    for (const CtpElement& element : elements_) AddElement(element);
    AddUnspecified();
    return writer_.Finish();
  }

 private:
  static std::string Describe(const CtpElement& element) {
    return absl::StrFormat("line %d, %s: %s", element.place.line,
                           element.name.empty() ? element.tag : element.name,
                           element.text);
  }

  void CollectNames() {
    for (const CtpElement& element : elements_) {
      if (element.kind == "p") {
        names_.parameters[element.tag] =
            writer_.AddParameter(element.tag, element.text);
      }
      if (element.kind != "e") continue;
      if (!element.name.empty()) names_.tags[element.name] = element.tag;
      // (gggg,00bb) of a private group: who owns block bb.
      const bool creator =
          element.enabled && element.tag.size() == 8 &&
          element.tag.substr(4, 2) == "00" &&
          element.text.find('@') == std::string::npos &&
          element.tag.find_first_not_of("0123456789abcdefABCDEF") ==
              std::string::npos &&
          std::string_view("13579bdfBDF").find(element.tag[3]) !=
              std::string_view::npos;
      if (creator && !element.text.empty()) {
        names_
            .creators[Upper(element.tag.substr(0, 4) + element.tag.substr(6))] =
            element.text;
      }
    }
  }

  bool Has(std::string_view kind, std::string_view tag) const {
    for (const CtpElement& element : elements_) {
      if (element.kind == kind && element.tag == tag && element.enabled) {
        return true;
      }
    }
    return false;
  }

  // What concerns no single attribute, first of all.
  void AddGlobal(const CtpElement& element) {
    if (element.kind == "p") {
      if (element.tag == "UIDROOT") AddUidRoot(element);
      return;
    }
    if (element.kind == "e") return;
    const std::string source = Describe(element);
    if (!element.enabled) {
      return writer_.AddComment("off: " + source);
    }
    if (element.kind == "r" && element.tag == "curves") {
      writer_.AddRules({"remove (50xx,xxxx)"}, source);
    } else if (element.kind == "r" && element.tag == "overlays") {
      writer_.AddRules({"remove (60xx,xxxx)"}, source);
    } else if (element.kind == "r" && element.tag == "privategroups") {
      writer_.AddComment(source +
                         ": the profile does so; rules below may keep some");
    } else if (element.kind == "r" && element.tag == "unspecifiedelements") {
      writer_.AddComment(source + ": at the end of this file");
    } else if (element.kind == "k" && element.tag == "safeprivateelements") {
      writer_.AddRules({"option retain-safe-private"}, source);
    } else if (element.kind == "k") {
      AddKeptGroup(element);
    } else {
      writer_.AddLeft(source, "no such element is known");
    }
  }

  // A group that is left alone where all else that is not named goes.
  void AddKeptGroup(const CtpElement& element) {
    std::string group = Upper(element.tag);
    while (group.size() < 4) group.insert(0, 1, '0');
    const std::string selector = "(" + group + ",xxxx)";
    std::string why;
    if (!writer_.Accepts({"remove " + selector}, why)) {
      return writer_.AddLeft(Describe(element), why);
    }
    kept_ += ", " + selector;
    writer_.AddComment(Describe(element) +
                       ": the profile decides about what is not named");
  }

  void AddUidRoot(const CtpElement& element) {
    const std::string rule = "uid-root " + element.text;
    std::string why;
    if (writer_.Accepts({rule}, why)) {
      writer_.AddRules({rule}, Describe(element));
    } else {
      writer_.AddLeft(Describe(element), why);
    }
  }

  void AddElement(const CtpElement& element) {
    if (element.kind != "e") return;
    const std::string source = Describe(element);
    if (!element.enabled) return writer_.AddComment("off: " + source);
    CtpTranslator translator(element, names_);
    if (translator.Run()) {
      writer_.AddRules(translator.rules(), source, translator.remark());
    } else {
      writer_.AddLeft(source, translator.why());
    }
  }

  void AddUnspecified() {
    if (!Has("r", "unspecifiedelements")) return;
    writer_.AddRules(
        {"remove all except (0028,xxxx), (7FE0,xxxx), StudyInstanceUID" +
         kept_},
        "elements that are not named", "also inside sequences");
  }

  std::vector<CtpElement> elements_;
  ImportWriter writer_;
  CtpNames names_;
  std::string kept_;
};

// The RSNA Anonymizer reads XML of the same form with other meanings: its
// functions go without parentheses (@uid, @ptid), and an attribute without
// text stays as it is, where CTP empties it.
constexpr std::string_view kOtherDialect =
    "this is a script of another program, as the RSNA Anonymizer, whose rules "
    "are not CTP's; nothing of it was imported";

// Attributes that no script of CTP's would empty: without them an object is no
// image, or none of its kind.
bool IsNeededToRead(std::string_view tag) {
  const std::optional<TagText> number = ReadTagText(tag);
  if (!number) return false;
  return number->group == "7FE0" || number->group == "0002" ||
         (number->group == "0008" && number->element == "0016") ||
         (number->group == "0028" && number->element <= "0103");
}

absl::Status CheckDialect(const std::vector<CtpElement>& elements) {
  std::set<std::string_view> parameters;
  for (const CtpElement& element : elements) {
    if (element.kind == "p") parameters.insert(element.tag);
  }
  for (const CtpElement& element : elements) {
    if (element.kind != "e" || !element.enabled) continue;
    const std::string_view name =
        element.name.empty() ? element.tag : element.name;
    const std::string bare = BareCtpFunction(element.text);
    if (!bare.empty() && !parameters.contains(bare)) {
      return ImportMistake(
          element.place,
          absl::StrFormat("%s: CTP has no @%s without parentheses: %s", name,
                          bare, kOtherDialect));
    }
    if (Trimmed(element.text).empty() && IsNeededToRead(element.tag)) {
      return ImportMistake(
          element.place,
          absl::StrFormat("%s has no text, by which CTP would empty it and no "
                          "image could be read: %s",
                          name, kOtherDialect));
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool MayBeXml(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return true;
  }
  TakeByteOrderMark(text);
  return Trimmed(text).starts_with('<');
}

absl::StatusOr<ImportResult> ImportCtp(std::string_view name,
                                       std::string_view text) {
  if (!MayBeXml(text)) return ImportCtpFilter(name, text);
  absl::StatusOr<std::vector<CtpElement>> elements = ReadCtpScript(text);
  if (!elements.ok()) return elements.status();
  if (absl::Status status = CheckDialect(*elements); !status.ok()) {
    return status;
  }
  return CtpImporter(name, *std::move(elements)).Run();
}

}  // namespace dcmscrub
