// Originals that are still there: in every value but pixels, in the file meta
// information, and in names of the file and its folders. docs/residue.md.
#include <algorithm>
#include <string>

#include "kernels/core/text.h"
#include "pipeline/files/json.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/element_search.h"
#include "pipeline/verify/reading/values.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

// What is to be said where `find(sought)` finds something: `check`, or that
// rules have such words stay.
template <typename Find>
Check Weighed(Check check, VerifyPatterns::Sought sought, const Find& find) {
  sought.firm_alone = true;
  return find(sought) ? check : Check::kWeakenedByRules;
}

Check Weighed(Check check, const VerifyPatterns& patterns,
              std::string_view text) {
  return Weighed(check, {}, [&](VerifyPatterns::Sought sought) {
    return patterns.InText(text, sought).has_value();
  });
}

class ResidueCheck {
 public:
  // `everywhere`: words of makers and what options retain are no excuse.
  ResidueCheck(const VerifyObject& file, const VerifyPatterns& patterns,
               bool everywhere)
      : file_(file),
        patterns_(patterns),
        search_(patterns, file.codec),
        everywhere_(everywhere) {}

  void Run(std::string_view path) {
    for (const GdcmElement& element : file_.object.elements()) {
      if (IsSearched(element)) Search(element);
    }
    for (const GdcmElement& element : file_.object.meta()) {
      // UIDs are those of the data set, or of programs.
      const std::string_view value = TrimPadding(element.value);
      if (element.vr != Vr::kUI && !IsOwnVersion(element) &&
          patterns_.InText(value)) {
        file_.findings.Add(Weighed(Check::kResidueMeta, patterns_, value),
                           TagText(element.tag));
      }
    }
    if (patterns_.InBytes(file_.object.preamble())) {
      file_.findings.Add(Check::kResidueMeta, "preamble");
    }
    SearchPath(path);
  }

 private:
  // All but what the program put in itself, and what was found before.
  bool IsSearched(const GdcmElement& element) const {
    if (element.sequence || element.value.empty() ||
        element.tag.group() == 0x7FE0 ||
        element.tag == tags::kEncryptedContent ||
        IsOwnMark(file_.object, element) ||
        file_.reported[file_.IndexOf(element)] || IsVerifyDummy(element)) {
      return false;
    }
    if (IsPseudonym(TrimPadding(element.value), file_.identity)) return false;
    if (element.tag.is_private_creator()) return !IsListedCreator(element);
    if (element.vr != Vr::kUI || file_.made) return true;
    // New ones were judged as such; of those that stay, hardly any is ours.
    const VerifyProfile::Row* const row = file_.profile.Find(element.tag);
    return row == nullptr || row->code == ActionCode::kNone;
  }

  // "DCMSCRUB_0_1_0".
  static bool IsOwnVersion(const GdcmElement& element) {
    constexpr std::string_view kOurs = "DCMSCRUB_";
    const std::string_view value = TrimPadding(element.value);
    return element.tag == Tag(0x0002, 0x0013) && value.starts_with(kOurs) &&
           value.find_first_not_of("0123456789_", kOurs.size()) ==
               std::string_view::npos;
  }

  static bool IsListedCreator(const GdcmElement& element) {
    return std::ranges::any_of(
        StandardSafePrivate(), [&](const SafePrivateRow& row) {
          return StandardText(row.creator) == element.creator;
        });
  }

  // A label is the user's own, and may be taken for an original by chance.
  void SearchLabel(const GdcmElement& element) {
    const std::string text = file_.Utf8(element);
    if (patterns_.InText(text) || patterns_.InShortValue(text, element.vr)) {
      file_.Found(Check::kLabelHoldsOriginal, element);
    }
  }

  static bool IsMakers(const GdcmElement& element,
                       const VerifyProfile::Row* row) {
    if (element.tag.is_private()) return element.tag.is_private_creator();
    const DictionaryRow* const known =
        row == nullptr ? FindDictionaryRow(element.tag) : nullptr;
    return known != nullptr && IsWordedByMaker(*known);
  }

