#include "kernels/clean/text_changer.h"

#include <bit>
#include <charconv>

#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "kernels/identity/date_ops.h"
#include "kernels/match/tag_matcher.h"

namespace dcmscrub {
namespace {

using Result = TextChanger::Result;

constexpr Tag kOperatorsName(0x0008, 0x1070);

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \\^=\t\r\n") == std::string_view::npos;
}

template <typename Number, typename Carrier = Number>
bool AppendNumber(std::string_view text, ByteOrder order, Arena& arena) {
  Number number{};
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return false;
  const std::size_t size = arena.size();
  arena.resize(size + sizeof(Number));
  Store(arena.data() + size, std::bit_cast<Carrier>(number), order);
  return true;
}

bool AppendNumberOf(Vr vr, std::string_view text, ByteOrder order,
                    Arena& arena) {
  switch (vr) {
    case Vr::kUS:
      return AppendNumber<std::uint16_t>(text, order, arena);
    case Vr::kSS:
      return AppendNumber<std::int16_t, std::uint16_t>(text, order, arena);
    case Vr::kUL:
      return AppendNumber<std::uint32_t>(text, order, arena);
    case Vr::kSL:
      return AppendNumber<std::int32_t, std::uint32_t>(text, order, arena);
    case Vr::kUV:
      return AppendNumber<std::uint64_t>(text, order, arena);
    case Vr::kSV:
      return AppendNumber<std::int64_t, std::uint64_t>(text, order, arena);
    case Vr::kFL:
      return AppendNumber<float, std::uint32_t>(text, order, arena);
    case Vr::kFD:
      return AppendNumber<double, std::uint64_t>(text, order, arena);
    default:
      return false;
  }
}

bool AppendNumbers(Vr vr, std::string_view text, ByteOrder order,
                   Arena& arena) {
  if (text.empty()) return true;
  const std::size_t size = arena.size();
  for (const std::string_view number : Values(text)) {
    if (!AppendNumberOf(vr, TrimPadding(number), order, arena)) {
      arena.resize(size);
      return false;
    }
  }
  return true;
}

}  // namespace

void TextChanger::Begin(const ObjectView& object, const RuleTable& rules) {
  object_ = &object;
  rules_ = &rules;
  identifiers_known_ = false;
  undecodable_ = false;
}

Result TextChanger::Shift(std::uint32_t i, Vr vr, int days, Arena& arena) {
  if (!object_->elements()[i].has(Element::kLoaded)) return Result::kBad;
  const std::string_view value = TrimPadding(AsText(object_->Value(i)));
  changed_.clear();
  const bool dated = IsTemporal(vr);
  if (!dated || !AppendShifted(changed_, vr, value, days)) return Result::kBad;
  if (changed_ == value) return Result::kSame;
  AppendBytes(arena, AsBytes(changed_));
  return Result::kChanged;
}

Result TextChanger::CapAge(std::uint32_t i, Arena& arena) {
  const std::string_view value = TrimPadding(AsText(object_->Value(i)));
  changed_.clear();
  if (!AppendCappedAge(changed_, value)) return Result::kBad;
  if (changed_ == value) return Result::kSame;
  AppendBytes(arena, AsBytes(changed_));
  return Result::kChanged;
}

Result TextChanger::Clean(std::uint32_t i, Vr vr, std::string_view set,
                          Arena& arena) {
  text_.clear();
  if (!object_->AppendTextAs(i, vr, text_)) return Result::kBad;
  if (IsBlank(text_)) return Result::kSame;
  FindIdentifiers();
  changed_.clear();
  if (cleaner_.Clean(text_, *rules_->vocabulary, changed_)) {
    return Result::kSame;
  }
  if (IsBlank(changed_)) return Result::kChanged;
  const ByteOrder order = object_->elements()[i].encoding().order;
  return Write(vr, changed_, set, order, arena);
}

// Once an object, and only if anything is to be cleaned.
void TextChanger::FindIdentifiers() {
  if (identifiers_known_) return;
  identifiers_known_ = true;
  cleaner_.Begin();
  const std::span<const Element> elements = object_->elements();
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i].tag.is_private()) continue;
    const Rule* const rule = FindRule(*rules_, elements[i].tag);
    if (rule == nullptr || (rule->identifier != IdentifierKind::kName &&
                            rule->identifier != IdentifierKind::kText)) {
      continue;
    }
    changed_.clear();
    if (!object_->AppendText(i, changed_)) continue;
    if (elements[i].tag == kOperatorsName) {
      cleaner_.AddOperator(changed_, *rules_->vocabulary);
    } else if (rule->identifier == IdentifierKind::kName) {
      cleaner_.AddName(changed_);
    } else {
      cleaner_.AddIdentifier(changed_);
    }
  }
}

Result TextChanger::ToUtf8(std::uint32_t i, Vr vr, Arena& arena) {
  if (!object_->elements()[i].has(Element::kLoaded)) return Result::kBad;
  const std::string_view value = AsText(object_->Value(i));
  if (IsPlainAscii(value)) return Result::kSame;
  changed_.clear();
  if (!object_->codec().Decode(object_->CharacterSetOf(i), vr,
                               TrimPadding(value), changed_)) {
    undecodable_ = true;
  }
  AppendBytes(arena, AsBytes(changed_));
  return Result::kChanged;
}

Result TextChanger::Write(Vr vr, std::string_view utf8, std::string_view set,
                          ByteOrder order, Arena& arena) {
  if (!Traits(vr).text) {
    return AppendNumbers(vr, utf8, order, arena) ? Result::kChanged
                                                 : Result::kBad;
  }
  if (IsPlainAscii(utf8)) {
    AppendBytes(arena, AsBytes(utf8));
    return Result::kChanged;
  }
  if (!Traits(vr).character_set) return Result::kBad;
  encoded_.clear();
  if (!object_->codec().Encode(set, vr, utf8, encoded_)) return Result::kBad;
  AppendBytes(arena, AsBytes(encoded_));
  return Result::kChanged;
}

}  // namespace dcmscrub
