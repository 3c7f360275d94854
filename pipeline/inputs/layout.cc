#include "pipeline/inputs/layout.h"

#include <absl/status/status.h>

#include <algorithm>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMaxValue = 64;

struct Field {
  std::string_view name;
  std::string_view LayoutNames::*member;
  std::string_view when_empty;
};

constexpr Field kFields[] = {
    {"patient", &LayoutNames::patient, "unknown-patient"},
    {"study", &LayoutNames::study, "unknown-study"},
    {"series", &LayoutNames::series, "unknown-series"},
    {"instance", &LayoutNames::instance, "unknown-instance"},
    {"modality", &LayoutNames::modality, "OT"},
};

const Field* FindField(std::string_view name) {
  const auto* const found =
      std::ranges::find(kFields, name, [](const Field& f) { return f.name; });
  return found == std::end(kFields) ? nullptr : found;
}

bool IsUpperOrDigit(char c) { return IsUpper(c) || IsDigit(c); }

bool IsSafe(char c) {
  return IsUpperOrDigit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '-' ||
         c == '_';
}

bool IsModality(std::string_view value) {
  return !value.empty() && value.size() <= 16 &&
         std::ranges::all_of(
             value, [](char c) { return IsUpperOrDigit(c) || c == '_'; });
}

void AppendSafely(std::string_view value, std::string& path) {
  value = value.substr(0, kMaxValue);
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool keep = IsSafe(value[i]) && (i > 0 || value[i] != '.');
    path.push_back(keep ? value[i] : '_');
  }
}

absl::Status Refuse(const std::string& why) {
  return absl::InvalidArgumentError("layout: " + why);
}

absl::Status CheckLiterals(std::string_view text) {
  if (text.starts_with('/')) return Refuse("the path must be relative");
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      return Refuse("control characters are not allowed");
    }
  }
  while (true) {
    const std::size_t slash = text.find('/');
    const std::string_view component = text.substr(0, slash);
    if (component.empty() || component == "." || component == "..") {
      return Refuse("empty, '.' and '..' components are not allowed");
    }
    if (slash == std::string_view::npos) return absl::OkStatus();
    text.remove_prefix(slash + 1);
  }
}

}  // namespace

absl::StatusOr<Layout> Layout::Parse(std::string_view text) {
  Layout layout;
  if (text == "mirror") {
    layout.mirror_ = true;
    return layout;
  }
  if (absl::Status status = CheckLiterals(text); !status.ok()) return status;
  bool has_instance = false;
  while (!text.empty()) {
    const std::size_t open = text.find_first_of("{}");
    if (open != 0) {
      layout.pieces_.push_back({nullptr, std::string(text.substr(0, open))});
      text.remove_prefix(std::min(open, text.size()));
      continue;
    }
    const std::size_t close = text.find('}', 1);
    if (text[0] == '}' || close == std::string_view::npos) {
      return Refuse("unpaired brace");
    }
    const std::string_view name = text.substr(1, close - 1);
    const Field* const field = FindField(name);
    if (field == nullptr) {
      return Refuse("unknown field '" + std::string(name) +
                    "'; there are patient, study, series, instance, modality");
    }
    has_instance |= field->member == &LayoutNames::instance;
    layout.pieces_.push_back({field->member, std::string(field->when_empty)});
    text.remove_prefix(close + 1);
  }
  if (!has_instance) return Refuse("{instance} is missing");
  return layout;
}

void Layout::Append(const LayoutNames& names, std::string& path) const {
  for (const Piece& piece : pieces_) {
    if (piece.field == nullptr) {
      path += piece.text;
      continue;
    }
    const std::string_view value = names.*piece.field;
    const bool usable = piece.field == &LayoutNames::modality
                            ? IsModality(value)
                            : !value.empty();
    if (usable) {
      AppendSafely(value, path);
    } else {
      path += piece.text;
    }
  }
}

}  // namespace dcmscrub