  // Codes, and what Table E.1-1 does not list, are worded by makers and by the
  // Standard; the protocol is a setting of the device. Names of makers, models
  // and software, and private creators, are makers' alone. What an option
  // retains may hold all but people.
  VerifyPatterns::Sought SoughtIn(const GdcmElement& element) const {
    if (everywhere_) return {};
    constexpr Tag kProtocolName{0x0018, 0x1030};
    const VerifyProfile::Row* const row =
        element.tag.is_private() ? nullptr : file_.profile.Find(element.tag);
    const bool technical = element.vr == Vr::kCS ||
                           element.tag == kProtocolName ||
                           element.tag.is_private_creator() ||
                           (!element.tag.is_private() && row == nullptr);
    return {technical, IsMakers(element, row),
            row != nullptr && row->retained()};
  }

  // A date that was moved may become another one of the original.
  bool IsMovedDate(const GdcmElement& element) const {
    return IsDateOrTime(element.vr) && file_.source != nullptr &&
           !file_.source->HasValue(element.tag, element.value);
  }

  void Search(const GdcmElement& element) {
    if (file_.IsLabel(element)) return SearchLabel(element);
    if (IsMovedDate(element)) return;
    const VerifyPatterns::Sought sought = SoughtIn(element);
    const std::optional<Check> check = search_.Find(element, sought);
    if (!check) return;
    Report(element, Weighed(*check, sought, [&](VerifyPatterns::Sought firm) {
             return search_.Find(element, firm).has_value();
           }));
  }

  // Where it stands tells more than what it is.
  void Report(const GdcmElement& element, Check check) {
    const bool text =
        check >= Check::kResidueName && check < Check::kResidueNested;
    if (check == Check::kWeakenedByRules) {
      // As it is, wherever it stands.
    } else if (element.tag.is_private()) {
      check = Check::kResiduePrivate;
    } else if (text && element.parent != GdcmElement::kTop) {
      check = Check::kResidueNested;
    }
    file_.Found(check, element);
  }

  // UIDs that are in the file were judged there.
  bool IsOwnUid(std::string_view name) const {
    return std::ranges::any_of(
        file_.object.elements(), [&](const GdcmElement& element) {
          return element.vr == Vr::kUI && TrimPadding(element.value) == name;
        });
  }

  void SearchPath(std::string_view path) {
    constexpr std::string_view kExtension = ".dcm";
    while (!path.empty()) {
      const std::size_t cut = path.find('/');
      const bool last = cut == std::string_view::npos;
      std::string_view name = path.substr(0, cut);
      if (last && name.ends_with(kExtension)) {
        name.remove_suffix(kExtension.size());
      }
      if (!IsPseudonym(name, file_.identity) && !IsOwnUid(name) &&
          patterns_.InText(name)) {
        const bool typed =
            file_.labels != nullptr && file_.labels->IsTyped(name);
        const Check check = typed  ? Check::kLabelHoldsOriginal
                            : last ? Check::kResidueFileName
                                   : Check::kResidueFolderName;
        file_.findings.Add(Weighed(check, patterns_, name));
      }
      if (last) return;
      path.remove_prefix(cut + 1);
    }
  }

  const VerifyObject& file_;
  const VerifyPatterns& patterns_;
  const ElementSearch search_;
  const bool everywhere_;
};

}  // namespace

void CheckResidue(const VerifyObject& file, const VerifyPatterns& patterns,
                  std::string_view path) {
  if (patterns.empty()) return;
  ResidueCheck(file, patterns, /*everywhere=*/false).Run(path);
}

void CheckSought(const VerifyObject& file, const VerifyPatterns& sought,
                 std::string_view path) {
  if (sought.empty()) return;
  ResidueCheck(file, sought, /*everywhere=*/true).Run(path);
}

void CheckResidue(std::string_view bytes, const VerifyPatterns& patterns,
                  const VerifyLabels& labels, FileFindings& findings) {
  const auto texts = TextsOfJson(bytes);
  if (!texts) {
    if (patterns.InBytes(bytes)) findings.Add(Check::kResidueBytes);
    return;
  }
  for (const std::string& text : *texts) {
    if (!patterns.InText(text)) continue;
    const Check check = labels.IsTyped(text) ? Check::kLabelHoldsOriginal
                                             : Check::kResidueBytes;
    findings.Add(Weighed(check, patterns, text));
  }
}

}  // namespace dcmscrub
