#include "rules/import/import_tags.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <cstdint>

#include "kernels/core/ascii.h"
#include "rules/import/import_writer.h"
#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kNamelessBlock =
    "private attributes go by their creator: (gggg,\"CREATOR\",ee)";

bool IsTagDigit(char c) {
  return c == 'x' || absl::ascii_isxdigit(static_cast<unsigned char>(c)) != 0;
}

// Takes a half of a tag: four digits, perhaps with 0x before them.
bool TakeHalf(std::string_view& text, std::string& half) {
  text = Trimmed(text);
  const bool marked = text.starts_with("0x") || text.starts_with("0X");
  // 0xxx is a half by itself.
  if (marked && text.size() >= 6 && IsTagDigit(ToLower(text[4])) &&
      IsTagDigit(ToLower(text[5]))) {
    text.remove_prefix(2);
  }
  if (text.size() < 4) return false;
  half.clear();
  for (const char c : text.substr(0, 4)) {
    const char lower = ToLower(c);
    if (!IsTagDigit(lower)) return false;
    half += lower == 'x' ? 'x' : ToUpper(c);
  }
  text.remove_prefix(4);
  return true;
}

Tag TagOf(const TagText& tag) {
  return Tag(static_cast<std::uint32_t>(
      std::stoul(tag.group + tag.element, nullptr, 16)));
}

bool HasX(std::string_view digits) {
  return digits.find('x') != std::string_view::npos;
}

}  // namespace

bool TagText::exact() const { return !HasX(group) && !HasX(element); }

bool TagText::is_private() const {
  return std::string_view("13579BDF").find(group.back()) !=
         std::string_view::npos;
}

std::optional<TagText> ReadTagText(std::string_view text) {
  text = Trimmed(text);
  const bool wrapped =
      text.size() > 2 && text.front() == '(' && text.back() == ')';
  if (wrapped) text = text.substr(1, text.size() - 2);
  TagText tag;
  if (!TakeHalf(text, tag.group)) return std::nullopt;
  text = Trimmed(text);
  if (text.starts_with(',')) text.remove_prefix(1);
  if (!TakeHalf(text, tag.element) || !Trimmed(text).empty()) {
    return std::nullopt;
  }
  return tag;
}

bool IsAlwaysRemoved(const TagText& tag) {
  return tag.exact() && FindDictionaryRow(TagOf(tag)) == nullptr;
}

std::string TagSelector(const TagText& tag, std::string& why) {
  if (!tag.exact()) {
    if (tag.group == "xxxx" && tag.element == "xxxx") return "all";
    const bool whole_group = !HasX(tag.group) && tag.element == "xxxx";
    if (tag.is_private() && !whole_group) {
      why = kNamelessBlock;
      return {};
    }
    return absl::StrFormat("(%s,%s)", tag.group, tag.element);
  }
  const Tag exact = TagOf(tag);
  if (exact.is_private()) {
    why = tag.element.starts_with("00")
              ? "a creator stays as long as something of its block does"
              : kNamelessBlock;
    return {};
  }
  if (exact.is_overlay() || exact.is_curve()) {
    return absl::StrFormat("(%sxx,%s)", tag.group.substr(0, 2), tag.element);
  }
  if (FindDictionaryRow(exact) == nullptr) {
    why = "not in PS3.6; always removed unless 'keep unknown'";
    return {};
  }
  return TagName(exact);
}

std::string TagOrKeyword(std::string_view text, std::string& why) {
  text = Trimmed(text);
  if (const std::optional<TagText> tag = ReadTagText(text)) {
    return TagSelector(*tag, why);
  }
  if (FindKeyword(text) != nullptr) return std::string(text);
  why = absl::StrFormat("no attribute '%s'", text);
  if (const std::string_view meant = NearestKeyword(text); !meant.empty()) {
    why += absl::StrFormat("; did you mean %s?", meant);
  }
  return {};
}

std::string CreatorSelector(std::string_view group, std::string_view creator,
                            std::string_view element, std::string& why) {
  const auto digits = [](std::string_view text, std::size_t count) {
    return text.size() == count && std::ranges::all_of(text, [](char c) {
             return IsTagDigit(ToLower(c));
           });
  };
  std::string padded(group);
  while (padded.size() < 4) padded.insert(0, 1, '0');
  if (!digits(padded, 4) || !digits(element, 2)) {
    why = "a private tag is (gggg,\"CREATOR\",ee)";
    return {};
  }
  const auto written = [](std::string_view text) {
    std::string upper = Upper(text);
    std::ranges::replace(upper, 'X', 'x');
    return upper;
  };
  return absl::StrFormat("(%s,%s,%s)", written(padded), QuotedText(creator),
                         written(element));
}

bool TakesHash(Vr vr) {
  return Traits(vr).text && vr != Vr::kUI && vr != Vr::kDA && vr != Vr::kTM &&
         vr != Vr::kDT && vr != Vr::kAS && vr != Vr::kDS && vr != Vr::kIS;
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), ToUpper);
  return upper;
}

}  // namespace dcmscrub
