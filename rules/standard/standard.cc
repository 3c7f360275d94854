#include "rules/standard/standard.h"

#include <algorithm>

namespace dcmscrub {
namespace {

#include "rules/standard/standard_data.inc"

}  // namespace

std::string_view StandardText(PooledText text) {
  return {kPool + text.at, text.size};
}

std::string_view StandardEdition() { return kEditionText; }

std::span<const DictionaryRow> StandardDictionary() { return kDictionary; }
std::span<const ProfileRow> StandardProfile() { return kProfile; }
std::span<const ProfileRow> StandardProfileSupplement() { return kSupplement; }
std::span<const PathRow> StandardPaths() { return kPaths; }
std::span<const CiodRow> StandardCiods() { return kCiods; }
std::span<const SopClassRow> StandardSopClasses() { return kSopClasses; }
std::span<const DeidCodeRow> StandardDeidCodes() { return kDeidCodes; }
std::span<const ContentItemRow> StandardContentItems() { return kContentItems; }
std::span<const SafePrivateRow> StandardSafePrivate() { return kSafePrivate; }
std::span<const SafePrivateRow> TciaSafePrivate() { return kTciaPrivate; }

std::span<const ModuleUse> TopLevelModules(const CiodRow& ciod) {
  return {kModuleUses + ciod.begin, kModuleUses + ciod.groups};
}

std::span<const ModuleUse> FunctionalGroups(const CiodRow& ciod) {
  return {kModuleUses + ciod.groups, kModuleUses + ciod.end};
}

std::span<const AttributeRow> ModuleAttributes(std::uint16_t module) {
  return {kAttributes + kModules[module].begin,
          kAttributes + kModules[module].end};
}

std::span<const AttributeRow> CodeSequenceAttributes() {
  return ModuleAttributes(kCodeSequenceModule);
}

const DictionaryRow* FindDictionaryRow(Tag tag) {
  const Tag canonical = CanonicalTag(tag);
  const auto* row =
      std::ranges::lower_bound(kDictionary, canonical, {}, &DictionaryRow::tag);
  return row != std::end(kDictionary) && row->tag == canonical ? row : nullptr;
}

bool IsWordedByMaker(const DictionaryRow& row) {
  const std::string_view keyword = StandardText(row.keyword);
  return keyword.find("Manufacturer") != std::string_view::npos ||
         keyword.find("SoftwareVersion") != std::string_view::npos;
}

const SopClassRow* FindSopClass(std::string_view uid) {
  const auto uid_of = [](const SopClassRow& row) {
    return StandardText(row.uid);
  };
  const auto* row = std::ranges::lower_bound(kSopClasses, uid, {}, uid_of);
  return row != std::end(kSopClasses) && uid_of(*row) == uid ? row : nullptr;
}

}  // namespace dcmscrub
