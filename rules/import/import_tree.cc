#include "rules/import/import_tree.h"

#include <algorithm>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

bool EqualAnyCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](char x, char y) { return ToLower(x) == ToLower(y); });
}

}  // namespace

const ImportTree* ImportTree::Find(std::string_view name) const {
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (part->name == name) return &part->tree;
  }
  return nullptr;
}

const ImportTree* ImportTree::FindAnyCase(std::string_view name) const {
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (EqualAnyCase(part->name, name)) return &part->tree;
  }
  return nullptr;
}

std::string_view ImportTree::TextOf(std::string_view name) const {
  const ImportTree* found = Find(name);
  return found == nullptr ? std::string_view() : std::string_view(found->text);
}

std::vector<std::string> ImportTree::Texts() const {
  if (kind == Kind::kText) return {text};
  std::vector<std::string> texts;
  texts.reserve(parts.size());
  for (const auto& [name, part] : parts) texts.push_back(part.text);
  return texts;
}

}  // namespace dcmscrub
