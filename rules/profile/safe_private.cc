#include "rules/profile/safe_private.h"

#include <absl/strings/str_format.h>

#include <charconv>
#include <optional>
#include <span>

#include "kernels/core/ascii.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t cut = text.find(separator);
    parts.push_back(text.substr(0, cut));
    if (cut == std::string_view::npos) return parts;
    text.remove_prefix(cut + 1);
  }
}

std::optional<unsigned> ParseHex(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  return value;
}

// "(0019,xx0C)" of a group that private attributes may have (PS3.5 7.8.1).
bool ParseTag(std::string_view text, SafePrivate& row) {
  const bool form = text.size() == 11 && text[0] == '(' && text[5] == ',' &&
                    text[10] == ')' &&
                    (text.substr(6, 2) == "xx" || text.substr(6, 2) == "XX");
  if (!form) return false;
  const std::optional<unsigned> group = ParseHex(text.substr(1, 4));
  const std::optional<unsigned> element = ParseHex(text.substr(8, 2));
  if (!group || !element) return false;
  row.group = static_cast<std::uint16_t>(*group);
  row.element = static_cast<std::uint8_t>(*element);
  return row.group % 2 == 1 && row.group > 0x0007 && row.group != 0xFFFF;
}

// Of two the first: they are both byte VRs, into which nobody looks.
bool ParseVrCell(std::string_view text, Vr& vr) {
  if (text.empty()) return true;
  const std::string_view name = text.substr(0, text.find('/'));
  if (name.size() == 2) {
    vr = ParseVr(static_cast<std::uint8_t>(name[0]),
                 static_cast<std::uint8_t>(name[1]));
  }
  return vr != Vr::kNone;
}

class Reader {
 public:
  Reader(const std::string& name, const SourceSpan& span,
         std::vector<SafePrivate>& rows, std::vector<Diagnostic>& diagnostics)
      : name_(name), span_(span), rows_(rows), diagnostics_(diagnostics) {}

  void Read(std::string_view text) {
    for (const std::string_view line : Split(text, '\n')) {
      ++line_;
      if (Trimmed(line).empty() || line.starts_with('#')) continue;
      const std::vector<std::string_view> cells = Split(line, '\t');
      if (!has_header_) {
        if (!ReadHeader(cells)) return;
      } else {
        ReadRow(cells);
      }
    }
    if (!has_header_) Refuse("has no line of column names");
  }

 private:
  static constexpr std::size_t kNoColumn = ~std::size_t{0};

  bool ReadHeader(std::span<const std::string_view> cells) {
    has_header_ = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string_view cell = Trimmed(cells[i]);
      if (cell == "private_creator") creator_ = i;
      if (cell == "tag") tag_ = i;
      if (cell == "vr") vr_ = i;
    }
    if (creator_ != kNoColumn && tag_ != kNoColumn) return true;
    Refuse("has to name columns private_creator and tag");
    return false;
  }

  void ReadRow(std::span<const std::string_view> cells) {
    const auto cell = [&](std::size_t column) {
      return column < cells.size() ? Trimmed(cells[column])
                                   : std::string_view();
    };
    SafePrivate row;
    row.creator = cell(creator_);
    if (row.creator.empty()) {
      Refuse("has no private creator");
    } else if (!ParseTag(cell(tag_), row)) {
      Refuse("has no private tag as (0019,xx0C)");
    } else if (!ParseVrCell(cell(vr_), row.vr)) {
      Refuse("has a VR that PS3.5 does not know");
    } else {
      rows_.push_back(std::move(row));
    }
  }

  void Refuse(std::string_view what) {
    diagnostics_.push_back(
        {Diagnostic::Severity::kError, span_,
         absl::StrFormat("'%s' line %d %s", name_, line_, what), ""});
  }

  const std::string& name_;
  const SourceSpan& span_;
  std::vector<SafePrivate>& rows_;
  std::vector<Diagnostic>& diagnostics_;
  int line_ = 0;
  bool has_header_ = false;
  std::size_t creator_ = kNoColumn, tag_ = kNoColumn, vr_ = kNoColumn;
};

std::vector<SafePrivate> RowsOf(std::span<const SafePrivateRow> list,
                                bool curated) {
  std::vector<SafePrivate> rows;
  for (const SafePrivateRow& row : list) {
    rows.push_back({std::string(StandardText(row.creator)), row.group,
                    row.element, row.vr, curated});
  }
  return rows;
}

}  // namespace

std::vector<SafePrivate> StandardSafePrivateRows() {
  return RowsOf(StandardSafePrivate(), /*curated=*/false);
}

std::vector<SafePrivate> TciaSafePrivateRows() {
  return RowsOf(TciaSafePrivate(), /*curated=*/true);
}

void ReadSafePrivate(std::string_view text, const std::string& name,
                     const SourceSpan& span, std::vector<SafePrivate>& rows,
                     std::vector<Diagnostic>& diagnostics) {
  Reader(name, span, rows, diagnostics).Read(text);
}

}  // namespace dcmscrub
