// Originals that are still there: in every value but pixels, in the file meta
// information, and in names of the file and its folders. docs/residue.md.
#include <algorithm>
#include <array>
#include <string>

#include "kernels/core/text.h"
#include "kernels/core/utf8.h"
#include "pipeline/files/json.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/identifiers.h"
#include "pipeline/verify/reading/values.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

enum class Form { kText, kShort, kBytes, kNumbers };

Form FormOf(Vr vr) {
  if (IsText(vr)) return Form::kText;
  const VrTraits& traits = Traits(vr);
  if (traits.text) return Form::kShort;
  constexpr std::array kNumbers = {Vr::kAT, Vr::kFD, Vr::kFL, Vr::kSL, Vr::kSS,
                                   Vr::kSV, Vr::kUL, Vr::kUS, Vr::kUV};
  return std::ranges::find(kNumbers, vr) != kNumbers.end() ? Form::kNumbers
                                                           : Form::kBytes;
}

// Bytes from `begin` on as UTF-16, what is beyond its first plane as spaces.
std::string FromUtf16(std::string_view bytes, std::size_t begin, bool big) {
  std::string utf8;
  for (std::size_t at = begin; at + 2 <= bytes.size(); at += 2) {
    const auto first = static_cast<std::uint8_t>(bytes[at]);
    const auto second = static_cast<std::uint8_t>(bytes[at + 1]);
    const char32_t unit =
        big ? char32_t{first} << 8 | second : char32_t{second} << 8 | first;
    AppendCharacter(unit >= 0xD800 && unit < 0xE000 ? U' ' : unit, utf8);
  }
  return utf8;
}

Check CheckOf(ResidueKind kind) {
  switch (kind) {
    case ResidueKind::kName:
      return Check::kResidueName;
    case ResidueKind::kText:
      return Check::kResidueText;
    case ResidueKind::kDate:
      return Check::kResidueDate;
    case ResidueKind::kUid:
      return Check::kResidueUid;
  }
  return Check::kResidueText;
}

class ResidueCheck {
 public:
  ResidueCheck(const VerifyObject& file, const VerifyPatterns& patterns)
      : file_(file), patterns_(patterns) {}

  // Of an original.
  bool Holds(const GdcmElement& element) const {
    return CheckFor(element, {}).has_value();
  }

  void Run(std::string_view path) {
    for (const GdcmElement& element : file_.object.elements()) {
      if (IsSearched(element)) Search(element);
    }
    for (const GdcmElement& element : file_.object.meta()) {
      // UIDs are those of the data set, or of programs.
      if (element.vr != Vr::kUI && !IsOwnVersion(element) &&
          patterns_.InText(TrimPadding(element.value))) {
        file_.findings.Add(Check::kResidueMeta, TagText(element.tag));
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
    const std::optional<Check> check = CheckFor(element, SoughtIn(element));
    if (check) Report(element, *check);
  }

  std::optional<Check> CheckFor(const GdcmElement& element,
                                VerifyPatterns::Sought sought) const {
    std::optional<ResidueKind> kind;
    switch (FormOf(element.vr)) {
      case Form::kText:
        kind = patterns_.InText(file_.Utf8(element), sought);
        if (kind) return CheckOf(*kind);
        break;
      case Form::kShort:
        kind = patterns_.InShortValue(file_.Utf8(element), element.vr, sought);
        if (kind) return Check::kResidueShortValue;
        break;
      case Form::kBytes:
        return CheckForBytes(element);
      case Form::kNumbers:
        if (patterns_.InBytes(element.value)) return Check::kResidueBytes;
        break;
    }
    return std::nullopt;
  }

  std::optional<Check> CheckForBytes(const GdcmElement& element) const {
    const std::string_view bytes = element.value;
    if (patterns_.InBytes(bytes) || InItsCharacterSet(element)) {
      return Check::kResidueBytes;
    }
    for (const std::size_t begin : {0u, 1u}) {
      for (const bool big : {false, true}) {
        if (patterns_.InBytes(FromUtf16(bytes, begin, big))) {
          return Check::kResidueWideBytes;
        }
      }
    }
    return std::nullopt;
  }

  bool InItsCharacterSet(const GdcmElement& element) const {
    if (element.character_set.empty() || IsPlainAscii(element.value)) {
      return false;
    }
    std::string utf8;
    file_.codec.Decode(element.character_set, Vr::kUT, element.value, utf8);
    return patterns_.InBytes(utf8).has_value();
  }

  // Where it stands tells more than what it is.
  void Report(const GdcmElement& element, Check check) {
    const bool text = FormOf(element.vr) == Form::kText;
    if (element.tag.is_private()) {
      check = Check::kResiduePrivate;
    } else if (text && element.parent != GdcmElement::kTop) {
      check = Check::kResidueNested;
    }
    file_.Found(check, element);
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
      if (!IsPseudonym(name, file_.identity) && patterns_.InText(name)) {
        const bool typed =
            file_.labels != nullptr && file_.labels->IsTyped(name);
        file_.findings.Add(typed  ? Check::kLabelHoldsOriginal
                           : last ? Check::kResidueFileName
                                  : Check::kResidueFolderName);
      }
      if (last) return;
      path.remove_prefix(cut + 1);
    }
  }

  const VerifyObject& file_;
  const VerifyPatterns& patterns_;
};

}  // namespace

void CheckResidue(const VerifyObject& file, const VerifyPatterns& patterns,
                  std::string_view path) {
  if (!patterns.empty()) ResidueCheck(file, patterns).Run(path);
}

bool HoldsOriginal(const VerifyObject& file, const GdcmElement& element,
                   const VerifyPatterns& patterns) {
  return ResidueCheck(file, patterns).Holds(element);
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
    findings.Add(labels.IsTyped(text) ? Check::kLabelHoldsOriginal
                                      : Check::kResidueBytes);
  }
}

}  // namespace dcmscrub
