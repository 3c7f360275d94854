#include "pipeline/verify/set.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace dcmscrub {
namespace {

using Number = std::uint64_t;

class SetCheck {
 public:
  SetCheck(const std::vector<FileFacts>& files, const SetScope& scope)
      : files_(files), scope_(scope) {}

  std::vector<SetFinding> Run(const std::vector<FileIdentity>& lost) {
    CheckPolicies();
    CheckHierarchy();
    if (scope_.all_outputs) CheckReferences();
    if (scope_.compared) {
      CheckPatients();
      CheckUids();
      CheckOffsets();
      if (scope_.all_outputs) CheckSeries(lost);
    }
    return std::move(findings_);
  }

 private:
  // One value for each key, over all files; a file with another one is a
  // finding of `check`.
  class OneFor {
   public:
    OneFor(SetCheck& set, Check check) : OneFor(set, check, check) {}
    // `uncompared`: where nobody knows of both what was there before.
    OneFor(SetCheck& set, Check check, Check uncompared)
        : set_(set), check_(check), uncompared_(uncompared) {}

    void Note(std::uint64_t key, std::uint64_t value, const FileFacts& file) {
      Note(key, value, file, 0);
    }
    // `before` is what the original has in place of the value: where that
    // differs as well, nobody broke anything.
    void Note(std::uint64_t key, std::uint64_t value, const FileFacts& file,
              std::uint64_t before) {
      if (key == 0 || value == 0) return;
      const Known is{value, before, file.compared};
      const auto [known, is_new] = known_.emplace(key, is);
      if (is_new || known->second.value == value) return;
      const bool compared = known->second.compared && is.compared;
      const bool was_so = compared && known->second.before != before;
      set_.findings_.push_back({was_so     ? Check::kDisorderOfOriginals
                                : compared ? check_
                                           : uncompared_,
                                file.number});
    }

   private:
    struct Known {
      std::uint64_t value, before;
      bool compared;
    };

    SetCheck& set_;
    const Check check_;
    const Check uncompared_;
    std::unordered_map<std::uint64_t, Known> known_;
  };

  void CheckPolicies() {
    OneFor policy(*this, Check::kPoliciesDiffer);
    for (const FileFacts& file : files_) {
      policy.Note(1, file.policy, file);
    }
  }

  void CheckHierarchy() {
    OneFor study(*this, Check::kSeriesInTwoStudies, Check::kDisorderUncompared);
    OneFor patient(*this, Check::kStudyInTwoPatients,
                   Check::kDisorderUncompared);
    OneFor id(*this, Check::kNameWithTwoIds);
    for (const FileFacts& file : files_) {
      const FileIdentity& is = file.identity;
      const FileIdentity& was = file.source;
      CheckInstance(file);
      study.Note(is.series, is.study, file, was.study);
      patient.Note(is.study, is.patient(), file, was.patient());
      id.Note(is.patient_name, is.patient_id, file, was.patient_id);
    }
  }

  // Two files of one instance may both have been there before.
  void CheckInstance(const FileFacts& file) {
    if (file.identity.instance == 0) return;
    const auto [known, is_new] =
        instances_.emplace(file.identity.instance, &file);
    if (is_new) return;
    const FileFacts& other = *known->second;
    const bool paired = file.source_file != 0 && other.source_file != 0;
    const bool was_so = paired && file.source_file != other.source_file &&
                        (file.source.instance == other.source.instance ||
                         !file.compared || !other.compared);
    findings_.push_back({was_so   ? Check::kDisorderOfOriginals
                         : paired ? Check::kDuplicateInstance
                                  : Check::kDisorderUncompared,
                         file.number});
  }

  void CheckReferences() {
    std::unordered_set<std::uint64_t> here, originals;
    for (const FileFacts& file : files_) {
      here.insert(file.identity.instance);
      originals.insert(file.source.instance);
    }
    for (const FileFacts& file : files_) {
      for (std::size_t i = 0; i < file.references.size(); ++i) {
        if (here.contains(file.references[i])) continue;
        const std::uint64_t before = file.source_references[i];
        const bool resolved = before != 0 && originals.contains(before);
        // What led nowhere before may do so now.
        if (before != 0 && !resolved) continue;
        findings_.push_back(
            {resolved ? Check::kBrokenReference : Check::kDanglingReference,
             file.number});
      }
    }
  }

  void CheckPatients() {
    OneFor split(*this, Check::kPatientSplit);
    OneFor merged(*this, Check::kPatientsMerged);
    for (const FileFacts& file : files_) {
      const std::uint64_t before = file.source.patient();
      const std::uint64_t after = file.identity.patient();
      split.Note(before, after, file);
      // Who gives several patients one number means it.
      if (!file.labelled_patient) merged.Note(after, before, file);
    }
  }

  void CheckUids() {
    OneFor split(*this, Check::kUidSplit);
    OneFor merged(*this, Check::kUidsMerged);
    OneFor frame_split(*this, Check::kFrameOfReferenceSplit);
    OneFor frames_merged(*this, Check::kFramesOfReferenceMerged);
    for (const FileFacts& file : files_) {
      for (const auto& [before, after] : file.uids) {
        split.Note(before, after, file);
        merged.Note(after, before, file);
      }
      for (const auto& [before, after] : file.frames_of_reference) {
        frame_split.Note(before, after, file);
        frames_merged.Note(after, before, file);
      }
    }
  }

  // Of a patient without an ID the days of each study go by themselves.
  void CheckOffsets() {
    OneFor offset(*this, Check::kDateOffsetsDiffer);
    for (const FileFacts& file : files_) {
      const bool by_study =
          scope_.dates_by_study || file.source.patient_id == 0;
      const std::uint64_t patient =
          by_study ? file.source.study : file.source.patient_id;
      for (const std::int64_t days : file.date_offsets) {
        offset.Note(patient, static_cast<std::uint64_t>(days), file);
      }
    }
  }

  // Each original series against the one that it became.
  void CheckSeries(const std::vector<FileIdentity>& lost) {
    struct Series {
      std::set<std::uint64_t> before, after;
      Number file = 0;
    };
    std::map<std::uint64_t, Series> all;
    for (const FileFacts& file : files_) {
      if (file.source.series == 0) continue;
      Series& series = all[file.source.series];
      series.before.insert(file.source.instance);
      series.after.insert(file.identity.instance);
      if (series.file == 0) series.file = file.number;
    }
    for (const FileIdentity& original : lost) {
      const auto found = all.find(original.series);
      if (found != all.end()) found->second.before.insert(original.instance);
    }
    for (const auto& [uid, series] : all) {
      if (series.before.size() != series.after.size()) {
        findings_.push_back({Check::kSeriesCountDiffers, series.file});
      }
    }
  }

  const std::vector<FileFacts>& files_;
  const SetScope scope_;
  std::vector<SetFinding> findings_;
  std::unordered_map<std::uint64_t, const FileFacts*> instances_;
};

}  // namespace

std::vector<SetFinding> CheckSet(const std::vector<FileFacts>& files,
                                 const std::vector<FileIdentity>& lost,
                                 const SetScope& scope) {
  return SetCheck(files, scope).Run(lost);
}

}  // namespace dcmscrub
