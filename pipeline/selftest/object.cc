#include "pipeline/selftest/object.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "kernels/core/dictionary.h"
#include "rules/standard/iod.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr std::array kKinds = {
    TestObjectKind{"ct-image", "1.2.840.10008.5.1.4.1.1.2", "CT"},
    TestObjectKind{"mr-image", "1.2.840.10008.5.1.4.1.1.4", "MR"},
    TestObjectKind{"enhanced-mr-image", "1.2.840.10008.5.1.4.1.1.4.1", "MR"},
    TestObjectKind{"ultrasound-multi-frame-image",
                   "1.2.840.10008.5.1.4.1.1.3.1", "US"},
    TestObjectKind{"secondary-capture-image", "1.2.840.10008.5.1.4.1.1.7",
                   "OT"},
    TestObjectKind{"basic-text-sr", "1.2.840.10008.5.1.4.1.1.88.11", "SR"},
    TestObjectKind{"comprehensive-sr", "1.2.840.10008.5.1.4.1.1.88.33", "SR"},
    TestObjectKind{"encapsulated-pdf", "1.2.840.10008.5.1.4.1.1.104.1", "DOC"},
    TestObjectKind{"rt-structure-set", "1.2.840.10008.5.1.4.1.1.481.3",
                   "RTSTRUCT"},
    TestObjectKind{"rt-plan", "1.2.840.10008.5.1.4.1.1.481.5", "RTPLAN"},
    TestObjectKind{"grayscale-softcopy-presentation-state",
                   "1.2.840.10008.5.1.4.1.1.11.1", "PR"},
    TestObjectKind{"12-lead-ecg", "1.2.840.10008.5.1.4.1.1.9.1.1", "ECG"},
};

constexpr Tag kSharedGroups{0x5200, 0x9229};
constexpr Tag kPerFrameGroups{0x5200, 0x9230};

// An attribute of an IOD and what its items hold.
struct Branch {
  AttributeType type = AttributeType::k3;
  std::map<Tag, Branch> inside;
};

// The attributes below the chain of sequences of a row of StandardPaths().
Branch& Below(std::uint16_t path, Branch& top) {
  if (path == 0) return top;
  const PathRow& row = StandardPaths()[path];
  return Below(row.parent, top).inside[row.tag];
}

void AddModule(std::uint16_t module, Branch& top) {
  for (const AttributeRow& row : ModuleAttributes(module)) {
    Branch& branch = Below(row.path, top);
    branch.type = std::min(branch.type, row.type);
  }
}

Branch MandatoryAttributes(std::string_view sop_class_uid) {
  const CiodRow& ciod = StandardCiods()[FindSopClass(sop_class_uid)->ciod];
  Branch top;
  for (const ModuleUse& use : TopLevelModules(ciod)) {
    if (use.mandatory) AddModule(use.module, top);
  }
  for (const ModuleUse& use : FunctionalGroups(ciod)) {
    if (!use.mandatory) continue;
    Branch& shared = top.inside[kSharedGroups];
    shared.type = AttributeType::k1;
    AddModule(use.module, shared);
  }
  return top;
}

// Where not any value will do.
std::string_view SpecialValue(Tag tag) {
  static const std::map<Tag, std::string_view> kValues = {
      {Tag(0x0008, 0x0008), "ORIGINAL\\PRIMARY\\AXIAL"},
      {Tag(0x0008, 0x0064), "WSD"},
      {Tag(0x0028, 0x0004), "MONOCHROME2"},
      {Tag(0x0040, 0xA040), "TEXT"},
      {Tag(0x0040, 0xA050), "SEPARATE"},
      {Tag(0x0040, 0xA491), "COMPLETE"},
      {Tag(0x0040, 0xA493), "UNVERIFIED"},
      {Tag(0x0042, 0x0011), "%PDF-1.4\n%%EOF\n"},
      {Tag(0x0042, 0x0012), "application/pdf"},
  };
  const auto found = kValues.find(tag);
  return found == kValues.end() ? "" : found->second;
}

