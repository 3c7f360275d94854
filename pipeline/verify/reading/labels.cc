#include "pipeline/verify/reading/labels.h"

#include "kernels/core/text.h"

namespace dcmscrub {

VerifyLabels::VerifyLabels(const UserLabels& labels)
    : folder_(labels.folder.empty() ? "" : labels.folder + "/"),
      made_(labels.made.begin(), labels.made.end()) {
  for (const WrittenLabel& label : labels.attributes) {
    const std::string text(TrimPadding(label.text));
    written_.emplace(label.tag, text);
    typed_.insert(text);
  }
  for (const std::string& text : labels.texts) {
    typed_.emplace(TrimPadding(text));
  }
  typed_.erase("");
  for (std::string_view text : typed_) {
    while (true) {
      const std::size_t end = text.find_first_of("\r\n");
      lines_.emplace(TrimPadding(text.substr(0, end)));
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
    }
  }
}

bool VerifyLabels::Covers(std::string_view path) const {
  return path.starts_with(folder_);
}

bool VerifyLabels::IsMade(std::string_view path) const {
  return Covers(path) && made_.contains(path.substr(folder_.size()));
}

bool VerifyLabels::IsZip(std::string_view path) const {
  return !folder_.empty() && path.ends_with(".zip") &&
         path.substr(0, path.size() - 4) ==
             std::string_view(folder_).substr(0, folder_.size() - 1);
}

bool VerifyLabels::Wrote(Tag tag, std::string_view utf8) const {
  return written_.contains({tag, std::string(TrimPadding(utf8))});
}

bool VerifyLabels::IsTyped(std::string_view utf8) const {
  return typed_.contains(TrimPadding(utf8));
}

bool VerifyLabels::IsLineOfTyped(std::string_view utf8) const {
  return lines_.contains(TrimPadding(utf8));
}

}  // namespace dcmscrub
