// What an original had and its result has not: values that the profile lets
// stay, and attributes that the IOD asks for. What is valid stays valid, and of
// use.
#include <optional>
#include <unordered_map>
#include <vector>

#include "kernels/core/text.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/content.h"
#include "pipeline/verify/reading/values.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

bool IsEmpty(const GdcmElement& element) {
  return element.sequence
             ? element.items == 0
             : TrimPadding(element.value).empty() && element.fragments.empty();
}

// What the program writes itself, or never writes.
bool IsLeftOut(const GdcmElement& element) {
  const Tag tag = element.tag;
  return tag.is_private() || tag.is_group_length() || tag.is_curve() ||
         tag.is_overlay() || tag.group() < 0x0008 || tag.group() == 0x7FE0 ||
         tag.group() == 0x0400 || tag.group() == 0x4FFE ||  // signatures
         tag.group() >= 0xFFFA || tag == tags::kSpecificCharacterSet ||
         tag == tags::kPatientIdentityRemoved ||
         tag == tags::kDeidentificationMethod ||
         tag == tags::kDeidentificationMethodCodeSequence ||
         tag == tags::kLongitudinalTemporalInformationModified ||
         FindDictionaryRow(tag) == nullptr;
}

class LossCheck {
 public:
  LossCheck(const VerifyObject& file, const Iod* iod)
      : file_(file),
        original_(file.source->object()),
        content_(original_, file.profile),
        types_(TypesOf(original_, iod)) {}

  void Run() {
    std::unordered_map<std::uint64_t, const GdcmElement*> results;
    const auto is = file_.object.elements();
    for (std::size_t i = 0; i < is.size(); ++i) {
      results.emplace(file_.places[i], &is[i]);
    }
    const auto was = original_.elements();
    std::vector<bool> settled(was.size(), false);
    for (std::size_t i = 0; i < was.size(); ++i) {
      const GdcmElement& element = was[i];
      if (element.parent != GdcmElement::kTop && settled[element.parent]) {
        settled[i] = true;
        continue;
      }
      const auto found = results.find(file_.source->places()[i]);
      const GdcmElement* const result =
          found == results.end() ? nullptr : found->second;
      settled[i] = IsLeftOut(element) || Settle(i, element, result);
    }
  }

 private:
  // Whether nothing is to be said of what is inside.
  bool Settle(std::size_t i, const GdcmElement& was, const GdcmElement* is) {
    // What is no sequence although it should be one goes.
    if (!was.sequence && FindDictionaryRow(was.tag)->vr == Vr::kSQ) return true;
    const VerifyProfile::Row* const row = file_.profile.Find(was.tag);
    if (const auto check = Loss(types_[i], row, was, is)) {
      Report(*check, was);
      return true;
    }
    // Other items have other places; in place of what goes stand dummies.
    const bool goes = row != nullptr && row->code != ActionCode::kK &&
                      row->code != ActionCode::kC &&
                      row->code != ActionCode::kXZU;
    return is == nullptr || goes || !is->sequence || is->items != was.items;
  }

  // What that should be there is not.
  std::optional<Check> Loss(const Place& place, const VerifyProfile::Row* row,
                            const GdcmElement& was,
                            const GdcmElement* is) const {
    const bool had = !IsEmpty(was);
    const bool has = is != nullptr && !IsEmpty(*is);
    // A plain X takes what is not asked for in every object.
    const bool must =
        place.required || row == nullptr || row->code != ActionCode::kX;
    if ((place.type == AttributeType::k1 && must && had && !has) ||
        (place.type == AttributeType::k2 && is == nullptr)) {
      return Check::kRequiredMissing;
    }
    const bool stays = row == nullptr && !content_.CodeFor(was);
    if (stays && had && !has) {
      return Traits(was.vr).text && was.vr != Vr::kDS && was.vr != Vr::kIS
                 ? Check::kTextLost
                 : Check::kValueLost;
    }
    return std::nullopt;
  }

  void Report(Check check, const GdcmElement& was) const {
    if (check == Check::kRequiredMissing) {
      file_.FoundInOriginal(check, was);
    } else {
      file_.Suspect(check, was);
    }
  }

  const VerifyObject& file_;
  const GdcmObject& original_;
  const VerifyContent content_;
  const std::vector<Place> types_;
};

}  // namespace

void CheckLost(const VerifyObject& file, const Iod* iod) {
  LossCheck(file, iod).Run();
}

}  // namespace dcmscrub
