#include "pipeline/run/telling_names.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "pipeline/files/durable.h"
#include "pipeline/run/output_name.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kBatch = 256;
constexpr std::size_t kMostKept = 4096;

std::ptrdiff_t DepthOf(const std::string& path) {
  return std::ranges::count(path, '/');
}

}  // namespace

TellingNames::TellingNames(const Context& context, Journal* journal,
                           FileCounts& counts)
    : context_(context),
      journal_(journal),
      counts_(counts),
      roots_(context.sources.roots.begin(), context.sources.roots.end()) {}

TellingNames::Noted TellingNames::NewIn(std::span<Ticket* const> group) const {
  Noted noted;
  for (const Ticket* const ticket : group) {
    if (ticket->written.temporary == nullptr) continue;
    const std::string& source = ticket->input.source;
    for (const std::size_t size : ticket->output.telling_paths) {
      std::string path = source.substr(0, size);
      if (noted_.contains(path)) continue;
      noted.emplace(std::move(path), size != source.size());
    }
  }
  return noted;
}

void TellingNames::Note(std::span<Ticket* const> group) {
  const bool rename = context_.options.rename;
  if (journal_ == nullptr && !rename) return;
  const Noted noted = NewIn(group);
  if (noted.empty()) return;
  std::vector<TellingName> names;
  names.reserve(noted.size());
  for (const auto& [path, is_folder] : noted) {
    names.push_back({path, !rename || !IsInSources(path)});
  }
  if (journal_ == nullptr || journal_->NoteTelling(names)) {
    if (journal_ != nullptr && noted_.size() > kMostKept) noted_.clear();
    for (const auto& [path, is_folder] : noted) {
      if (is_folder) noted_.insert(path);
    }
    return;
  }
  for (Ticket* const ticket : group) {
    const bool known = std::ranges::none_of(
        ticket->output.telling_paths, [&](std::size_t size) {
          return noted.contains(ticket->input.source.substr(0, size));
        });
    if (known || ticket->written.temporary == nullptr) continue;
    ticket->written.temporary.reset();
    ticket->ending.Quarantine(Reason::kJournal);
  }
}

// A folder that a run was asked about keeps its name, a file does not.
bool TellingNames::IsInSources(const std::string& path) const {
  for (std::string_view above = path; above.size() > 1;) {
    above = FolderOf(above);
    if (roots_.contains(above)) return true;
  }
  FileInfo info;
  return roots_.contains(path) &&
         context_.file_system().Info(path, /*follow=*/false, info) == 0 &&
         info.kind == FileKind::kFile;
}

// The next of them, by path; none at the end.
std::vector<TellingName> TellingNames::After(const std::string& path) const {
  if (journal_ != nullptr) return journal_->TellingAfter(path, kBatch);
  std::vector<TellingName> names;
  for (auto next = noted_.upper_bound(path);
       next != noted_.end() && names.size() < kBatch; ++next) {
    names.push_back({*next, false});
  }
  return names;
}

// Of those that are to be renamed; the journal notes of each that it is,
// whether it can be done or not.
TellingNames::Depths TellingNames::FindDepths() {
  Depths depths;
  std::vector<TellingName> names = After("");
  while (!names.empty()) {
    std::string last = names.back().path;
    std::erase_if(names, [this](const TellingName& name) {
      return !IsInSources(name.path);
    });
    for (const TellingName& name : names) depths.insert(DepthOf(name.path));
    std::erase_if(names, [](const TellingName& name) { return !name.stays; });
    for (TellingName& name : names) name.stays = false;
    if (!names.empty()) journal_->NoteTelling(names);
    names = After(last);
  }
  return depths;
}

