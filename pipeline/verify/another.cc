// Whether an original and a result belong together: a pair that is given, or
// found by its path, may be none.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kernels/core/text.h"
#include "kernels/core/uid.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/values.h"
#include "pipeline/verify/reading/words.h"

namespace dcmscrub {
namespace {

// Of the data set, else of the file meta information.
std::string_view UidOf(const GdcmObject& object, Tag tag, Tag meta) {
  const std::string_view uid = object.Text(tag);
  return uid.empty() ? object.MetaText(meta) : uid;
}

// New UIDs end in a number of their own, whatever their root.
std::string_view TailOf(std::string_view uid) {
  return uid.substr(uid.rfind('.') + 1);
}

class Belonging {
 public:
  explicit Belonging(const VerifyObject& file)
      : file_(file), original_(file.source->object()) {}

  bool IsOfAnother() const {
    if (!file_.claims.site_rules && ClassesDiffer()) return true;
    if (const auto same = IsInstance()) return !*same;
    return ContentDiffers();
  }

 private:
  bool ClassesDiffer() const {
    constexpr Tag kMeta{0x0002, 0x0002};
    const std::string_view was = UidOf(original_, tags::kSopClassUid, kMeta);
    const std::string_view is = file_.object.Text(tags::kSopClassUid);
    return !was.empty() && !is.empty() && was != is;
  }

  // What UIDs tell; nullopt: nothing.
  std::optional<bool> IsInstance() const {
    constexpr Tag kMeta{0x0002, 0x0003};
    const std::string_view was = UidOf(original_, tags::kSopInstanceUid, kMeta);
    const std::string_view is = file_.object.Text(tags::kSopInstanceUid);
    if (was.empty() || is.empty()) return std::nullopt;
    if (was == is) return true;
    const Identity* const identity = file_.identity;
    if (identity != nullptr &&
        TailOf(identity->MapUid(was).view()) == TailOf(is)) {
      return true;
    }
    // A site may give its own.
    if (file_.claims.site_rules) return std::nullopt;
    const bool made = identity != nullptr && identity->MadeUid(is);
    // What the object claims, and not what somebody says of it.
    const bool retained = file_.policy == nullptr &&
                          file_.profile.Has(Option::kRetainUids) &&
                          IsValidUid(was);
    return made || retained ? std::optional(false) : std::nullopt;
  }

  // Pixels and what stands beside them stay, and are not both damaged. Other
  // values that stay are the same but for one or the other.
  bool ContentDiffers() const {
    std::size_t same = 0, others = 0;
    const auto elements = file_.object.elements();
    std::vector<bool> settled(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const GdcmElement& element = elements[i];
      const bool inside = element.parent != GdcmElement::kTop;
      settled[i] = (inside && settled[element.parent]) || MayChange(element);
      if (settled[i] || element.sequence) continue;
      const GdcmElement* const was = file_.Original(element);
      if (was == nullptr || was->sequence || TrimPadding(was->value).empty()) {
        continue;
      }
      ++(IsSame(element, *was) ? same : others);
    }
    const std::optional<bool> pixels = HasSamePixels(file_);
    if (pixels && !*pixels) return others > 0 || SizesDiffer();
    constexpr std::size_t kFew = 8;
    const bool sites = file_.claims.site_rules && file_.policy == nullptr;
    return !sites && others > 1 && others * kFew > same;
  }

  bool SizesDiffer() const {
    constexpr Tag kRows{0x0028, 0x0010}, kColumns{0x0028, 0x0011};
    return file_.object.Text(kRows) != original_.Text(kRows) ||
           file_.object.Text(kColumns) != original_.Text(kColumns);
  }

  // With all in it: what the profile lists, what is marked, and a site's.
  bool MayChange(const GdcmElement& element) const {
    constexpr std::uint16_t kTrial = 0x0012;
    if (file_.profile.Find(element.tag) != nullptr ||
        element.tag.is_private() || element.tag.group() == kTrial ||
        element.tag == tags::kLongitudinalTemporalInformationModified ||
        element.tag == tags::kSpecificCharacterSet ||
        (file_.policy != nullptr &&
         file_.policy->Decides(file_.object, element))) {
      return true;
    }
    return !element.sequence &&
           (TrimPadding(element.value).empty() || IsVerifyDummy(element) ||
            !Traits(element.vr).text || element.vr == Vr::kUI ||
            IsDateOrTime(element.vr));
  }

  bool IsSame(const GdcmElement& is, const GdcmElement& was) const {
    return TrimPadding(is.value) == TrimPadding(was.value) ||
           HasNoOtherWords(file_.Utf8(is), file_.Utf8(was));
  }

  const VerifyObject& file_;
  const GdcmObject& original_;
};

}  // namespace

bool IsOfAnother(const VerifyObject& file) {
  return Belonging(file).IsOfAnother();
}

}  // namespace dcmscrub
