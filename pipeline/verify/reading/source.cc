#include "pipeline/verify/reading/source.h"

#include "kernels/core/text.h"
#include "pipeline/verify/reading/values.h"

namespace dcmscrub {
namespace {

// FNV-1a, 64 bits.
constexpr std::uint64_t kBasis = 0xCBF29CE484222325;
constexpr std::uint64_t kPrime = 0x100000001B3;

std::uint64_t Mix(std::uint64_t hash, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) {
    hash = (hash ^ (number & 0xFF)) * kPrime;
    number >>= 8;
  }
  return hash;
}

std::uint64_t ValueHash(Tag tag, std::string_view value) {
  return Mix(TextHash(TrimPadding(value)), tag.value);
}

}  // namespace

std::uint64_t TextHash(std::string_view text) {
  std::uint64_t hash = kBasis;
  for (const char c : text) {
    hash = (hash ^ static_cast<std::uint8_t>(c)) * kPrime;
  }
  return hash;
}

std::vector<std::uint64_t> PlacesOf(const GdcmObject& object) {
  std::vector<std::uint64_t> places;
  const auto elements = object.elements();
  places.reserve(elements.size());
  for (const GdcmElement& element : elements) {
    std::uint64_t place = kBasis;
    if (element.parent != GdcmElement::kTop) {
      place = Mix(Mix(places[element.parent], element.item),
                  elements[element.parent].items);
    }
    places.push_back(Mix(place, element.tag.value));
  }
  return places;
}

VerifySource::VerifySource(const GdcmObject& object)
    : object_(object), places_(PlacesOf(object)) {
  const auto elements = object.elements();
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    const GdcmElement& element = elements[i];
    by_place_.emplace(places_[i], i);
    if (element.sequence || element.value.empty()) continue;
    values_.insert(ValueHash(element.tag, element.value));
    if (element.vr != Vr::kUI) continue;
    for (const std::string_view uid : ValuesOf(element.value)) {
      if (!uid.empty()) uids_.insert(uid);
    }
  }
}

const GdcmElement* VerifySource::At(std::uint64_t place) const {
  const auto found = by_place_.find(place);
  return found == by_place_.end() ? nullptr
                                  : &object_.elements()[found->second];
}

bool VerifySource::HasValue(Tag tag, std::string_view value) const {
  return values_.contains(ValueHash(tag, value));
}

bool VerifySource::HasUid(std::string_view uid) const {
  return uids_.contains(uid);
}

}  // namespace dcmscrub
