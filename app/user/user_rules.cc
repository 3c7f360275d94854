#include "app/user/user_rules.h"

#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>

#include "app/talk/messages.h"
#include "app/user/load_policy.h"
#include "app/user/small_file.h"
#include "app/user/teach_settings.h"
#include "pipeline/files/durable.h"
#include "pipeline/files/file_system.h"
#include "rules/import/import_writer.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kBase = "teaching";

absl::Status Failed(const std::string& path, int error) {
  return NamedStatus(path, absl::FailedPreconditionError(ErrnoText(error)));
}

// The whole new file, or the old one.
absl::Status Replace(const std::string& path, std::string_view text,
                     bool there) {
  FileSystem& files = RealFileSystem();
  // The file itself, where the path is a link to it.
  std::string target = path;
  std::unique_ptr<InputFile> old;
  if (there) {
    if (int error = files.RealPath(path, target)) return Failed(path, error);
    if (int error = files.Open(target, false, old, nullptr)) {
      return Failed(path, error);
    }
  }
  Likeness like{old.get(), {}, {}};
  const int error = WriteDurably(files, target, AsBytes(text), there,
                                 there ? &like : nullptr);
  return error == 0 ? absl::OkStatus() : Failed(path, error);
}

}  // namespace

std::string RulesOfUser() {
  const std::string file = UserRulesFile();
  FileInfo info;
  return RealFileSystem().Info(file, true, info) == ENOENT ? "" : file;
}

absl::StatusOr<EditedRules> AddRuleToFile(const std::string& path,
                                          const RuleAddition& addition) {
  auto text = ReadSmallFile(path, Audience::kAnyone);
  const bool there = text.ok();
  if (!there && !absl::IsNotFound(text.status())) {
    return NamedStatus(path, text.status());
  }
  auto edited = AddRule(there ? std::string_view(*text) : std::string_view(),
                        path, kBase, addition, ReadFromDisk());
  if (!edited.ok() || edited->there_already) return edited;
  if (absl::Status status = Replace(path, edited->text, there); !status.ok()) {
    return status;
  }
  return edited;
}

RuleAddition MakeAddition(std::string attribute, std::string what,
                          const std::string& text, std::string comment) {
  RuleAddition addition{std::move(attribute), std::move(what), "",
                        std::move(comment)};
  if (addition.action == "replace")
    addition.argument = "with " + QuotedText(text);
  return addition;
}

}  // namespace dcmscrub