std::string Number16(int value) {
  return {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)};
}

// Texts and UIDs differ from attribute to attribute: what is taken out of one
// is looked for in the others.
std::string PlainValue(Tag tag, Vr vr) {
  if (const auto special = SpecialValue(tag); !special.empty()) {
    return std::string(special);
  }
  switch (vr) {
    case Vr::kAS:
      return "030Y";
    case Vr::kCS:
      return "NORMAL";
    case Vr::kDA:
      return "20210602";
    case Vr::kDT:
      return "20210602111213";
    case Vr::kTM:
      return "111213";
    case Vr::kDS:
    case Vr::kIS:
      return "1";
    case Vr::kPN:
      return absl::StrFormat("N%08X^Y", tag.value);
    case Vr::kUI:
      return absl::StrFormat("1.3.9999.1.%d", tag.value);
    case Vr::kUS:
    case Vr::kSS:
      return Number16(1);
    default:
      break;
  }
  if (Traits(vr).text) return absl::StrFormat("V%08X", tag.value);
  return std::string(std::max<std::size_t>(Traits(vr).unit, 2), '\0');
}

TestItem CodeItem(std::string_view value, std::string_view scheme,
                  std::string_view meaning) {
  return {{tags::kCodeValue, Vr::kSH, std::string(value), {}},
          {tags::kCodingSchemeDesignator, Vr::kSH, std::string(scheme), {}},
          {tags::kCodeMeaning, Vr::kLO, std::string(meaning), {}}};
}

TestItem ToItem(const Branch& branch);

TestElement ToElement(Tag tag, const Branch& branch) {
  TestElement element{tag, DictionaryVr(tag), "", {}};
  if (branch.type != AttributeType::k1) return element;  // 2: no value
  if (element.vr != Vr::kSQ) {
    element.value = PlainValue(tag, element.vr);
    return element;
  }
  element.items.push_back(ToItem(branch));
  if (IsCodeSequence(tag)) element.items[0] = CodeItem("1", "99ST", "plain");
  return element;
}

TestItem ToItem(const Branch& branch) {
  TestItem item;
  for (const auto& [tag, below] : branch.inside) {
    const bool needed =
        below.type == AttributeType::k1 || below.type == AttributeType::k2;
    if (needed) item.push_back(ToElement(tag, below));
  }
  return item;
}

// Pixels and what describes them are conditional in the tables.
void AddPixels(TestItem& object) {
  const std::array<std::pair<std::uint16_t, int>, 7> numbers = {{{0x0002, 1},
                                                                 {0x0010, 2},
                                                                 {0x0011, 2},
                                                                 {0x0100, 16},
                                                                 {0x0101, 16},
                                                                 {0x0102, 15},
                                                                 {0x0103, 0}}};
  for (const auto& [element, value] : numbers) {
    Put(object, {Tag(0x0028, element), Vr::kUS, Number16(value), {}});
  }
  Put(object, {tags::kPixelData, Vr::kOW, std::string(8, '\0'), {}});
}

bool IsImage(std::string_view modality) {
  return modality == "CT" || modality == "MR" || modality == "US" ||
         modality == "OT";
}

}  // namespace

std::span<const TestObjectKind> TestObjectKinds() { return kKinds; }

TestItem MakeTestObject(const TestObjectKind& kind,
                        const MadeUpPerson& person) {
  const Branch attributes = MandatoryAttributes(kind.sop_class_uid);
  TestItem object = ToItem(attributes);
  for (TestElement& element : AttributesOf(person)) {
    Put(object, std::move(element));
  }
  Put(object,
      {tags::kSopClassUid, Vr::kUI, std::string(kind.sop_class_uid), {}});
  Put(object, {tags::kModality, Vr::kCS, std::string(kind.modality), {}});
  const bool framed = attributes.inside.contains(kSharedGroups);
  if (framed) Put(object, {kPerFrameGroups, Vr::kSQ, "", {TestItem()}});
  if (IsImage(kind.modality)) AddPixels(object);
  return object;
}

}  // namespace dcmscrub