// The deepest first, so that the paths of those above stay right: all that is
// renamed at a depth has its place behind `last`, or is deeper.
void TellingNames::RenameAll() {
  if (!context_.options.rename || context_.options.dry_run) return;
  for (const std::ptrdiff_t depth : FindDepths()) {
    std::vector<std::string> level;
    for (auto names = After(""); !names.empty();) {
      std::string last = names.back().path;
      for (TellingName& name : names) {
        if (DepthOf(name.path) == depth && IsInSources(name.path)) {
          level.push_back(std::move(name.path));
        }
      }
      if (level.size() >= kBatch) {
        Rename(level);
        level.clear();
      }
      names = After(last);
    }
    Rename(level);
  }
}

// A folder of that name is there where files of this one came a second time.
int TellingNames::GiveNeutralName(const std::string& from, std::string& to) {
  FileSystem& files = context_.file_system();
  FileInfo info;
  if (int error = files.Info(from, /*follow=*/false, info)) return error;
  const char* const extension = info.kind == FileKind::kFile ? ".dcm" : "";
  std::string neutral(FolderOf(from));
  if (neutral.back() != '/') neutral.push_back('/');
  neutral += context_.identity.NeutralName(NameOf(from)).view();
  to = neutral + extension;
  for (int copy = 2;; ++copy) {
    const int error = files.Move(from, to, /*replace=*/false);
    if (error != EEXIST || copy > kMostCopies) return error;
    to = absl::StrFormat("%s-%d%s", neutral, copy, extension);
  }
}

// Where it is by now: what is above it may have got its neutral name in a run
// that could not note that any more. Empty: nowhere.
std::string TellingNames::PlaceOf(const std::string& path) const {
  FileInfo info;
  const auto is_there = [&](const std::string& place) {
    return context_.file_system().Info(place, /*follow=*/false, info) == 0;
  };
  if (is_there(path)) return path;
  std::string place;
  for (std::size_t begin = 1; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string name = path.substr(begin, end - begin);
    begin = end + 1;
    std::string next = place + "/" + name;
    if (!is_there(next) && end < path.size()) {
      next = place + "/";
      next += context_.identity.NeutralName(name).view();
    }
    if (!is_there(next)) return "";
    place = std::move(next);
  }
  return place;
}

// Whether the folder that `path` stands in is where it is said to be: a link
// that came in between would lead out of the sources.
bool TellingNames::IsReached(const std::string& path) const {
  const std::string folder(FolderOf(path));
  std::string real;
  return context_.file_system().RealPath(folder, real) == 0 && real == folder;
}

// None is in another. The journal forgets those that are gone for good; not
// what is on a disk that is not there today.
void TellingNames::Rename(std::span<const std::string> names) {
  std::vector<std::pair<std::string, std::string>> moves;
  std::vector<std::string> gone, above;
  for (const std::string& from : names) {
    const std::string place = PlaceOf(from);
    if (!IsReached(place.empty() ? from : place)) continue;
    std::string to;
    const int error = place.empty() ? ENOENT : GiveNeutralName(place, to);
    if (error == 0) {
      ++counts_.renamed;
      moves.emplace_back(place, std::move(to));
    } else if (error != ENOENT) {
      ++counts_.folders_not_renamed;
      continue;
    }
    gone.push_back(from);
    above.emplace_back(FolderOf(place.empty() ? from : place));
  }
  const int synced = SyncNames(std::move(above));
  if (journal_ == nullptr || gone.empty()) return;
  journal_->Begin();
  for (const auto& [from, to] : moves) journal_->MovePath(from, to);
  if (synced == 0) {
    for (const std::string& from : gone) journal_->ForgetTelling(from);
  }
  journal_->Commit();
}

// One that is gone itself holds no name any more.
int TellingNames::SyncNames(std::vector<std::string> folders) const {
  if (context_.options.sync == Sync::kNone) return 0;
  std::ranges::sort(folders);
  folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
  std::vector<int> errors(folders.size());
  context_.file_system().SyncPaths(folders, errors);
  std::ranges::replace(errors, ENOENT, 0);
  return errors.empty() ? 0 : *std::ranges::max_element(errors);
}

}  // namespace dcmscrub
